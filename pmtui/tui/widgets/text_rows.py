"""`TextRows`: rows without a cursor, which keys scroll."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from pmtui.tui.widgets.rows import Rows


class TextRows(Rows, inherit_bindings=False):
    """Rows of text and figures that cannot be selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home,g", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(always_cursor=False)
