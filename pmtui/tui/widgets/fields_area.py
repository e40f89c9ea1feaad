"""What the fields of a step scroll in."""

from __future__ import annotations

from textual.containers import VerticalScroll


class FieldsArea(VerticalScroll, can_focus=False):
    """Fields one below the other; the one with the focus stays in sight when the area gets lower."""

    def on_resize(self) -> None:
        """A list below takes its lines only once it has its rows: what was scrolled to may be hidden by then."""
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.call_after_refresh(focused.scroll_visible, animate=False)
