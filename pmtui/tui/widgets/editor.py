"""The one field of the app: a text area that grows, of one line or of several, with its own undo.

Text is never lost in it: a paste keeps all its lines, a line field holds several where it was given several.
"""

from __future__ import annotations

import time
from typing import ClassVar, Final, Literal

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets.text_area import Location

from pmtui import signs
from pmtui.session.text import cleaned, is_text
from pmtui.tui.widgets.lines_of_text import NewlineText
from pmtui.tui.widgets.text_field import TextField, beside_the_cursor
from pmtui.tui.widgets.textual_workarounds import FieldTheme

EditorMode = Literal["line", "text", "add"]

PAUSE_SECONDS: Final = 0.3
"""How long after the last key somebody has stopped typing."""


_PLAIN: Final = FieldTheme(
    "plain",
    gutter_style=Style(),
    cursor_line_style=Style(),
    cursor_line_gutter_style=Style(),
    bracket_matching_style=Style(),
)
"""A field has no gutter, no marked line, no brackets. The rest is the style sheets'."""


class Editor(TextField, inherit_bindings=False, inherit_css=False):
    """A field. In `line` mode Enter goes on, in `add` mode it submits, in `text` mode it is a new line.

    Messages: `TextArea.Changed` on every change, `Editor.Entered` on Enter in `line` and `add` mode,
    `Editor.Pasted` for a paste of several lines into an add line, `Editor.Paused` a moment after the last change.
    """

    # Of those that a text area has, the ones that are seen: each costs every field a look through all style sheets. The
    # others are not inherited, as no styles are (`inherit_css`).
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "text-area--cursor", "text-area--selection", "text-area--suggestion", "text-area--placeholder",
    }  # fmt: skip

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "up", show=False),
        Binding("down", "down", show=False),
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("ctrl+left", "cursor_word_left", show=False),
        Binding("ctrl+right", "cursor_word_right", show=False),
        Binding("home,ctrl+a", "cursor_line_start", show=False),
        Binding("end,ctrl+e", "cursor_line_end", show=False),
        Binding("ctrl+home", "text_start", show=False),
        Binding("ctrl+end", "text_end", show=False),
        Binding("ctrl+shift+home", "text_start(True)", show=False),
        Binding("ctrl+shift+end", "text_end(True)", show=False),
        Binding("shift+left", "cursor_left(True)", show=False),
        Binding("shift+right", "cursor_right(True)", show=False),
        Binding("shift+home", "cursor_line_start(True)", show=False),
        Binding("shift+end", "cursor_line_end(True)", show=False),
        Binding("ctrl+shift+left", "cursor_word_left(True)", show=False),
        Binding("ctrl+shift+right", "cursor_word_right(True)", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete,ctrl+d", "delete_right", show=False),
        Binding("ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left", show=False),
        Binding("ctrl+delete", "delete_word_right", show=False),
        Binding("ctrl+u", "delete_to_start_of_line", show=False),
        Binding("ctrl+k", "delete_to_end_of_line_or_delete_line", show=False),
        Binding("ctrl+x", "cut", show=False),
        Binding("ctrl+v", "paste", show=False),
        Binding("ctrl+c,super+c", "copy_here", show=False),
        Binding("ctrl+z", "undo_here", id="undo", show=False),
        Binding("ctrl+y", "redo_here", id="redo", show=False),
    ]

    class FromField(Message):
        """Something that a field has to say; `on` may select by the field."""

        def __init__(self, editor: Editor) -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> Editor:
            """The field."""
            return self.editor

    class Entered(FromField):
        """Posted for Enter in a line or add field."""

    class Paused(FromField):
        """Posted when nothing was typed for a moment."""

    class Pasted(FromField):
        """Several lines were pasted into an add line."""

        def __init__(self, editor: Editor, text: str) -> None:
            super().__init__(editor)
            self.text = text

    class Choose(FromField):
        """Up or down in a field that has no line to go to there."""

        def __init__(self, editor: Editor, by: int) -> None:
            super().__init__(editor)
            self.by = by

    def __init__(
        self,
        text: str = "",
        *,
        mode: EditorMode = "line",
        placeholder: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        example = beside_the_cursor(placeholder)
        super().__init__(NewlineText(text), id=id, classes=classes, placeholder=example, highlight_cursor_line=False)
        self.cursor_blink = False  # the clock is the only thing that moves by itself
        self.register_theme(_PLAIN)
        self.theme = _PLAIN.name
        self.mode: EditorMode = mode
        self._has_size = False
        self._last_change = 0.0
        self._listening = False
        self._away = False
        """Whether the focus was lost because the terminal lost it."""
        self._carried = ""
        """The text as it stood when words were carried here from a choice; undone with what was typed on."""
        self._guess = ""
        """What is offered as long as nothing stands here."""
        self._offered = ""
        """The whole text that the suggestion stands for, where that is not only added at the end."""
        self._asked = False
        """Whether Enter was pressed in an add line, and nobody has dealt with it yet."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text has; before it is first drawn, too: else what stands below it would jump."""
        if not self._has_size and self.soft_wrap and width > 1:
            self.wrapped_document.wrap(width - 1, tab_width=self.indent_width)  # a column is the cursor's
            return max(self.wrapped_document.height, 1)
        return super().get_content_height(container, viewport, width)

    def on_resize(self) -> None:
        """From now on the text is wrapped at the width that it was given; the line that is typed in stays in sight."""
        self._has_size = True
        self.call_next(self.scroll_cursor_visible)  # the text area wraps it after this

    def on_text_area_changed(self) -> None:
        """A key costs no more than looking at the clock: one timer looks whether it was the last."""
        self._last_change = time.monotonic()
        if not self._listening:
            self._listening = True
            self.set_timer(PAUSE_SECONDS, self._look_whether_paused)

    def _look_whether_paused(self) -> None:
        left = self._last_change + PAUSE_SECONDS - time.monotonic()
        if left > 0.01:
            self.set_timer(left, self._look_whether_paused)
        else:
            self._listening = False
            self.post_message(self.Paused(self))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Enter is the field's own too: what lies around it is not offered on that key."""
        return key == "enter" or super().check_consume_key(key, character)

    def put(self, text: str) -> None:
        """Show another text, as from elsewhere: the cursor stays with its words, the field's own undo begins anew."""
        if (old := self.text) == text:
            return
        ends = [_index(old, end) for end in self.selection]
        self.load_text(text)
        if self.has_focus:
            from pmtui.tui.widgets.cursor_mapping import carried  # a field seldom changes while somebody is in it

            start, end = (_location(text, carried(at, old, text)) for at in ends)
            self.move_cursor(start)
            self.move_cursor(end, select=True)
        else:
            self.move_cursor(self.document.end)

    def on_focus(self) -> None:
        """Whoever comes by key goes on where the text ends; who only looked at another window, where they were."""
        if not self._away and self.selection.is_empty:
            self.move_cursor(self.document.end)
        self._away = False

    def watch_has_focus(self, has_focus: bool) -> None:
        """Style it anew; one that went out of sight with its step, once the step that came is drawn."""
        if not has_focus:
            self._away = not self.app.app_focus
        if has_focus or all(node.display for node in self.ancestors_with_self):
            self.update_node_styles()
        else:
            self.call_after_refresh(self.update_node_styles)
        self.scroll_cursor_visible()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor; where nobody types, to the beginning of the text, which is read first."""
        if self.has_focus or self._away:
            return super().scroll_cursor_visible(center, animate)
        if self.scroll_offset.y:
            self.scroll_to(y=0, animate=False, force=True)
        return Offset()

    def empty(self) -> None:
        """Make room for the next: nothing to undo is left in it."""
        self.load_text("")

    async def on_key(self, event: events.Key) -> None:
        """Enter means what the mode says, and every character that is text is put in."""
        if self._asked and is_text(event.character):
            # What was entered is still in the line: the next must not become one with it.
            self._asked = False
            self.insert_here("\n")
        if event.key == "enter" and self.mode != "text":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered(self))
            if self.mode == "add":
                self._asked = True
                self.call_later(_answered, self)
        elif event.key in ("shift+enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            self.take_unprintable(event)

    async def on_paste(self, event: events.Paste) -> None:
        """Control characters never get in; several lines into an add line make an item of each."""
        event.stop()
        event.prevent_default()
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Put pasted text where the cursor is."""
        text = cleaned(text)
        if self.mode == "add" and "\n" in text.strip("\n"):
            self.post_message(self.Pasted(self, text))
        elif self.mode == "add":
            self.insert_here(text.strip("\n"))
        else:
            self.insert_here(text if self.mode == "text" else text.rstrip("\n"))

    def insert_here(self, text: str) -> None:
        """Replace the selection by text, and stand behind it."""
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
        self.scroll_cursor_visible()

    def take_words(self, text: str) -> None:
        """Put in words that were typed on a choice; what stands here already keeps a line of its own."""
        self.move_cursor(self.document.end)
        text = cleaned(text).strip("\n")
        self.insert_here(f"\n{text}" if self.text.strip() else text)
        self._carried = self.text

    def offer(self, whole: str, shown: str = "") -> None:
        """Offer a text, which right takes: where it goes on from what stands here, its rest is dim behind the cursor.

        Args:
            whole: the text that the field has then; empty: nothing is offered.
            shown: what is shown of one that is spelled otherwise; empty: all of it.
        """
        typed = self.text
        self._offered = whole
        rest = whole[len(typed) :] if whole.casefold().startswith(typed.casefold()) else ""
        self.suggestion = rest or (f" {signs.RIGHT} {shown or whole}" if whole not in ("", typed) else "")

    def offer_into_empty(self, whole: str, placeholder: str) -> None:
        """Offer a text as long as nothing stands here, which right takes; nothing to offer: show the placeholder."""
        self._guess = whole
        self.placeholder = f"{signs.RIGHT} {whole}" if whole else placeholder

    def field_keys(self) -> list[tuple[str, str]]:
        """Keys of the field, for the line of keys."""
        return [(signs.RIGHT, "take it")] if self._guess and not self.text else []

    def action_cursor_right(self, select: bool = False) -> None:
        """A character to the right; at the end of the text, take what is offered."""
        if not self.text and self._guess and not select:
            self.insert_here(self._guess)
        elif self.suggestion and self._offered and not select:
            whole, self._offered = self._offered, ""
            self.replace(whole, (0, 0), self.document.end, maintain_selection_offset=False)
            self.move_cursor(self.document.end)
        else:
            super().action_cursor_right(select)

    def on_text_area_selection_changed(self) -> None:
        """What is offered goes on from the end of the text: anywhere else it would split the words."""
        if self.suggestion and self.cursor_location != self.document.end:
            self.suggestion = ""

    def action_paste(self) -> None:
        """Paste the app's own clipboard."""
        self.take_paste(self.app.clipboard)

    async def action_copy_here(self) -> None:
        """Copy what is selected; with nothing selected the key means what it means everywhere."""
        if self.selected_text:
            self.app.copy_to_clipboard(self.selected_text)
        else:
            await self.run_action("app.quit")

    def action_text_start(self, select: bool = False) -> None:
        """Move the cursor to the beginning of the text."""
        self.move_cursor((0, 0), select=select)

    def action_text_end(self, select: bool = False) -> None:
        """Move the cursor to the end of the text."""
        self.move_cursor(self.document.end, select=select)

    def action_up(self) -> None:
        """A line up, or in the list that the field belongs to."""
        if self.mode == "add" or self.wrapped_document.location_to_offset(self.cursor_location).y == 0:
            self.post_message(self.Choose(self, -1))
        else:
            self.action_cursor_up()

    def action_down(self) -> None:
        """A line down, or in the list that the field belongs to."""
        last = self.wrapped_document.height - 1
        if self.mode == "add" or self.wrapped_document.location_to_offset(self.cursor_location).y >= last:
            self.post_message(self.Choose(self, 1))
        else:
            self.action_cursor_down()

    def action_delete_to_start_of_line(self) -> None:
        """Delete what stands before the cursor in its line, however often that is wrapped."""
        row, column = self.cursor_location
        if column:
            self.delete((row, 0), (row, column))
        else:
            super().action_delete_to_start_of_line()

    async def action_delete_to_end_of_line_or_delete_line(self) -> None:
        """Delete what stands behind the cursor in its line, however often that is wrapped."""
        row, column = self.cursor_location
        if column < (end := len(self.document.get_line(row))):
            self.delete((row, column), (row, end))
        else:
            await super().action_delete_to_end_of_line_or_delete_line()

    async def action_undo_here(self) -> None:
        """Undo in the field; when it has nothing left, the meeting's last act."""
        before = self.text
        if before or self.mode != "add":
            self.undo()
            if self.text and self.text == self._carried:
                self.undo()
        else:
            self.history.clear()  # what was erased in an add line by hand is no act, and comes before none
        if self.text == before:
            await self.run_action("screen.act('undo')")

    async def action_redo_here(self) -> None:
        """Redo in the field, else in the meeting."""
        before = self.text
        self.redo()
        if self.text == before:
            await self.run_action("screen.act('redo')")


def _answered(editor: Editor) -> None:
    """`Entered` has gone up by now: whoever takes it deals with this after it."""
    if isinstance(editor.parent, Widget):
        editor.parent.call_later(setattr, editor, "_asked", False)


def _index(text: str, location: Location) -> int:
    row, column = location
    return sum(len(line) + 1 for line in text.split("\n")[:row]) + column


def _location(text: str, index: int) -> Location:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1
