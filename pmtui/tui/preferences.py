"""The user's preferences in the app: the theme, settings that widgets need, and mistakes in the config file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmtui.meeting import keys, own_fields
from pmtui.settings import Settings, remember
from pmtui.tui import theme
from pmtui.tui.theme import Tokens

_MOST = 4
"""The number of mistakes that are shown at the start; more would cover the screen."""


def ticket_url(app: object) -> str:
    """Return the address of tickets from the settings of the app; empty if they have none."""
    return str(getattr(getattr(app, "settings", None), "ticket_url", ""))


def checks(app: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of checks that are off, and the personal data that is allowed, from the settings of the app."""
    settings = getattr(app, "settings", None)
    return getattr(settings, "checks_off", ()), getattr(settings, "checks_allow", ())


def deadlines_of(app: object) -> Mapping[str, int]:
    """Return by severity the days until a review is due, from the settings of the app."""
    found: Mapping[str, int] = getattr(getattr(app, "settings", None), "deadlines", {})
    return found


def settings_of(app: object) -> Settings:
    """Return the settings of the app; the default ones if it has none."""
    found = getattr(app, "settings", None)
    return found if isinstance(found, Settings) else Settings(path=Path("config.toml"))


def theme_of(settings: Settings) -> Tokens:
    """Return the theme from the config file, else the one chosen in the app, else the dark one."""
    return theme.named(settings.theme) or theme.DARK


def next_theme(settings: Settings, now: str) -> tuple[Tokens, str]:
    """Return the theme after the one named `now`, and a message; the theme is remembered for the next start."""
    if few := theme.few_named(now):
        return few, "This terminal has 16 colours: they are the same in every theme"
    chosen = theme.after(now)
    word = theme.WORDS[chosen.name]
    remember({"PMTUI_CONFIG": str(settings.path)}, theme=word)
    only_now = "; the config file says another for the next start" if "theme" in settings.given else ""
    return chosen, f"Theme: {word}{only_now}"


def mistakes(settings: Settings) -> list[str]:
    """Return the mistakes in the config file, a line each, without the folder; no more than fit on the screen."""
    said = list(settings.mistakes)
    if settings.theme and theme.named(settings.theme) is None:
        known = ", ".join(theme.WORDS.values())
        said.append(settings.at(f"theme: no theme {settings.theme!r}: there are {known}"))
    said += [settings.at(line) for line in keys.mistakes(settings.keys)]
    said += [settings.at(line) for line in own_fields.mistakes(settings.fields)]
    # Without the path of the file, so that a narrow screen has room for the advice; `pmtui config` shows the path.
    said = [line.removeprefix(f"{settings.path.parent}/") for line in said]
    if len(said) > _MOST:
        said = [*said[: _MOST - 1], f"and {len(said) - _MOST + 1} more: pmtui config lists them all"]
    return said
