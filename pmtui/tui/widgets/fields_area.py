"""`FieldsArea`: the container in which the fields of a step scroll."""

from __future__ import annotations

from textual.containers import VerticalScroll

from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.textual_workarounds import Ground


class FieldsArea(VerticalScroll, Ground, can_focus=False):
    """Fields one below the other; the focused field stays in view when the area gets lower."""

    def on_resize(self) -> None:
        """Limit the height of texts to that of the area, and scroll to the focused field.

        A text has as many lines as the style sheets allow, if the area has them. An area that is as high as its fields
        does not limit them, because they could not grow then. A list below may take lines after this, when it has its
        rows.
        """
        height = self.styles.height
        for field in () if height is None or height.is_auto else self.query(".-text > Editor").results(Editor):
            room, most = self.size.height - field.styles.margin.top, field.styles.base.max_height
            field.styles.max_height = max(min(room, most.cells or room) if most else room, 1)
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.call_after_refresh(focused.scroll_visible, animate=False, immediate=True)
