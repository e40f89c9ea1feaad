"""Every sign that the screens draw, in one table, with what stands for it where only ASCII can be shown.

A sign is no letter: a tick, a mark, a branch of a tree. Screens and rows take it from here by its name; where
the screen shows ASCII alone, what is drawn is turned into it at the last moment (`pmtui/tui/widgets/terminal.py`).
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
STEERED: Final = "›"
"""The row that an add line works on."""
MORE: Final = "▾"
PAUSE: Final = "‖"
FILLED: Final = "▰"
UNFILLED: Final = "▱"
BACK: Final = "‹"
BULLET: Final = "•"
REMARK: Final = "◊"
"""A reader left a remark that is still open."""
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
"""A cell with two colours: two pixels of a picture."""
BLOCKS: Final = "▁▂▃▄▅▆▇█"
"""A share of the whole, from an eighth to all of it."""

ASCII: Final[Mapping[str, str]] = {
    TICK: "+", CROSS: "!", DROPPED: "x", OPEN: "o", FULL: "*", BEGUN: ".", ROOT: "#", PINNED: "*",
    HERE: ">", BAR: "|", STEERED: ">", MORE: "v", PAUSE: "=", FILLED: "#", UNFILLED: ".", BACK: "<", BULLET: "*",
    UP: "^", DOWN: "v", LEFT: "<", RIGHT: ">", REMARK: "?",
    "├": "|", "└": "`", "│": "|", LINE: "-", HEAVY_LINE: "=", HEAVY_END: "-",
    **dict(zip(BLOCKS, "._-=+*%@", strict=True)),
    # What Textual draws by itself: edges of fields and windows, rules, scrollbars.
    "┌": "+", "┐": "+", "┘": "+", "▐": "|", "▎": "|", "▏": "|", "▕": "|", "▔": "-",
    UPPER_HALF: "-", "░": " ", "▒": " ", "▓": "#",
    # Punctuation of the sentences on the screen.
    "·": "-", "…": "~", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "\u00a0": " ",
}  # fmt: skip
"""What stands for each sign, one cell for one cell."""
