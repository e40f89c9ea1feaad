"""`Editor`: the text field of the app, for one line or several. It grows with its text and has its own undo.

No text is lost in it: a paste keeps all its lines, and so does text of several lines in a field for one line.
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from pmtui.session.text import cleaned, is_text
from pmtui.tui.widgets.completion import Completion
from pmtui.tui.widgets.lines_of_text import NewlineText
from pmtui.tui.widgets.text_field import TextField, beside_the_cursor
from pmtui.tui.widgets.textual_workarounds import FieldTheme
from pmtui.tui.widgets.typing_pause import TypingPause

EditorMode = Literal["line", "text", "add"]

_PLAIN: Final = FieldTheme(
    "plain",
    gutter_style=Style(),
    cursor_line_style=Style(),
    cursor_line_gutter_style=Style(),
    bracket_matching_style=Style(),
)
"""A theme without gutter, cursor line and brackets; the other styles come from the style sheets."""


class Editor(TextField, inherit_bindings=False, inherit_css=False):
    """A text field. The mode says what Enter does: `line` goes to the next field, `add` submits, `text` begins a line.

    It posts `TextArea.Changed` at every change, `Editor.Entered` for Enter in the modes `line` and `add`,
    `Editor.Pasted` for a paste of several lines in the mode `add`, and `Editor.Paused` shortly after the last change.

    Args:
        text: the text at first.
        mode: what Enter does.
        placeholder: what is shown in the empty field.
        id: the id of the widget.
        classes: the CSS classes of the widget, separated by spaces.
    """

    # Only those of a text area that can be seen, because each is looked up in all style sheets for every field.
    # `inherit_css=False` leaves out the others.
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
        """Base of the messages of a field; Textual's `on` can select them by the field."""

        def __init__(self, editor: Editor) -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> Editor:
            """The field."""
            return self.editor

    class Entered(FromField):
        """Posted for Enter in the modes `line` and `add`."""

    class Paused(FromField):
        """Posted when nothing was typed for `PAUSE_SECONDS`."""

    class Pasted(FromField):
        """Posted for a paste of several lines in the mode `add`."""

        def __init__(self, editor: Editor, text: str) -> None:
            super().__init__(editor)
            self.text = text

    class Choose(FromField):
        """Posted for up (-1) and down (1) where the field has no line to go to."""

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
        self.cursor_blink = False  # nothing on the screen moves by itself, except the clock
        self.register_theme(_PLAIN)
        self.theme = _PLAIN.name
        self.mode: EditorMode = mode
        self._has_size = False
        self.completion = Completion(self)
        self.pause = TypingPause(self, lambda: self.post_message(self.Paused(self)))
        self._is_blurred_by_terminal = False
        """Whether the field lost the focus because the terminal lost it."""
        self._text_taken = ""
        """The text after words typed on a choice were moved here; undo takes them out together with what followed."""
        self._is_submitting = False
        """Whether `Entered` was posted in the mode `add` and is not handled yet."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines of the text; it is right before the first drawing too, so nothing moves then."""
        if not self._has_size and self.soft_wrap and width > 1:
            self.wrapped_document.wrap(width - 1, tab_width=self.indent_width)  # one column is for the cursor
            return max(self.wrapped_document.height, 1)
        return super().get_content_height(container, viewport, width)

    def on_resize(self) -> None:
        """Note that the text is wrapped at the width of the field, and keep the line with the cursor in view."""
        if self._has_size:
            self.refresh()  # the text area draws again only where the number of lines changed, not what they hold
        self._has_size = True
        self.call_next(self.scroll_cursor_visible)  # after the text area has wrapped the text

    def on_text_area_changed(self) -> None:
        """Wait for the next pause."""
        self.pause.restart()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Return whether the field uses the key; Enter is one, so that no binding of a parent is shown for it."""
        return key == "enter" or super().check_consume_key(key, character)

    def put(self, text: str) -> None:
        """Replace the text by one from elsewhere. The cursor stays at its words; the undo of the field begins anew."""
        if (old := self.text) == text:
            return
        ends = self.selection
        self.load_text(text)
        if self.has_focus:
            from pmtui.tui.widgets.cursor_mapping import carried_location  # rare: a change while somebody types

            start, end = (carried_location(at, old, text) for at in ends)
            self.move_cursor(start)
            self.move_cursor(end, select=True)
        else:
            self.move_cursor(self.document.end)

    def on_focus(self) -> None:
        """Put the cursor at the end of the text, unless only the terminal had lost the focus."""
        if not self._is_blurred_by_terminal and self.selection.is_empty:
            if self.cursor_location == self.document.end:
                self.record_cursor_width()  # 0.2 ms less than to move it there
            else:
                self.move_cursor(self.document.end)
        self._is_blurred_by_terminal = False

    def watch_has_focus(self, has_focus: bool) -> None:
        """Apply the styles for the focus; if the field was hidden with its step, after the next step is drawn."""
        if not has_focus:
            self._is_blurred_by_terminal = not self.app.app_focus
        if has_focus or all(node.display for node in self.ancestors_with_self):
            self.update_node_styles()
        else:
            self.call_after_refresh(self.update_node_styles)
        self.scroll_cursor_visible()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor; without the focus, to the beginning of the text.

        An undo may take away the line of the cursor, and the scrollbar with it, which scrolls here before Textual moves
        the cursor. That scrolls once more.
        """
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        if self.has_focus or self._is_blurred_by_terminal:
            return super().scroll_cursor_visible(center, animate)
        if self.scroll_offset.y:
            self.scroll_to(y=0, animate=False, force=True)
        return Offset()

    def empty(self) -> None:
        """Remove the text and its undo history."""
        self.load_text("")

    async def on_key(self, event: events.Key) -> None:
        """Handle Enter as the mode says, and insert characters that a text area of Textual does not take."""
        if self._is_submitting and is_text(event.character):
            # The submitted text is still in the field: keep it apart from what is typed next.
            self._is_submitting = False
            self.insert_here("\n")
        if event.key == "enter" and self.mode != "text":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered(self))
            if self.mode == "add":
                self._is_submitting = True
                self.call_later(_submitted, self)
        elif event.key in ("shift+enter", "ctrl+j"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            self.take_unprintable(event)

    async def on_paste(self, event: events.Paste) -> None:
        """Take the pasted text."""
        event.stop()
        event.prevent_default()
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Insert pasted text without control characters; in the mode `add` several lines are posted as `Pasted`."""
        text = cleaned(text)
        if self.mode == "add" and "\n" in text.strip("\n"):
            self.post_message(self.Pasted(self, text))
        elif self.mode == "add":
            self.insert_here(text.strip("\n"))
        else:
            self.insert_here(text if self.mode == "text" else text.rstrip("\n"))

    def take_words(self, text: str) -> None:
        """Append words that were typed on a choice, on a new line if there is text."""
        self.move_cursor(self.document.end)
        text = cleaned(text).strip("\n")
        self.insert_here(f"\n{text}" if self.text.strip() else text)
        self._text_taken = self.text

    def field_keys(self) -> list[tuple[str, str]]:
        """Return keys of the field and their labels, for the line of keys."""
        return self.completion.keys()

    def action_cursor_right(self, select: bool = False) -> None:
        """Move the cursor right, or put in the text that is offered."""
        if select or not self.completion.take():
            super().action_cursor_right(select)

    def on_text_area_selection_changed(self) -> None:
        """Hide the offered text if the cursor is not at the end."""
        self.completion.hide_within_text()

    def action_paste(self) -> None:
        """Paste from the clipboard of the app."""
        self.take_paste(self.app.clipboard)

    async def action_copy_here(self) -> None:
        """Copy the selected text; if none is selected, quit, as the key does elsewhere."""
        if self.selected_text:
            self.app.copy_to_clipboard(self.selected_text)
        else:
            await self.run_action("app.quit")

    def action_up(self) -> None:
        """Move the cursor up; on the first line, or in the mode `add`, post `Choose`."""
        if self.mode == "add" or self.wrapped_document.location_to_offset(self.cursor_location).y == 0:
            self.post_message(self.Choose(self, -1))
        else:
            self.action_cursor_up()

    def action_down(self) -> None:
        """Move the cursor down; on the last line, or in the mode `add`, post `Choose`."""
        last = self.wrapped_document.height - 1
        if self.mode == "add" or self.wrapped_document.location_to_offset(self.cursor_location).y >= last:
            self.post_message(self.Choose(self, 1))
        else:
            self.action_cursor_down()

    async def action_undo_here(self) -> None:
        """Undo in the field; if the field has nothing to undo, undo the last edit of the session."""
        before = self.text
        if before or self.mode != "add":
            self.undo()
            if self.text and self.text == self._text_taken:
                self.undo()
        else:
            self.history.clear()  # text erased by hand in an add line is not brought back
        if self.text == before:
            await self.run_action("screen.act('undo')")

    async def action_redo_here(self) -> None:
        """Redo in the field; if the field has nothing to redo, redo the last edit of the session."""
        before = self.text
        self.redo()
        if self.text == before:
            await self.run_action("screen.act('redo')")


def _submitted(editor: Editor) -> None:
    """Reset `_is_submitting` after the parent has handled `Entered`, which is in its queue now."""
    if isinstance(editor.parent, Widget):
        editor.parent.call_later(setattr, editor, "_is_submitting", False)
