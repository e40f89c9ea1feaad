"""The signs that the screens draw (ticks, marks, branches of trees), and an ASCII character for each.

Screens and rows use the names defined here. If the terminal can only show ASCII, the signs are replaced when a line is
drawn (`pmtui/tui/widgets/terminal.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TICK: Final = "✓"
CROSS: Final = "✗"
DROPPED: Final = "×"
OPEN: Final = "○"
FULL: Final = "●"
BEGUN: Final = "◦"
ROOT: Final = "◆"
PINNED: Final = "★"
HERE: Final = "▸"
BAR: Final = "▌"
TARGET: Final = "›"
"""Marks the row that the add line changes."""
MORE: Final = "▾"
PAUSE: Final = "‖"
FILLED: Final = "▰"
UNFILLED: Final = "▱"
BACK: Final = "‹"
BULLET: Final = "•"
REMARK: Final = "◊"
"""Marks an item with an open remark of a reader."""
UP: Final = "↑"
DOWN: Final = "↓"
LEFT: Final = "←"
RIGHT: Final = "→"
UP_DOWN: Final = UP + DOWN
LEFT_RIGHT: Final = LEFT + RIGHT
TIMES: Final = "×"
BRANCH: Final = "├─ "
LAST_BRANCH: Final = "└─ "
TRUNK: Final = "│  "
LINE: Final = "─"
HEAVY_LINE: Final = "━"
HEAVY_END: Final = "╸"
UPPER_HALF: Final = "▀"
"""Two pixels of a picture, one above the other, by its foreground and background colours."""
BLOCKS: Final = "▁▂▃▄▅▆▇█"
"""Bars of one to eight eighths of a cell."""

ASCII: Final[Mapping[str, str]] = {
    TICK: "+", CROSS: "!", DROPPED: "x", OPEN: "o", FULL: "*", BEGUN: ".", ROOT: "#", PINNED: "*",
    HERE: ">", BAR: "|", TARGET: ">", MORE: "v", PAUSE: "=", FILLED: "#", UNFILLED: ".", BACK: "<", BULLET: "*",
    UP: "^", DOWN: "v", LEFT: "<", RIGHT: ">", REMARK: "?",
    "├": "|", "└": "`", "│": "|", LINE: "-", HEAVY_LINE: "=", HEAVY_END: "-",
    **dict(zip(BLOCKS, "._-=+*%@", strict=True)),
    # Drawn by Textual: borders, rules, scrollbars.
    "┌": "+", "┐": "+", "┘": "+", "▐": "|", "▎": "|", "▏": "|", "▕": "|", "▔": "-",
    UPPER_HALF: "-", "░": " ", "▒": " ", "▓": "#",
    # Punctuation of texts.
    "·": "-", "…": "~", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "\u00a0": " ",
}  # fmt: skip
"""The ASCII character for each sign; all are one cell wide."""
