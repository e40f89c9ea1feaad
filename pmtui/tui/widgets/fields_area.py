"""The area in which the fields of a step scroll."""

from __future__ import annotations

from typing import Final

from textual.containers import VerticalScroll

from pmtui.tui.widgets.editor import Editor

_MOST: Final = 10
"""Lines of a long text that are shown at once, where there is room for them."""


class FieldsArea(VerticalScroll, can_focus=False):
    """Fields one below the other; the one with the focus stays in sight when the area gets lower."""

    def on_resize(self) -> None:
        """Keep what is typed in sight: no text is higher than the area, and the focused field is scrolled to.

        An area that is as high as its fields limits none of them: they could not grow.
        A list below takes its lines only once it has its rows: what was scrolled to may be hidden by then.
        """
        height = self.styles.height
        for field in () if height is None or height.is_auto else self.query(".-text > Editor").results(Editor):
            field.styles.max_height = max(min(self.size.height - field.styles.margin.top, _MOST), 1)
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.call_after_refresh(focused.scroll_visible, animate=False)
