"""The settings that are in force, as one struct."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from pmtui.session.date_format import DATE_FORMATS
from pmtui.session.document import STEP_NAMES

THEMES: Final = ("dark", "light", "high contrast")
"""What a person calls them."""
SIGNS: Final = ("ascii", "unicode")
MEETING_LENGTHS: Final = (30, 60, 90)
"""Lengths of a meeting, in minutes, that the steps have timeboxes for (`Step.minutes`)."""


class OwnField(Struct, frozen=True):
    """A field of the team's own among the key details."""

    name: str
    help: str = ""
    choices: tuple[str, ...] = ()
    """The usual words; anything else may be typed."""


class Settings(Struct, frozen=True, kw_only=True):
    """What is in force. `given` names the keys that the config file set; all others are defaults."""

    path: Path
    """Where the config file is, or would be."""
    library: Path | None = None
    timezone: str = "UTC"
    """For new sessions: the config's, else the machine's, else UTC."""
    theme: str = ""
    """The config's, else the one chosen last in the app, else empty."""
    signs: str = "unicode"
    """`ascii` or `unicode`: the config's, else what the locale can show."""
    date_format: str = DATE_FORMATS[0]
    """How days are shown in the app and on the terminal, one of `DATE_FORMATS`; reports have their own."""
    author: str = ""
    """Initials for notes."""
    term: str = ""
    """What a new review is called, such as `Postmortem`; empty: `Learning review`."""
    ticket_pattern: str = ""
    """A regular expression for a whole ticket at the end of a typed line; empty: letters-digits."""
    agenda: tuple[str, ...] = STEP_NAMES
    """Step names in the team's order; those left out are not in the agenda."""
    minutes: int = 60
    """Length of the meeting, 30, 60 or 90: chooses the timeboxes."""
    step_minutes: Mapping[str, int] = field(default_factory=dict)
    """The team's own timeboxes, by step name."""
    ticket_url: str = ""
    """Where a ticket is found, `{}` standing for its name: reports make links of tickets. Empty: they do not."""
    ticket_push: tuple[str | tuple[str, ...], ...] = ()
    """The command that makes a ticket, an argument each (`ticket_settings`); empty: there is none."""
    ticket_sync: tuple[str, ...] = ()
    """The command that prints the states of tickets; empty: there is none."""
    ticket_seconds: int = 60
    """How long such a command may take."""
    fields: tuple[OwnField, ...] = ()
    """The team's own fields of the key details, in their order."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The person's own keys, by the id of the command."""
    severities: tuple[str, ...] = ()
    """The team's own severities, the gravest first; empty: `SEV1` to `SEV5`."""
    deadlines: Mapping[str, int] = field(default_factory=dict)
    """In how many days after its incident a review is due, by severity in lower case; `default` for all others."""
    checks_off: tuple[str, ...] = ()
    """Codes of checks that are not wanted, or their beginnings (`wording`)."""
    checks_allow: tuple[str, ...] = ()
    """Personal data that may be told, such as `support@acme.com`."""
    given: frozenset[str] = frozenset()
    mistakes: tuple[str, ...] = ()
    """One line each, naming the file, the line and the key."""
    text: str = ""
    """The config file as it was read; empty where there is none."""

    def at(self, said: str) -> str:
        """What is wrong with a key (`keys: undo: no key …`), with the place in the file before it."""
        from pmtui.settings.places_in_file import placed

        return placed(self.path, self.text, said)

    def source(self, key: str) -> str:
        """The line of the config file that sets a value, as `config.toml:7`; empty where none does, or it is wrong."""
        from pmtui.settings.places_in_file import line_of

        table, dot, name = key.partition(".")
        if not self.given & {table, f"{table}_{name}", f"{table[:-1]}_{name}", f"step_{table}"}:
            return ""
        line = line_of(self.text, f"{table}: {name}: " if dot and table == "fields" else key)
        return f"{self.path.name}:{line}" if line else ""
