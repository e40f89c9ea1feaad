"""The report leaves the meeting and the review its drafts: from any step, and what happened is said."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pmtui.app import report_files, report_secrets
from pmtui.app.report_files import ReportError, written
from pmtui.clipboard import Copied
from pmtui.library.folder import Library
from pmtui.session.document import Action, Event
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.prompt import PathPrompt


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A desktop's clipboard that gives back what it got."""
    held: list[str] = []

    def copy(text: str, **_: object) -> Copied:
        held.append(text)
        return Copied("copied to the clipboard", sure=True)

    monkeypatch.setattr("pmtui.clipboard.copy", copy)
    return held


async def test_the_report_is_copied_from_any_step_with_what_was_just_typed(open_app, make_session, clipboard):
    session = make_session(**{"key_details.attendees": ("Ada",)})
    async with open_app(session, step="key_details") as sitting:
        await sitting.press("C", "a", "r", "t")
        await sitting.meeting.do_act("report.copy")
        await sitting.until(lambda: "copied to the clipboard" in sitting.said)
    assert clipboard[0].startswith("# Learning review: Cart")


async def test_what_had_better_not_leave_is_named_before_it_does_and_masked(
    open_app, make_session, clipboard, here, monkeypatch
):
    monkeypatch.setattr(report_secrets, "ASKING", {"learning-review"})
    overview = "It logged `DB_PASSWORD=hunter2secret`, said ada@acme.io."
    session = make_session(**{"key_details.product": "Cart", "summary.overview": overview})
    async with open_app(session, step="close") as sitting:
        await sitting.press("c")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker))
        rows = [row.text for row in sitting.app.screen.list.rows]
        assert rows[2:] == [
            "Password: …   Summary: In a few sentences",
            "E-mail address: ada@acme.io   Summary: In a few sentences",
        ]
        await sitting.press("escape")
        assert "nothing left" in sitting.said and clipboard == []
        await sitting.press("c")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker))
        await sitting.press("enter")
        await sitting.until(lambda: "copied to the clipboard" in sitting.said)
        assert "hunter2" not in clipboard[0] and "ada@" not in clipboard[0]
        assert clipboard[0].count("masked: ") == 2
        await sitting.press("s")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker))
        await sitting.press("down", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
        await sitting.press("enter")
        await sitting.until(lambda: any(here.glob("*.md")))
        assert sitting.meeting.editing.session.summary.overview == overview
    assert "hunter2secret" in next(here.glob("*.md")).read_text()


async def test_where_no_clipboard_is_sure_the_report_is_in_a_file_too(open_app, make_session, library, monkeypatch):
    monkeypatch.setattr("pmtui.clipboard.copy", lambda *_, **__: Copied("sent to the terminal", sure=False))
    async with open_app(make_session(**{"key_details.product": "Cart"}), size=(200, 36), step="close") as sitting:
        await sitting.press("c")
        await sitting.until(lambda: "sent to the terminal; it is in" in sitting.said)
        kept = library.folder / ".pmtui" / f"{sitting.meeting.editing.opened.attached_files.name}.md"
    assert kept.read_text().startswith("# Learning review: Cart")


async def test_the_terminal_gets_the_report_where_there_is_no_desktop(open_app, make_session, monkeypatch):
    def copy(text: str, *, osc52) -> Copied:
        osc52(text)
        return Copied("sent", sure=True)

    monkeypatch.setattr("pmtui.clipboard.copy", copy)
    async with open_app(make_session(**{"key_details.product": "Cart"}), step="close") as sitting:
        await sitting.press("c")
        await sitting.until(lambda: "sent" in sitting.said)
        assert sitting.app.clipboard.startswith("# Learning review: Cart")


async def test_the_report_is_saved_under_the_name_that_is_offered(open_app, make_session, here):
    async with open_app(make_session(**{"key_details.product": "Cart"}), step="close") as sitting:
        await sitting.press("s")
        await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        name = sitting.meeting.editing.opened.attached_files.name
        assert "saved in" in sitting.said
    assert [path.name for path in here.iterdir()] == [f"{name}.md"]
    assert (here / f"{name}.md").read_text().startswith("# Learning review: Cart")


async def test_a_file_that_is_there_is_overwritten_only_when_enter_is_pressed_again(open_app, make_session, here):
    (here / "report.md").write_text("theirs")
    async with open_app(make_session(**{"key_details.product": "Cart"}), step="close") as sitting:
        await sitting.press("s")
        await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
        prompt = sitting.app.screen
        prompt.field.put("report.md")
        await sitting.press("enter")
        assert "exists: Enter again to overwrite" in said_in(prompt)
        assert (here / "report.md").read_text() == "theirs"
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
    assert (here / "report.md").read_text().startswith("# Learning review: Cart")


async def test_what_cannot_be_saved_is_said_in_a_line_and_the_name_stays(open_app, make_session, here):
    async with open_app(make_session(), step="timeline") as sitting:
        await sitting.meeting.do_act("report.save")
        await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
        prompt = sitting.app.screen
        prompt.field.put("nowhere/report.md")
        await sitting.press("enter")
        assert said_in(prompt) == "there is no folder nowhere: make it first, or name another"
        assert prompt.field.text == "nowhere/report.md"
        await sitting.press("escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
    assert list(here.iterdir()) == []


async def test_the_status_goes_round_and_undo_takes_it_back(open_app, make_session):
    async with open_app(make_session(), step="lessons") as sitting:
        await sitting.press("ctrl+r")
        assert sitting.session.status == "in_review"
        assert sitting.said.strip().startswith("In review: others read it")
        await sitting.press("ctrl+r")
        assert sitting.session.status == "final"
        assert "Final: only its actions' progress can change now" in sitting.said
        await sitting.press("ctrl+z")
        assert sitting.session.status == "in_review"
        await sitting.press("ctrl+r", "ctrl+r")
        assert sitting.session.status == "draft"


async def test_a_final_review_says_so_and_keeps_what_was_typed_in_a_field(open_app, make_session):
    session = make_session(status="final", **{"key_details.product": "Cart"})
    async with open_app(session, size=(80, 24), step="key_details") as sitting:
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "key_details.product")
        row.ensure_field().focus()
        await sitting.press("s", "tab")
        await sitting.until(lambda: "this review is final: reopen it first" in sitting.screen_text())
        assert row.ensure_field().text == "Carts"
        assert sitting.session.key_details.product == "Cart"
        await sitting.press("ctrl+r")  # open again: what was typed counts now
        sitting.meeting.keep_typed()
        assert sitting.session.key_details.product == "Carts"


async def test_a_choice_in_a_final_review_springs_back(open_app, make_session):
    async with open_app(make_session(status="final"), size=(80, 24), step="summary") as sitting:
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.effect")
        row.ensure_field().focus()
        await sitting.press("o")
        assert sitting.session.summary.effect is None
        assert row.ensure_field().value is None
        await sitting.until(lambda: "this review is final: reopen it first" in sitting.screen_text())


@pytest.mark.parametrize("step", ["timeline", "five_whys", "evidence"])
async def test_a_final_review_says_so_and_keeps_what_was_typed_in_an_add_line(open_app, make_session, step):
    async with open_app(make_session(status="final"), step=step) as sitting:
        add = sitting.meeting.view.active_list().add
        add.focus()
        add.put("14:02 something")
        await sitting.press("enter")
        await sitting.until(lambda: "this review is final: reopen it first" in sitting.said)
        assert add.text == "14:02 something"
        add.take_paste("one\ntwo\nthree")
        await sitting.until(lambda: "three" in add.text)
        assert "one" in add.text


async def test_a_final_review_says_so_and_keeps_a_quick_event(open_app, make_session):
    async with open_app(make_session(status="final"), step="close") as sitting:
        await sitting.press("f6")
        await sitting.press(*"now", "enter")
        await sitting.until(lambda: "this review is final: reopen it first" in sitting.said)
        assert sitting.meeting.quick.field.text == "now"
        sitting.meeting.quick.field.take_paste("one\ntwo")
        await sitting.until(lambda: "two" in sitting.meeting.quick.field.text)


async def test_the_progress_of_a_final_reviews_actions_goes_on(open_app, make_session):
    session = make_session(status="final", actions=(Action(id="a", text="Mend it"),))
    async with open_app(session, step="actions") as sitting:
        await sitting.press("f5")
        assert sitting.session.actions[0].status == "done"
        await sitting.press("f2")  # its term is no progress
        await sitting.until(lambda: "this review is final" in sitting.said)
        assert sitting.session.actions[0].horizon == "short"


async def test_deleting_in_a_final_review_is_refused_aloud(open_app, make_session):
    session = make_session(status="final", timeline=(Event(id="e", text="First"),))
    async with open_app(session, step="timeline") as sitting:
        await sitting.press("escape", "delete")
        await sitting.until(lambda: "this review is final" in sitting.said)
        assert len(sitting.session.timeline) == 1


# --- files, below the screen ---


def test_a_link_is_followed_and_a_file_keeps_its_mode(tmp_path: Path):
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    written(link, "new", Library(tmp_path / "library"), replace=True)
    assert real.read_text() == "new"
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


def test_nothing_is_replaced_unasked(tmp_path: Path):
    (tmp_path / "a.md").write_text("old")
    with pytest.raises(FileExistsError):
        written(tmp_path / "a.md", "new", Library(tmp_path / "library"), replace=False)
    assert (tmp_path / "a.md").read_text() == "old"


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    # Root, as whom a clean machine may run this, may write everywhere.
    monkeypatch.setattr(report_files, "write_file", refuse)
    with pytest.raises(ReportError, match="permission denied"):
        written(tmp_path / "a.md", "new", Library(tmp_path / "library"), replace=False)


def said_in(prompt: PathPrompt) -> str:
    return str(prompt.said.render())


async def test_the_marked_actions_are_copied_as_texts_of_tickets(open_app, make_session, clipboard):
    session = make_session(actions=(Action(id="a", text="Renew it", owner="Priya"), Action(id="b", text="Warn us")))
    async with open_app(session, step="actions") as sitting:
        await sitting.press("escape", "A", "C")
        await sitting.until(lambda: "2 tickets as text: copied to the clipboard" in sitting.said)
        first, second = clipboard[0].split("\n---\n\n")
        assert first.startswith("Renew it\n\n- Owner: Priya\n") and second.startswith("Warn us\n\nFrom a")
