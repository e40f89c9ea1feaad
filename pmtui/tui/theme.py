"""The look's tokens: one small set of colours, from which the dark, light and high-contrast themes are made.

Style sheets name these (`$dim`, `$notice`, `$well` …) and nothing else; their contrast is checked in a test.
"""

from __future__ import annotations

import msgspec
from textual.theme import Theme


class Tokens(msgspec.Struct, frozen=True):
    """Colours of one theme. Text is `foreground` or `dim`, on `background`, `surface` or `panel`."""

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

    def theme(self) -> Theme:
        """The Textual theme made of these."""
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
    accent="#7aa2f7", notice="#e3b36b", danger="#f58a98", well="#96c970", wrong="#f79a76", lucky="#b99cf5",
)  # fmt: skip
LIGHT = Tokens(
    name="pmtui-light", dark=False,
    background="#fcfbf8", surface="#f2f1ec", panel="#e6e4db", foreground="#1c2030", dim="#5a6071", rule="#cfccc0",
    accent="#2456c4", notice="#835000", danger="#b3202e", well="#2f6a12", wrong="#a33a0c", lucky="#6a3fb5",
)  # fmt: skip
CONTRAST = Tokens(
    name="pmtui-contrast", dark=True,
    background="#000000", surface="#121212", panel="#262626", foreground="#ffffff", dim="#cfcfcf", rule="#8a8a8a",
    accent="#8cc4ff", notice="#ffd37a", danger="#ffa3a3", well="#a6ef7f", wrong="#ffb38f", lucky="#d9c2ff",
)  # fmt: skip

THEMES = (DARK, LIGHT, CONTRAST)

WORDS = {DARK.name: "dark", LIGHT.name: "light", CONTRAST.name: "high contrast"}
"""What a person calls them, in the config file too."""


def named(word: str) -> Tokens | None:
    """The theme that a person means: `dark`, `light`, `high contrast` (or `contrast`); None where there is none."""
    wanted = word.strip().lower().replace("-", " ").replace("_", " ").removeprefix("pmtui ")
    return next((tokens for tokens in THEMES if wanted in (WORDS[tokens.name], WORDS[tokens.name].split()[-1])), None)


def after(name: str) -> Tokens:
    """The theme that comes after the one of that name."""
    names = [tokens.name for tokens in THEMES]
    return THEMES[(names.index(name) + 1) % len(THEMES)] if name in names else DARK
