"""The table `[tickets]` of the config file: which commands make tickets and say how they get on.

A command is a list of arguments and never goes through a shell. An argument may itself be a list: those arguments are
left out together where one of their placeholders has no value, as `["--assignee", "{owner}"]` where nobody is named.
"""

from __future__ import annotations

import re
from typing import Any, Final

PLACEHOLDERS: Final = (
    "text", "body", "description", "owner", "due", "priority", "kind", "term", "source", "action",
    "product", "headline", "severity", "reference", "team", "date", "session",
)  # fmt: skip
"""What may stand in braces in an argument of `push`."""
PLACEHOLDER: Final = re.compile(r"\{([A-Za-z_][\w.]*)\}")
_LONGEST: Final = 3600

Argument = str | tuple[str, ...]


def read_tickets(value: Any) -> tuple[dict[str, Any], list[str]]:
    """What the table says: settings by name, and one line for each mistake.

    Raises:
        ValueError: it is no table.
    """
    if not isinstance(value, dict):
        raise ValueError('not a table: write [tickets] and below it push = ["gh", "issue", "create", …]')
    made: dict[str, Any] = {}
    wrong: list[str] = []
    for name, each in value.items():
        try:
            if name == "push":
                made["ticket_push"] = _push(each)
            elif name == "sync":
                made["ticket_sync"] = _command(each)
            elif name == "seconds":
                made["ticket_seconds"] = _seconds(each)
            else:
                raise ValueError("no such key: there are push, sync and seconds")
        except ValueError as error:
            wrong.append(f"{name}: {error}")
    return made, wrong


def check_pattern(pattern: str) -> str:
    """The regular expression of `ticket_pattern`, as it stands.

    Raises:
        ValueError: it is none.
    """
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}: write it as in '[A-Z]+-[0-9]+'") from None
    return pattern


def _push(value: Any) -> tuple[Argument, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError('not a list of arguments: write ["gh", "issue", "create", "--title", "{text}"]')
    arguments = tuple(_command(each) if isinstance(each, list) else _argument(each) for each in value)
    if not isinstance(arguments[0], str) or not arguments[0].strip() or PLACEHOLDER.search(arguments[0]):
        raise ValueError("does not begin with the name of a program")
    for argument in arguments:
        for text in (argument,) if isinstance(argument, str) else argument:
            for name in PLACEHOLDER.findall(text):
                if name not in PLACEHOLDERS:
                    raise ValueError(f"no placeholder {{{name}}}: there are {', '.join(PLACEHOLDERS)}")
    return arguments


def _command(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError('not a list of arguments: write ["gh", "issue", "list", "--json", "number,state"]')
    return tuple(_argument(each) for each in value)


def _argument(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{value!r} is no argument: write each as a text in quotes")
    return value


def _seconds(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LONGEST:
        raise ValueError(f"not a whole number of seconds, 1 to {_LONGEST}")
    return value


def shown(command: tuple[Argument, ...]) -> str:
    """A command as one would type it into a shell; what is left out together stands in brackets."""
    import shlex

    parts = (shlex.quote(each) if isinstance(each, str) else f"[{shlex.join(each)}]" for each in command)
    return " ".join(parts)
