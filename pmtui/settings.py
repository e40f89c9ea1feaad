"""What a person has chosen: the config file, the environment, the machine; and which library that comes to.

Everything is optional, and a mistake in the config file never stops the program: it is said, and the default holds.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from pmtui.machine import is_zone, machine_zone, signs_of_locale
from pmtui.session.document import STEP_NAMES

THEMES: Final = ("dark", "light", "high contrast")
"""What a person calls them."""
SIGNS: Final = ("ascii", "unicode")
MEETING_LENGTHS: Final = (30, 60, 90)
"""Lengths of a meeting, in minutes, that the steps have timeboxes for (`Step.minutes`)."""
_LENGTHS: Final = "{}, {} or {}".format(*MEETING_LENGTHS)


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
    deadlines: Mapping[str, int] = field(default_factory=dict)
    """In how many days after its incident a review is due, by severity in lower case; `default` for all others."""
    checks_off: tuple[str, ...] = ()
    """Codes of checks that are not wanted, or their beginnings (`wording`)."""
    checks_allow: tuple[str, ...] = ()
    """Personal data that may be told, such as `support@acme.com`."""
    given: frozenset[str] = frozenset()
    mistakes: tuple[str, ...] = ()
    """One line each, naming the file and the key."""


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the config file and ask the machine for the rest."""
    environ = os.environ if environ is None else environ
    path = config_path(environ)
    data, mistakes = _read(path)
    made: dict[str, Any] = {}
    for name, value in data.items():
        read = _READERS.get(name)
        if read is None:
            mistakes.append(f"{path}: {name}: no such key: the keys are {', '.join(_READERS)}")
            continue
        try:
            got = read(value, path)
            mistakes += got.pop("mistakes", [])
            made |= got
        except ValueError as error:
            mistakes.append(f"{path}: {name}: {error}")
    given = frozenset(made)
    made.setdefault("timezone", machine_zone(environ))
    made.setdefault("signs", signs_of_locale(environ))
    made.setdefault("theme", remembered(environ).get("theme", ""))
    return Settings(path=path, given=given, mistakes=tuple(mistakes), **made)


def library_folder(option: str | None, environ: Mapping[str, str], cwd: Path, configured: Path | None = None) -> Path:
    """The folder of sessions to use.

    The option; `PMTUI_LIBRARY`; the config's; `.` or `./sessions` with a `.pmtui` in it; `sessions` in the user's data.
    """
    if option:
        return cwd / option
    if from_environment := environ.get("PMTUI_LIBRARY"):
        return cwd / _expanded(from_environment)
    if configured:
        return configured
    for here in (cwd, cwd / "sessions"):
        if (here / ".pmtui").exists():
            return here
    return _user_folder("data", environ) / "sessions"


# --- what the app remembers by itself ---


def remembered(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the app was told to remember, such as `theme`; empty where there is nothing or it cannot be read."""
    import json

    try:
        data = json.loads(_state_path(environ).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {name: value for name, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}


def remember(environ: Mapping[str, str] | None = None, **values: str) -> bool:
    """Remember for the next start, whole or not at all; False where the machine does not let it, which is no harm."""
    import json

    path = _state_path(environ)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(remembered(environ) | values, indent=2) + "\n", encoding="utf-8")
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        return False
    return True


# --- places ---


def config_path(environ: Mapping[str, str] | None = None) -> Path:
    """Where the config file is: `PMTUI_CONFIG`, else `config.toml` in the user's config folder."""
    environ = os.environ if environ is None else environ
    if override := environ.get("PMTUI_CONFIG"):
        return _expanded(override)
    return _user_folder("config", environ) / "config.toml"


def _state_path(environ: Mapping[str, str] | None) -> Path:
    return config_path(environ).with_name("state.json")


def _user_folder(kind: str, environ: Mapping[str, str]) -> Path:
    base = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if Path(base).is_absolute():
        return Path(base) / "pmtui"
    # Deferred: half the calls name their library, and it costs as much as reading the config.
    import platformdirs

    find = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return find("pmtui", appauthor=False)


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user, no home
        return Path(text)


# --- the config file ---


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return {}, [f"{path}: is not a file: put the settings into a file of that name, or take it away"]
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except UnicodeDecodeError:
        return {}, [f"{path}: not UTF-8 text: save it as UTF-8"]
    except OSError as error:
        return {}, [f"{path}: cannot be read: {(error.strerror or str(error)).lower()}"]
    import tomllib  # most people have no config file

    try:
        return tomllib.loads(text), []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [f"{path}: not TOML: {str(error).lower()}"]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError('not a text: write it in quotes, as in "…"')
    return value.strip()


def _library(value: Any, path: Path) -> dict[str, Any]:
    return {"library": path.parent / _expanded(_text(value))} if _text(value) else {}


def _timezone(value: Any, _: Path) -> dict[str, Any]:
    if not is_zone(_text(value)):
        raise ValueError(f"no time zone {value!r}: use a name such as Europe/London")
    return {"timezone": _text(value)}


def _theme(value: Any, _: Path) -> dict[str, Any]:
    word = _text(value).lower().replace("-", " ").replace("_", " ").removeprefix("pmtui ")
    if word and word not in (*THEMES, "contrast"):
        raise ValueError(f"no theme {value!r}: there are {', '.join(THEMES)}")
    return {"theme": word} if word else {}


def _signs(value: Any, _: Path) -> dict[str, Any]:
    word = _text(value).lower()
    if word not in SIGNS:
        raise ValueError(f"no signs {value!r}: there are {', '.join(SIGNS)}")
    return {"signs": word}


def _plain(name: str) -> Callable[[Any, Path], dict[str, Any]]:
    return lambda value, _: {name: _text(value)}


def _ticket_url(value: Any, _: Path) -> dict[str, Any]:
    url = _text(value)
    if url and not url.startswith(("https://", "http://")):
        raise ValueError(f"{value!r} is no address: write it as https://jira.example.com/browse/{{}}")
    return {"ticket_url": url} if url else {}


def _pattern(value: Any, _: Path) -> dict[str, Any]:
    from pmtui.ticket_settings import check_pattern

    return {"ticket_pattern": check_pattern(_text(value))}


def _tickets(value: Any, path: Path) -> dict[str, Any]:
    from pmtui.ticket_settings import read_tickets  # most people have no such table

    made, wrong = read_tickets(value)
    return made | _mistakes("tickets", wrong, path)


def _agenda(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError('not a list of step names: write it as ["opening", "timeline"]')
    names = tuple(name for name in dict.fromkeys(value) if name in STEP_NAMES)
    wrong = [_no_step(name) for name in value if name not in STEP_NAMES]
    return ({"agenda": names} if names else {}) | _mistakes("agenda", wrong, path)


def _minutes(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        if isinstance(value, bool) or value not in MEETING_LENGTHS:
            raise ValueError(f"not the length of a meeting: use {_LENGTHS}, or a table of minutes by step name")
        return {"minutes": value}
    good = {name: each for name, each in value.items() if name in STEP_NAMES and _is_minutes(each)}
    wrong = [_no_step(name) for name in value if name not in STEP_NAMES]
    wrong += [
        f"{name}: not a whole number of minutes, 0 to 1440" for name in value if name in STEP_NAMES and name not in good
    ]
    return {"step_minutes": good} | _mistakes("minutes", wrong, path)


def _is_minutes(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1440


def _no_step(name: str) -> str:
    return f"no step {name!r}: the steps are {', '.join(STEP_NAMES)}"


def _mistakes(name: str, wrong: list[str], path: Path) -> dict[str, Any]:
    """What is wrong in part of a value whose rest holds."""
    return {"mistakes": [f"{path}: {name}: {each}" for each in wrong]} if wrong else {}


def _fields(value: Any, path: Path) -> dict[str, Any]:
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
    return {"fields": tuple(good.values())} | _mistakes("fields", wrong, path)


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


def _deadlines(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("not a table: write [deadlines] and below it SEV1 = 5")
    good = {name.strip().casefold(): days for name, days in value.items() if _is_days(days)}
    wrong = [f"{name}: not a whole number of days, 0 to 3650" for name, days in value.items() if not _is_days(days)]
    return {"deadlines": good} | _mistakes("deadlines", wrong, path)


def _is_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 3650


def _checks(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError('not a table: write [checks] and below it off = ["action-no-ticket"]')
    wrong = [f"no such key {name!r}: there are off and allow" for name in value if name not in ("off", "allow")]
    made: dict[str, Any] = {}
    for name in value.keys() & {"off", "allow"}:
        words = value[name]
        if isinstance(words, list) and all(isinstance(each, str) and each.strip() for each in words):
            made[f"checks_{name}"] = tuple(each.strip() for each in words)
        else:
            wrong.append(f'{name}: not a list of texts: write {name} = ["…"]')
    return made | _mistakes("checks", wrong, path)


def _keys(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError('not a table: write [keys] and below it "step.next" = "f8"')
    good: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for name, keys in _flat(value).items():
        try:
            good[name] = _key_names(name, keys)
        except ValueError as error:
            wrong.append(str(error))
    return {"keys": good} | _mistakes("keys", wrong, path)


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """TOML reads a bare `step.next = "f8"` as a table in a table; both spellings mean the same here."""
    made: dict[str, Any] = {}
    for name, value in table.items():
        made |= _flat(value, f"{above}{name}.") if isinstance(value, dict) else {above + name: value}
    return made


def _key_names(name: str, value: Any) -> tuple[str, ...]:
    keys = value.split(",") if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) and key.strip() for key in keys):
        raise ValueError(f'{name}: not a key or a list of keys: write "f8" or ["f8", "ctrl+j"]')
    return tuple(key.strip() for key in keys)


_READERS: Final[Mapping[str, Callable[[Any, Path], dict[str, Any]]]] = {
    "library": _library,
    "timezone": _timezone,
    "theme": _theme,
    "signs": _signs,
    "author": _plain("author"),
    "ticket_url": _ticket_url,
    "term": _plain("term"),
    "ticket_pattern": _pattern,
    "tickets": _tickets,
    "agenda": _agenda,
    "minutes": _minutes,
    "fields": _fields,
    "keys": _keys,
    "checks": _checks,
    "deadlines": _deadlines,
}
