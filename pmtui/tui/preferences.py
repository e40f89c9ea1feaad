"""What a person's own choices come to in the app: their theme, and what is wrong in their config file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmtui.meeting import keys, own_fields
from pmtui.settings import Settings, remember
from pmtui.tui import theme
from pmtui.tui.theme import Tokens

_MOST = 4
"""Lines that are said at the start: more would cover the screen."""


def ticket_url(app: object) -> str:
    """Where tickets are found, as the settings of the app say; empty where they do not."""
    return str(getattr(getattr(app, "settings", None), "ticket_url", ""))


def checks(app: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of checks that are off, and the personal data that may be told, as the settings of the app say."""
    settings = getattr(app, "settings", None)
    return getattr(settings, "checks_off", ()), getattr(settings, "checks_allow", ())


def deadlines_of(app: object) -> Mapping[str, int]:
    """In how many days a review is due, by severity, as the settings of the app say."""
    found: Mapping[str, int] = getattr(getattr(app, "settings", None), "deadlines", {})
    return found


def settings_of(app: object) -> Settings:
    """The settings of the app; those of nobody where it has none."""
    found = getattr(app, "settings", None)
    return found if isinstance(found, Settings) else Settings(path=Path("config.toml"))


def theme_of(settings: Settings) -> Tokens:
    """The theme chosen in the config file, else in the app, else the dark one."""
    return theme.named(settings.theme) or theme.DARK


def next_theme(settings: Settings, now: str) -> tuple[Tokens, str]:
    """The theme after the one named `now`, remembered for the next start, and what to say."""
    if few := theme.few_named(now):
        return few, "This terminal has 16 colours: they are the same in every theme"
    chosen = theme.after(now)
    word = theme.WORDS[chosen.name]
    remember({"PMTUI_CONFIG": str(settings.path)}, theme=word)
    only_now = "; the config file says another for the next start" if "theme" in settings.given else ""
    return chosen, f"Theme: {word}{only_now}"


def mistakes(settings: Settings) -> list[str]:
    """What is wrong in the config file, a line each without the file's folder; not more than fit on the screen."""
    said = list(settings.mistakes)
    if settings.theme and theme.named(settings.theme) is None:
        known = ", ".join(theme.WORDS.values())
        said.append(settings.at(f"theme: no theme {settings.theme!r}: there are {known}"))
    said += [settings.at(line) for line in keys.mistakes(settings.keys)]
    said += [settings.at(line) for line in own_fields.mistakes(settings.fields)]
    # A narrow screen needs its room for how to mend it; pmtui config says where the file is.
    said = [line.removeprefix(f"{settings.path.parent}/") for line in said]
    if len(said) > _MOST:
        said = [*said[: _MOST - 1], f"and {len(said) - _MOST + 1} more: pmtui config lists them all"]
    return said
