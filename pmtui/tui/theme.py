"""The colours of the themes: dark, light, high contrast, and two for terminals of 16 colours.

Style sheets use no other colours than these (`$dim`, `$notice`, `$well` …). A test checks their contrast.
"""

from __future__ import annotations

import msgspec.structs
from textual.theme import Theme


class Tokens(msgspec.Struct, frozen=True):
    """The colours of one theme. Text is `foreground` or `dim`, on `background`, `surface` or `panel`."""

    name: str
    dark: bool
    background: str
    surface: str
    panel: str
    foreground: str
    dim: str
    rule: str
    accent: str
    notice: str
    danger: str
    well: str
    wrong: str
    lucky: str
    selection: str = ""
    """The background of selected text; empty: a transparent accent."""

    def theme(self) -> Theme:
        """Return the theme for Textual."""
        return Theme(
            name=self.name,
            dark=self.dark,
            primary=self.accent,
            secondary=self.lucky,
            accent=self.accent,
            warning=self.notice,
            error=self.danger,
            success=self.well,
            foreground=self.foreground,
            background=self.background,
            surface=self.surface,
            panel=self.panel,
            variables={
                "dim": self.dim,
                "rule": self.rule,
                "notice": self.notice,
                "danger": self.danger,
                "well": self.well,
                "wrong": self.wrong,
                "lucky": self.lucky,
                "selection": self.selection or f"{self.accent} 40%",
                "scrollbar": self.rule,
                "scrollbar-hover": self.dim,
                "scrollbar-active": self.accent,
                "scrollbar-background": self.background,
                "scrollbar-background-hover": self.background,
                "scrollbar-background-active": self.background,
                "scrollbar-corner-color": self.background,
            },
        )


DARK = Tokens(
    name="pmtui-dark", dark=True,
    background="#15171e", surface="#1b1e28", panel="#242835", foreground="#d8dce8", dim="#9097ab", rule="#343949",
    accent="#6a8af6", notice="#e6ba42", danger="#fb8775", well="#bce894", wrong="#f47889", lucky="#de9ae4",
)  # fmt: skip
LIGHT = Tokens(
    name="pmtui-light", dark=False,
    background="#fcfbf8", surface="#f2f1ec", panel="#e6e4db", foreground="#1c2030", dim="#5a6071", rule="#cfccc0",
    accent="#005796", notice="#523e02", danger="#9c0112", well="#536d26", wrong="#740045", lucky="#471e69",
)  # fmt: skip
CONTRAST = Tokens(
    name="pmtui-contrast", dark=True,
    background="#000000", surface="#121212", panel="#262626", foreground="#ffffff", dim="#cfcfcf", rule="#8a8a8a",
    accent="#b1c6ff", notice="#feebb7", danger="#fba192", well="#c6f388", wrong="#f894a8", lucky="#e0b1da",
)  # fmt: skip

# The colours for a terminal of 16 colours, whatever the theme is. They have the values that rich knows them by, so that
# rich sends the terminal's own colours.
ANSI = {
    "black": "#000000", "red": "#aa0000", "green": "#00aa00", "yellow": "#aa5500",
    "blue": "#0000aa", "magenta": "#aa00aa", "cyan": "#00aaaa", "white": "#aaaaaa",
    "bright black": "#555555", "bright red": "#ff5555", "bright green": "#55ff55", "bright yellow": "#ffff55",
    "bright blue": "#5555ff", "bright magenta": "#ff55ff", "bright cyan": "#55ffff", "bright white": "#ffffff",
}  # fmt: skip
SIXTEEN = Tokens(
    name="pmtui-16", dark=True, background=ANSI["black"], surface=ANSI["black"], panel=ANSI["blue"],
    foreground=ANSI["bright white"], dim=ANSI["white"], rule=ANSI["white"], accent=ANSI["cyan"],
    notice=ANSI["bright yellow"], danger=ANSI["bright red"], well=ANSI["bright green"], wrong=ANSI["yellow"],
    lucky=ANSI["bright magenta"], selection=ANSI["bright black"],
)  # fmt: skip
_WHITE = ANSI["bright white"]
GREYS = msgspec.structs.replace(
    SIXTEEN, name="pmtui-greys", panel=ANSI["bright black"], accent=_WHITE, notice=_WHITE, danger=_WHITE,
    well=_WHITE, wrong=_WHITE, lucky=_WHITE,
)  # fmt: skip
"""The theme for a terminal of 16 colours under `NO_COLOR`: plain and bold text on a background."""

THEMES = (DARK, LIGHT, CONTRAST)

WORDS = {DARK.name: "dark", LIGHT.name: "light", CONTRAST.name: "high contrast"}
"""The user's names of the themes, also in the config file."""


def of_few_colours(color_system: str | None, *, no_color: bool) -> Tokens | None:
    """Return the theme for a terminal of 16 colours; None if the terminal has more."""
    if color_system not in ("standard", "windows"):
        return None
    return GREYS if no_color else SIXTEEN


def few_named(name: str) -> Tokens | None:
    """Return the theme for 16 colours with this name; None if the name is of another theme."""
    return next((tokens for tokens in (SIXTEEN, GREYS) if tokens.name == name), None)


def named(word: str) -> Tokens | None:
    """Return the theme that the user names: `dark`, `light`, `high contrast` or `contrast`; None if there is none."""
    wanted = word.strip().lower().replace("-", " ").replace("_", " ").removeprefix("pmtui ")
    return next((tokens for tokens in THEMES if wanted in (WORDS[tokens.name], WORDS[tokens.name].split()[-1])), None)


def after(name: str) -> Tokens:
    """Return the theme after the one with this name."""
    names = [tokens.name for tokens in THEMES]
    return THEMES[(names.index(name) + 1) % len(THEMES)] if name in names else DARK
