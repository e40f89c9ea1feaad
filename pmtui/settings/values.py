"""Read and check the value of each key of the config file: `READERS` has a function for every key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pmtui.machine import is_zone
from pmtui.session.date_format import DATE_FORMATS
from pmtui.session.document import STEP_NAMES
from pmtui.settings.folders import expanded
from pmtui.settings.model import MEETING_LENGTHS, SIGNS, THEMES, OwnField

_LENGTHS: Final = "{}, {} or {}".format(*MEETING_LENGTHS)


class Read(NamedTuple):
    """The result of reading a value."""

    settings: dict[str, Any]
    """The settings that it sets, by the attributes of `Settings`."""
    wrong: list[str]
    """A message for each wrong part of the value; the other parts count."""


Reader = Callable[[Any, Path], Read]
"""Reads a value; the path is the config file's folder. Raises `ValueError` where the whole value is wrong."""


def read_values(data: Mapping[str, Any], folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the settings that a config file sets, and a message for each mistake, which begins with the key."""
    made: dict[str, Any] = {}
    wrong: list[str] = []
    for name, value in data.items():
        try:
            read = READERS[name](value, folder) if name in READERS else _unknown(name)
        except ValueError as error:
            wrong.append(f"{name}: {error}")
            continue
        made |= read.settings
        wrong += [f"{name}: {each}" for each in read.wrong]
    return made, [*wrong, *_no_severities(made)]


def _no_severities(made: Mapping[str, Any]) -> list[str]:
    """Return a message for each deadline of a severity that the team does not have."""
    known = [name.casefold() for name in made.get("severities", ())]
    return [
        f"deadlines: {name}: no such severity: there are {', '.join(made['severities'])}, and default"
        for name in made.get("deadlines", ())
        if known and name not in (*known, "default")
    ]


def _unknown(name: str) -> Read:
    from difflib import get_close_matches

    near = get_close_matches(name, READERS, 1)
    mend = f"it is called {near[0]}" if near else f"the keys are {', '.join(READERS)}"
    raise ValueError(f"no such key: {mend}")


# --- words ---


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError('not a text: write it in quotes, as in "…"')
    return value.strip()


def _texts(value: Any, example: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError(f"not a list of texts: write {example}")
    return tuple(dict.fromkeys(each.strip() for each in value))


def _set(name: str, value: Any) -> Read:
    return Read({name: value}, [])


def _library(value: Any, folder: Path) -> Read:
    return _set("library", folder / expanded(_text(value))) if _text(value) else Read({}, [])


def _timezone(value: Any, _: Path) -> Read:
    if not is_zone(_text(value)):
        raise ValueError(f"no time zone {value!r}: use a name such as Europe/London")
    return _set("timezone", _text(value))


def _theme(value: Any, _: Path) -> Read:
    word = _text(value).lower().replace("-", " ").replace("_", " ").removeprefix("pmtui ")
    if word and word not in (*THEMES, "contrast"):
        raise ValueError(f"no theme {value!r}: there are {', '.join(THEMES)}")
    return _set("theme", word) if word else Read({}, [])


def _signs(value: Any, _: Path) -> Read:
    word = _text(value).lower()
    if word not in SIGNS:
        raise ValueError(f"no signs {value!r}: there are {', '.join(SIGNS)}")
    return _set("signs", word)


def _date_format(value: Any, _: Path) -> Read:
    word = _text(value).lower()
    if word not in DATE_FORMATS:
        raise ValueError(f"no date format {value!r}: there are {', '.join(DATE_FORMATS)}")
    return _set("date_format", word)


def _plain(name: str) -> Reader:
    return lambda value, _: _set(name, _text(value))


# --- the meeting ---


def _agenda(value: Any, _: Path) -> Read:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError('not a list of step names: write it as ["opening", "timeline"]')
    names = tuple(name for name in dict.fromkeys(value) if name in STEP_NAMES)
    wrong = [_no_step(name) for name in value if name not in STEP_NAMES]
    return Read({"agenda": names} if names else {}, wrong)


def _minutes(value: Any, _: Path) -> Read:
    if not isinstance(value, dict):
        if isinstance(value, bool) or value not in MEETING_LENGTHS:
            raise ValueError(f"not the length of a meeting: use {_LENGTHS}, or a table of minutes by step name")
        return _set("minutes", value)
    good = {name: each for name, each in value.items() if name in STEP_NAMES and _is_whole(each, 1440)}
    wrong = [_no_step(name) for name in value if name not in STEP_NAMES]
    wrong += [
        f"{name}: not a whole number of minutes, 0 to 1440" for name in value if name in STEP_NAMES and name not in good
    ]
    return Read({"step_minutes": good}, wrong)


def _no_step(name: str) -> str:
    return f"no step {name!r}: the steps are {', '.join(STEP_NAMES)}"


def _is_whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


# --- the review ---


def _severities(value: Any, _: Path) -> Read:
    return _set("severities", _texts(value, '["P1", "P2", "P3"], the gravest first'))


def _deadlines(value: Any, _: Path) -> Read:
    if not isinstance(value, dict):
        raise ValueError("not a table: write [deadlines] and below it SEV1 = 5")
    good = {name.strip().casefold(): days for name, days in value.items() if _is_whole(days, 3650)}
    wrong = [
        f"{name}: not a whole number of days, 0 to 3650" for name, days in value.items() if not _is_whole(days, 3650)
    ]
    return Read({"deadlines": good}, wrong)


def _fields(value: Any, _: Path) -> Read:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError('not a list of tables: write [[fields]] and below it name = "Cost centre"')
    good: dict[str, OwnField] = {}
    wrong: list[str] = []
    for each in value:
        try:
            made = _own_field(each)
            if made.name.casefold() in good:
                raise ValueError(f"{made.name}: there are two of that name: leave one out")
            good[made.name.casefold()] = made
        except ValueError as error:
            wrong.append(str(error))
    return Read({"fields": tuple(good.values())}, wrong)


def _own_field(table: dict[str, Any]) -> OwnField:
    name, choices, help_text = table.get("name"), table.get("choices", []), table.get("help", "")
    if not isinstance(name, str) or not name.strip() or "\n" in name.strip():
        raise ValueError('a field without a name on one line: write name = "Cost centre"')
    if unknown := [key for key in table if key not in ("name", "help", "choices")]:
        raise ValueError(f"{name}: no such key {unknown[0]!r}: a field has name, help and choices")
    if not isinstance(help_text, str):
        raise ValueError(f"{name}: help is not a text: write it in quotes")
    if not isinstance(choices, list) or not all(isinstance(one, str) and one.strip() for one in choices):
        raise ValueError(f'{name}: choices are not a list of texts: write choices = ["4711", "4712"]')
    return OwnField(name.strip(), help_text.strip(), tuple(one.strip() for one in choices))


def _checks(value: Any, _: Path) -> Read:
    if not isinstance(value, dict):
        raise ValueError('not a table: write [checks] and below it off = ["action-no-ticket"]')
    wrong = [f"no such key {name!r}: there are off and allow" for name in value if name not in ("off", "allow")]
    made: dict[str, Any] = {}
    for name in ("off", "allow"):
        try:
            made |= {f"checks_{name}": _texts(value[name], f'{name} = ["…"]')} if name in value else {}
        except ValueError as error:
            wrong.append(f"{name}: {error}")
    return Read(made, wrong)


# --- tickets ---


def _ticket_url(value: Any, _: Path) -> Read:
    url = _text(value)
    if url and not url.startswith(("https://", "http://")):
        raise ValueError(f"{value!r} is no address: write it as https://jira.example.com/browse/{{}}")
    return _set("ticket_url", url) if url else Read({}, [])


def _pattern(value: Any, _: Path) -> Read:
    from pmtui.ticket_settings import check_pattern

    return _set("ticket_pattern", check_pattern(_text(value)))


def _tickets(value: Any, _: Path) -> Read:
    from pmtui.ticket_settings import read_tickets  # most people have no such table

    return Read(*read_tickets(value))


# --- keys ---


def _keys(value: Any, _: Path) -> Read:
    if not isinstance(value, dict):
        raise ValueError('not a table: write [keys] and below it "step.next" = "f8"')
    good: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for name, keys in _flat(value).items():
        try:
            good[name] = _key_names(name, keys)
        except ValueError as error:
            wrong.append(str(error))
    return Read({"keys": good}, wrong)


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Flatten nested tables: TOML reads a bare `step.next = "f8"` as a table in a table, and both spellings are
    valid.
    """
    made: dict[str, Any] = {}
    for name, value in table.items():
        made |= _flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return made


def _key_names(name: str, value: Any) -> tuple[str, ...]:
    keys = value.split(",") if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) and key.strip() for key in keys):
        raise ValueError(f'{name}: not a key or a list of keys: write "f8" or ["f8", "ctrl+j"]')
    return tuple(key.strip() for key in keys)


READERS: Final[Mapping[str, Reader]] = {
    "library": _library,
    "timezone": _timezone,
    "date_format": _date_format,
    "theme": _theme,
    "signs": _signs,
    "author": _plain("author"),
    "term": _plain("term"),
    "agenda": _agenda,
    "minutes": _minutes,
    "severities": _severities,
    "deadlines": _deadlines,
    "fields": _fields,
    "checks": _checks,
    "ticket_url": _ticket_url,
    "ticket_pattern": _pattern,
    "tickets": _tickets,
    "keys": _keys,
}
"""Every key of the config file, in the order of docs/config.md."""
