"""The settings in force, as one struct."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from pmtui.session.date_format import DATE_FORMATS
from pmtui.session.document import STEP_NAMES

THEMES: Final = ("dark", "light", "high contrast")
"""The themes, by the names that users write."""
SIGNS: Final = ("ascii", "unicode")
MEETING_LENGTHS: Final = (30, 60, 90)
"""The lengths of a meeting in minutes for which the steps have timeboxes (`Step.minutes`)."""


class OwnField(Struct, frozen=True):
    """A field of the team's own in the key details."""

    name: str
    help: str = ""
    choices: tuple[str, ...] = ()
    """The usual values; any other may be typed."""


class Settings(Struct, frozen=True, kw_only=True):
    """The settings in force. `given` names the keys that the config file sets; all others have their defaults."""

    path: Path
    """Where the config file is, or would be."""
    library: Path | None = None
    timezone: str = "UTC"
    """The IANA time zone of new sessions: the config's, else the machine's, else UTC."""
    theme: str = ""
    """The config's theme, else the one chosen last in the app; empty: Textual's default."""
    signs: str = "unicode"
    """`ascii` or `unicode`: the config's, else what the locale can show."""
    date_format: str = DATE_FORMATS[0]
    """How the app and the command line show dates, one of `DATE_FORMATS`; reports do not depend on it."""
    author: str = ""
    """The user's initials, for notes."""
    term: str = ""
    """The title of a new review, such as `Postmortem`; empty: `Learning review`."""
    ticket_pattern: str = ""
    """A regular expression for a ticket at the end of a typed line; empty: letters, a hyphen, digits."""
    agenda: tuple[str, ...] = STEP_NAMES
    """Step names in the team's order; steps that are not named are left out of the agenda."""
    minutes: int = 60
    """The length of the meeting: 30, 60 or 90 minutes."""
    step_minutes: Mapping[str, int] = field(default_factory=dict)
    """The team's own timeboxes in minutes, by step name."""
    ticket_url: str = ""
    """The address of a ticket with `{}` for its name, by which reports link tickets; empty: they do not."""
    ticket_push: tuple[str | tuple[str, ...], ...] = ()
    """The command that makes a ticket, as arguments (see `ticket_settings`); empty: there is none."""
    ticket_sync: tuple[str, ...] = ()
    """The command that prints the states of tickets, as arguments; empty: there is none."""
    ticket_seconds: int = 60
    """The time limit of these commands, in seconds."""
    fields: tuple[OwnField, ...] = ()
    """The team's own fields of the key details, in their order."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The user's own keys, by command id."""
    severities: tuple[str, ...] = ()
    """The team's own severities, the gravest first; empty: `SEV1` to `SEV5`."""
    deadlines: Mapping[str, int] = field(default_factory=dict)
    """In how many days after its incident a review is due, by severity in lower case; `default` for all others."""
    checks_off: tuple[str, ...] = ()
    """Codes of checks that are switched off, or beginnings of codes (`wording`)."""
    checks_allow: tuple[str, ...] = ()
    """Personal data that is not reported, such as `support@acme.com`."""
    given: frozenset[str] = frozenset()
    mistakes: tuple[str, ...] = ()
    """The mistakes in the config file, a line each, with file, line and key."""
    text: str = ""
    """The text of the config file; empty where there is none."""

    def at(self, said: str) -> str:
        """Put file and line of a key before a message about it (`keys: undo: no key …`)."""
        from pmtui.settings.places_in_file import placed

        return placed(self.path, self.text, said)

    def source(self, key: str) -> str:
        """Return the line of the config file that sets a value, as `config.toml:7`; empty where none does validly."""
        from pmtui.settings.places_in_file import line_of

        table, dot, name = key.partition(".")
        if not self.given & {table, f"{table}_{name}", f"{table[:-1]}_{name}", f"step_{table}"}:
            return ""
        line = line_of(self.text, f"{table}: {name}: " if dot and table == "fields" else key)
        return f"{self.path.name}:{line}" if line else ""
