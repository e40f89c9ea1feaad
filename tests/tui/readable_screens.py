"""Screens in a form that people read and that diffs well: the text, and below it the styles by the theme's own names.

A file of `tests/tui/screens/` holds the lines of one screen, and after `--- styles ---`, a row each, which columns are
drawn otherwise than `foreground on background`: `3: 0-11 accent on panel bold`. A colour that is mixed, and so has no
name, stands there as `#rrggbb`. The bottom line is left out: it changes with every hint, and tests of its own read it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.style import Style
from textual.app import App
from textual.strip import Strip

from pmtui.tui.theme import DARK, Tokens

FOLDER = Path(__file__).with_name("screens")
_SIGNS = ("bold", "italic", "underline", "reverse", "strike")
_PLAIN = "foreground on background"


def readable(app: App[Any], tokens: Tokens = DARK) -> str:
    """Give the screen of an app as text with its styles, but for the bottom line."""
    names = {getattr(tokens, name): name for name in reversed(tokens.__struct_fields__) if name not in ("name", "dark")}
    strips = app.screen._compositor.render_strips()[:-1]
    lines = [strip.text.rstrip() for strip in strips]
    styles = [f"{y}: {runs}" for y, strip in enumerate(strips, 1) if (runs := " · ".join(_runs(strip, names)))]
    return "\n".join([*lines, "--- styles ---", *styles]) + "\n"


def differences(found: dict[str, str], *, update: bool) -> list[str]:
    """Compare screens, by their name below the folder, with what is stored; say what differs, or store them."""
    wrong = []
    for name, screen in found.items():
        path = FOLDER / f"{name}.txt"
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(screen)
            continue
        stored = path.read_text().splitlines() if path.exists() else []
        fresh = screen.splitlines()
        width = max(len(stored), len(fresh))
        pairs = zip(stored + [""] * (width - len(stored)), fresh + [""] * (width - len(fresh)), strict=True)
        wrong += [f"{name}, line {n}:\n  - {a}\n  + {b}" for n, (a, b) in enumerate(pairs, 1) if a != b]
    return wrong


def _runs(strip: Strip, names: dict[str, str]) -> list[str]:
    """Which columns of a row have which style, where that is not the plain one; neighbours of one style are one run."""
    runs: list[tuple[int, int, str]] = []
    at = 0
    for segment in strip:
        end, said = at + segment.cell_length, _said(segment.style or Style(), names)
        if not segment.text.strip():  # of blanks the ground alone is seen
            said = said.partition(" on ")[2].split()[0]
            said = _PLAIN if said == "background" else f"on {said}"
        if runs and runs[-1][1:] == (at, said):
            runs[-1] = (runs[-1][0], end, said)
        else:
            runs.append((at, end, said))
        at = end
    return [f"{start}-{end} {said}" for start, end, said in runs if said != _PLAIN and end > start]


def _said(style: Style, names: dict[str, str]) -> str:
    colours = [
        names.get(value, value)
        for value in (each.get_truecolor().hex if each else "none" for each in (style.color, style.bgcolor))
    ]
    return " ".join([" on ".join(colours), *(sign for sign in _SIGNS if getattr(style, sign))])
