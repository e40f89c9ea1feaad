"""Where the cursor stands in a field, what its keys do, and what a paste into it comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from pmtui.app.editing_session import Place
from pmtui.library.folder import Library
from pmtui.session import paths
from pmtui.session.document import Event, Evidence, Parked, Session
from pmtui.session.edits import set_field
from pmtui.tui.steps.item_window import ItemScreen, open_item_window
from pmtui.tui.widgets import form
from pmtui.tui.widgets.cursor_mapping import carried
from pmtui.tui.widgets.editor import Editor
from tests.tui.conftest import OpenApp, Sitting

Make = Callable[..., Session]


async def open_item(sitting: Sitting, field: str | None = None) -> ItemScreen:
    """Open the window of the first item."""
    view = sitting.meeting.view.lists[0]
    open_item_window(view, view.list.row_id, field)
    await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen) and sitting.app.screen.is_mounted)
    await sitting.settled()
    assert isinstance(sitting.app.screen, ItemScreen)
    return sitting.app.screen


# --- half-typed text ---


@pytest.mark.parametrize("path", ["summary.overview", "summary.data_loss.detail"])
async def test_half_typed_text_is_kept_from_its_first_letter_on_whatever_ends_the_app(
    open_app: OpenApp, make_session: Make, library: Library, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(form, "COMMIT_SECONDS", 1000)  # the app ends before a pause in typing makes an edit of it
    async with open_app(make_session(), step="summary") as sitting:
        await sitting.meeting.go_to(Place("summary", None, path))
        await sitting.press(*"Refu")
        assert sitting.meeting.editing.state.typing
        assert sitting.meeting.editing.clear() == ""
        assert paths.get(library.read(library.find(sitting.session.id)), path) == "Refu"


# --- two programs in one field ---


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Payments were refused|", "At noon it began. Payments were refused|"),
        ("Payments |were refused", "Card payments |were refused"),
        ("one\ntwo| three", "zero\none\nand two| three four"),
        ("|one", "|one two"),
        ("one |two three", "one |three"),
        ("aa bb|cc dd", "xx aa yy bb|cc zz dd"),
    ],
)
def test_a_cursor_stays_with_its_words(old: str, new: str) -> None:
    assert carried(old.index("|"), old.replace("|", ""), new.replace("|", "")) == new.index("|")


@given(st.text("ab \n", max_size=12), st.text("ab \n", max_size=12), st.integers(0, 12))
def test_a_cursor_is_always_in_the_text(old: str, new: str, at: int) -> None:
    assert 0 <= carried(min(at, len(old)), old, new) <= len(new)


@pytest.mark.parametrize("path", ["summary.overview", "key_details.headline"])
async def test_words_that_come_in_before_the_cursor_move_it_along(
    open_app: OpenApp, make_session: Make, library: Library, path: str
) -> None:
    session = make_session()
    async with open_app(session, step="summary" if path.startswith("summary") else "key_details") as sitting:
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == path)
        sitting.meeting.set_focus(row.ensure_field())
        await sitting.press(*"Payments were refused")
        await sitting.until(lambda: library.read(library.find(session.id)) != session)
        await sitting.until(lambda: not row.dirty and not sitting.meeting.editing.opened.dirty)
        library.change(session.id, lambda s: set_field(s, path, "At noon it began. Payments were refused"))
        await sitting.until(lambda: row.ensure_field().text.startswith("At noon"))
        await sitting.press(*" for an hour")
        assert row.ensure_field().text == "At noon it began. Payments were refused for an hour"


# --- where the cursor stands, and its keys ---


async def test_whoever_comes_by_key_goes_on_at_the_end(open_app: OpenApp, make_session: Make) -> None:
    question = Parked(id="q", text="How long?", kind="question", answer="one\n" * 40 + "line")
    async with open_app(make_session(parking_lot=(question,)), step="opening") as sitting:
        screen = await open_item(sitting, "answer")
        await sitting.until(lambda: screen.form.row_of("answer").ensure_field().scroll_offset.y > 20)
        await sitting.press("shift+tab")
        assert screen.form.row_of("answer").ensure_field().scroll_offset.y == 0, "where nobody types it is read"
        await sitting.press("tab")
        for keys in (("tab", "shift+tab"), ("shift+tab", "tab")):
            await sitting.press(*keys)
            assert isinstance(sitting.app.focused, Editor)
            assert sitting.app.focused is screen.form.row_of("answer").ensure_field()
            assert sitting.app.focused.cursor_location == (40, 4)
            assert sitting.app.focused.scroll_offset.y > 20


async def test_a_look_at_another_window_leaves_the_cursor(open_app: OpenApp, make_session: Make) -> None:
    async with open_app(make_session(**{"summary.overview": "one two"}), step="summary") as sitting:
        row = sitting.meeting.view.forms[0].row_of("summary.overview")
        sitting.meeting.set_focus(row.ensure_field())
        await sitting.press("left", "left")
        sitting.app.app_focus = False
        await sitting.until(lambda: not row.ensure_field().has_focus)
        sitting.app.app_focus = True
        await sitting.until(lambda: row.ensure_field().has_focus)
        await sitting.settled()
        assert row.ensure_field().cursor_location == (0, 5)


async def test_home_and_end_go_by_line_and_with_ctrl_by_text(open_app: OpenApp, make_session: Make) -> None:
    event = Event(id="e", text="first line\nsecond line")
    async with open_app(make_session(timeline=(event,)), step="timeline") as sitting:
        await open_item(sitting, "text")
        field = sitting.app.focused
        assert isinstance(field, Editor)
        await sitting.press("home")
        assert field.cursor_location == (1, 0)
        await sitting.press("ctrl+home")
        assert field.cursor_location == (0, 0)
        await sitting.press("end")
        assert field.cursor_location == (0, 10)
        await sitting.press("ctrl+end")
        assert field.cursor_location == (1, 11)
        await sitting.press("ctrl+shift+home")
        assert field.selected_text == event.text


async def test_enter_in_the_text_of_an_event_goes_on(open_app: OpenApp, make_session: Make) -> None:
    event = Event(id="e", text="global kill")
    async with open_app(make_session(timeline=(event,)), step="timeline") as sitting:
        screen = await open_item(sitting, "text")
        await sitting.press(*" done", "enter")
        assert sitting.app.focused is screen.form.row_of("at").ensure_field()
        assert sitting.session.timeline[0].text == "global kill done"
        await sitting.press("shift+tab", "ctrl+j", *"more", "tab")
        assert sitting.session.timeline[0].text == "global kill done\nmore"


# --- a log in a figure's text ---


async def test_a_log_that_is_pasted_into_a_figures_text_is_a_log(open_app: OpenApp, make_session: Make) -> None:
    figure = Evidence(id="f", caption="App log")
    async with open_app(make_session(evidence=(figure,)), step="evidence") as sitting:
        screen = await open_item(sitting, "body")
        sitting.app.focused.take_paste("14:02 *y*\n14:03 # z")
        await sitting.press("escape")
        (kept,) = sitting.session.evidence
        assert (kept.kind, kept.body) == ("log", "14:02 *y*\n14:03 # z")
        assert screen is not sitting.app.screen
        await sitting.press("escape", "u")
        (kept,) = sitting.session.evidence
        assert (kept.kind, kept.body) == ("file", "")


@pytest.mark.parametrize("had", [{"kind": "chat"}, {"path": "a.png"}, {"body": "one\ntwo"}])
async def test_what_a_figure_is_already_stays(open_app: OpenApp, make_session: Make, had: dict[str, Any]) -> None:
    figure = Evidence(id="f", caption="App log", **had)
    async with open_app(make_session(evidence=(figure,)), step="evidence") as sitting:
        await open_item(sitting, "body")
        sitting.app.focused.take_paste("14:02 y\n14:03 z")
        await sitting.press("escape")
        assert sitting.session.evidence[0].kind == figure.kind


async def test_a_wrapped_line_is_cut_whole_and_a_choice_is_offered_no_editor(
    open_app: OpenApp, make_session: Make
) -> None:
    """The keys used to take the row on the screen alone."""
    words = "the certificate had expired and " * 12
    session = make_session(timeline=(Event(id="e", text=f"first\n{words}"),))
    async with open_app(session, step="timeline", size=(60, 24)) as sitting:
        window = await open_item(sitting, "text")
        field = sitting.app.focused
        assert isinstance(field, Editor)
        assert "in your editor" in str(window.more_keys())
        field.move_cursor((1, len(words) - 5))
        await sitting.press("ctrl+u")
        assert field.text == f"first\n{words[-5:]}"
        await sitting.press("ctrl+z")
        assert field.text == f"first\n{words}"
        field.move_cursor((1, 5))
        await sitting.press("ctrl+k")
        assert field.text == f"first\n{words[:5]}"
        kind = window.form.row_of("kind")
        assert kind is not None
        kind.ensure_field().focus()
        await sitting.until(lambda: sitting.app.focused is kind.ensure_field())
        assert "in your editor" not in str(window.more_keys())


async def test_a_text_has_its_height_in_the_first_picture_of_its_step(
    open_app: Any, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    heights: dict[Editor, list[int]] = {}
    resized = Editor.on_resize

    def watched(editor: Editor) -> None:
        heights.setdefault(editor, []).append(editor.size.height)
        resized(editor)

    monkeypatch.setattr(Editor, "on_resize", watched)
    made = make_session(**{"impact.statement": "nobody could pay by card " * 12})
    async with open_app(made, size=(80, 24), step="opening") as sitting:
        await sitting.go("impact")
        texts = {editor: seen for editor, seen in heights.items() if editor.text.startswith("nobody")}
        assert [len(set(seen)) for seen in texts.values()] == [1], "what stands below it does not jump"
        assert all(seen[0] == 5 for seen in texts.values())


@pytest.mark.parametrize("step", ["opening", "summary", "impact"])
async def test_a_paste_longer_than_its_field_is_undone_and_done_again(open_app, make_session, step):
    pasted = "\n".join(f"line {n}" for n in range(40))
    async with open_app(make_session(), size=(80, 24), step=step) as sitting:
        field = sitting.app.focused
        await sitting.press(*"first")
        sitting.app.post_message(events.Paste(pasted))
        await sitting.until(lambda: "line 39" in field.text)
        await sitting.settled()
        await sitting.press("ctrl+z")
        assert "line" not in field.text
        await sitting.press("ctrl+y")
        await sitting.until(lambda: "line 39" in field.text)
        await sitting.press("ctrl+z", "ctrl+z")
        assert field.text == ""
