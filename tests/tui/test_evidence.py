"""Evidence is kept as it was: files as copies, logs with every line, addresses as links."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pmtui.app.path_completion import meant
from pmtui.meeting.steps import step
from pmtui.session.document import Evidence, Parked, Reading, Why
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.prompt import PathPrompt

LOG = "\n".join(f"14:{n % 60:02} line {n}  [x] \\ " for n in range(5000)) + "\n\n  end"


def figures(sitting) -> ItemList:
    view = sitting.meeting.view.lists[0]
    assert isinstance(view, ItemList)
    return view


async def test_thousands_of_pasted_lines_are_one_figure_to_the_character(open_app, make_session):
    async with open_app(make_session(), step="evidence") as sitting:
        figures(sitting).add.take_paste(LOG)
        await sitting.until(lambda: len(sitting.session.evidence) == 1)
        (figure,) = sitting.session.evidence
        assert (figure.kind, figure.body, figure.caption) == ("log", LOG, "14:00 line 0 [x] \\")
        assert figures(sitting).add.text == ""
        await sitting.until(lambda: "5,002 lines" in sitting.screen_text())


async def test_what_stood_in_the_line_is_the_caption_of_what_is_pasted(open_app, make_session):
    async with open_app(make_session(), step="evidence") as sitting:
        await sitting.press(*"Chat")
        figures(sitting).add.take_paste("Ada: look\nJo: on it")
        await sitting.until(lambda: len(sitting.session.evidence) == 1)
        (figure,) = sitting.session.evidence
        assert (figure.caption, figure.body) == ("Chat", "Ada: look\nJo: on it")
        await sitting.press(*"Graphs ")
        figures(sitting).add.take_paste("https://a.example/1\nhttps://a.example/2")
        await sitting.until(lambda: len(sitting.session.evidence) == 3)
        assert [each.kind for each in sitting.session.evidence[1:]] == ["link", "link"]


async def test_half_pasted_evidence_survives_the_end_of_the_app(open_app, make_session, library):
    async with open_app(make_session(), step="evidence") as sitting:
        await sitting.press(*"Graph")
        session_id = sitting.session.id
    assert [figure.caption for figure in library.read(library.find(session_id)).evidence] == ["Graph"]


async def test_an_address_becomes_a_link_and_several_a_link_each(open_app, make_session):
    async with open_app(make_session(), step="evidence") as sitting:
        add = figures(sitting).add
        add.take_paste("https://g.example/d/1")
        await sitting.press("enter")
        add.take_paste("Error rate https://g.example/d/2")
        await sitting.press("enter")
        add.take_paste("https://a.example/3\nhttps://a.example/4\n")
        await sitting.until(lambda: len(sitting.session.evidence) == 4)
        made = [(figure.kind, figure.caption, figure.url, figure.body) for figure in sitting.session.evidence]
    assert made == [
        ("link", "", "https://g.example/d/1", ""),
        ("link", "Error rate", "https://g.example/d/2", ""),
        ("link", "", "https://a.example/3", ""),
        ("link", "", "https://a.example/4", ""),
    ]


async def test_the_other_lists_still_make_an_item_of_each_line(open_app, make_session):
    async with open_app(make_session(), step="evidence") as sitting:
        reading, parked = sitting.meeting.view.lists[1:]
        reading.add.take_paste("The runbook https://w.example/run\nA book")
        parked.add.take_paste("one\ntwo\nthree")
        await sitting.until(lambda: len(sitting.session.parking_lot) == 3 and len(sitting.session.further_reading) == 2)
        first = sitting.session.further_reading[0]
        assert (first.title, first.url) == ("The runbook", "https://w.example/run")


# --- files ---


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    (folder / "graphs").mkdir(parents=True)
    (folder / "graphs" / "error rate.png").write_bytes(b"picture")
    (folder / "app.log").write_text("line")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    return folder


async def attach(sitting, text: str, *keys: str) -> PathPrompt:
    await sitting.press("f2")
    await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
    prompt = sitting.app.screen
    prompt.field.insert(text)
    await sitting.press(*keys)
    return prompt


async def test_a_copy_of_a_file_is_kept_and_its_ending_says_its_kind(open_app, make_session, files):
    async with open_app(make_session(), step="evidence") as sitting:
        await attach(sitting, "~/graphs/error rate.png", "enter")
        await sitting.until(lambda: len(sitting.session.evidence) == 1)
        (figure,) = sitting.session.evidence
        assert (figure.caption, figure.kind, figure.path) == ("error rate.png", "screenshot", "error rate.png")
        (files / "graphs" / "error rate.png").unlink()
        assert sitting.meeting.editing.opened.attached_files.read(figure.path) == b"picture"
        await sitting.until(lambda: "kept a copy of error rate.png" in sitting.said)


async def test_tab_completes_and_enter_goes_into_folders(open_app, make_session, files):
    async with open_app(make_session(), step="evidence") as sitting:
        prompt = await attach(sitting, "gr", "tab")
        assert prompt.field.text == "graphs/"
        await sitting.press("tab")
        assert prompt.field.text == "graphs/error rate.png"
        prompt.field.put("")
        await sitting.press("enter")  # the first of what is there: the folder
        assert prompt.field.text == "graphs/"
        await sitting.press("enter")
        await sitting.until(lambda: len(sitting.session.evidence) == 1)


async def test_several_dropped_files_are_a_figure_each(open_app, make_session, files):
    async with open_app(make_session(), step="evidence") as sitting:
        prompt = await attach(sitting, "")
        prompt.field.take_paste(f"'{files}/graphs/error rate.png'\n{files}/app.log\n")
        await sitting.until(lambda: "app.log" in prompt.field.text)
        await sitting.press("enter")
        await sitting.until(lambda: len(sitting.session.evidence) == 2)
        assert [figure.kind for figure in sitting.session.evidence] == ["screenshot", "log"]


async def test_a_file_that_is_not_there_is_said_and_the_path_stays(open_app, make_session, files):
    async with open_app(make_session(), step="evidence") as sitting:
        prompt = await attach(sitting, "nothing.png", "enter")
        assert str(prompt.said.render()) == "nothing.png: there is no such file"
        assert prompt.field.text == "nothing.png"
        await sitting.press("escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        assert sitting.session.evidence == ()


async def test_a_final_review_takes_no_file(open_app, make_session):
    async with open_app(make_session(status="final"), step="evidence") as sitting:
        await sitting.press("f2")
        await sitting.until(lambda: "this review is final" in sitting.said)
        assert sitting.app.screen is sitting.meeting


# --- what is there ---

THREE = (Evidence(id="a", caption="A"), Evidence(id="b", caption="B"), Evidence(id="c", caption="C"))


async def test_numbers_follow_the_order_and_a_deleted_figure_is_passed_over(open_app, make_session):
    why = Why(id="w", text="It expired", evidence=("a", "c"))
    session = make_session(evidence=THREE, **{"root_cause.problem": "Down", "root_cause.whys": (why,)})
    async with open_app(session, step="evidence") as sitting:
        await sitting.press("escape", "shift+down")
        assert [figure.id for figure in sitting.session.evidence] == ["b", "a", "c"]
        await sitting.press("delete")
        assert [figure.id for figure in sitting.session.evidence] == ["b", "c"]
        assert sitting.session.root_cause.whys[0].evidence == ("a", "c")
        await sitting.go("five_whys")
        await sitting.until(lambda: "Fig. 2" in sitting.screen_text())
        await sitting.press("ctrl+z")
        assert [figure.id for figure in sitting.session.evidence] == ["b", "a", "c"]


async def test_a_body_of_five_thousand_lines_is_edited_without_a_stutter(open_app, make_session):
    session = make_session(evidence=(Evidence(id="a", caption="Log", kind="log", body=LOG),))
    async with open_app(session, step="evidence") as sitting:
        await sitting.press("escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        row = sitting.app.screen.form.row_of("body")
        row.ensure_field().focus()
        await sitting.settled()
        assert row.ensure_field().size.height <= 20
        row.ensure_field().move_cursor((2500, 0))
        began = time.process_time()
        await sitting.press(*"note ")
        assert time.process_time() - began < 5
        await sitting.press("escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        lines = LOG.split("\n")
        lines[2500] = "note " + lines[2500]
        assert sitting.session.evidence[0].body == "\n".join(lines)


async def test_one_list_at_a_time_and_tab_turns_to_the_next(open_app, make_session):
    session = make_session(
        evidence=THREE, further_reading=(Reading(id="r", title="A book"),), parking_lot=(Parked(id="p", text="Later"),)
    )
    async with open_app(session, size=(80, 24), step="evidence") as sitting:
        await sitting.until(lambda: "Fig. 1" in sitting.screen_text())
        assert "A book" not in sitting.screen_text()
        await sitting.press("tab")
        await sitting.until(lambda: "A book" in sitting.screen_text())
        await sitting.press("tab")
        await sitting.until(lambda: "Later" in sitting.screen_text())
        await sitting.press("n", "enter")
        assert [parked.text for parked in sitting.session.parking_lot] == ["Later", "n"]
        await sitting.press("shift+tab")
        await sitting.until(lambda: "A book" in sitting.screen_text())


async def test_where_it_is_wide_all_three_are_seen_and_where_it_is_high_all_questions(open_app, make_session):
    session = make_session(
        evidence=THREE, further_reading=(Reading(id="r", title="A book"),), parking_lot=(Parked(id="p", text="Later"),)
    )
    async with open_app(session, size=(180, 60), step="evidence") as sitting:
        await sitting.until(lambda: all(text in sitting.screen_text() for text in ("Fig. 3", "A book", "Later")))
        assert all(prompt[:20] in sitting.screen_text() for prompt in step("evidence").prompts)


@pytest.mark.parametrize("typed", ["x" * 300, "file://[x", "\0"])
def test_a_path_that_no_system_knows_is_said_and_ends_nothing(typed: str) -> None:
    path = meant(typed)
    assert isinstance(path, Path)


# --- pictures ---


async def test_a_picture_is_drawn_in_its_window_and_on_the_projector(open_app, make_session, files):
    from PIL import Image

    Image.new("RGB", (300, 120), (255, 0, 0)).save(files / "red.png")
    async with open_app(make_session(), step="evidence") as sitting:
        await attach(sitting, "red.png", "enter")
        await sitting.until(lambda: len(sitting.session.evidence) == 1)

        def drawn() -> int:
            return sum("▀" * 20 in line for line in sitting.screen_text().split("\n"))

        await sitting.press("escape", "enter")
        await sitting.until(lambda: drawn() > 5)
        assert "Fig. 1  PNG, 300 × 120, " in sitting.screen_text()
        assert "esc done" in sitting.screen_text(), "what the keys do stays in view below it"
        await sitting.press("escape", "v")
        await sitting.until(lambda: drawn() > 15)
        assert "red.png  PNG, 300 × 120, " in sitting.screen_text()
        await sitting.press("v")

        sitting.app.signs = "ascii"
        await sitting.press("enter")
        await sitting.until(lambda: "Fig. 1  PNG, 300 " in sitting.screen_text())
        assert drawn() == 0


async def test_a_file_that_is_no_picture_or_is_gone_says_so(open_app, make_session):
    gone = Evidence(id="f", caption="Graph", path="gone.png")
    async with open_app(make_session(evidence=(gone,)), size=(50, 15), step="evidence") as sitting:
        await sitting.press("escape", "enter")
        await sitting.until(lambda: "Fig. 1  not there to be shown" in sitting.screen_text())
