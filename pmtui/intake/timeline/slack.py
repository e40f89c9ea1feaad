"""Read messages of Slack, from a day's file of an export or from the API; replies are in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.json_values import Places, text_of
from pmtui.intake.timeline.mrkdwn import as_text
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.timestamps import read_timestamp
from pmtui.session.document import EventKind

_NO_MESSAGE: Final = ("channel_", "group_", "bot_add", "bot_remove", "pinned_item", "unpinned_item", "reminder_")
LEFT_OUT: Final = "joins, leaves and topic changes"


def messages_in(value: Any) -> list[dict[str, Any]]:
    """Return the messages of an export or of an API response; empty where the value is neither."""
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        value = value["messages"]
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return []
    is_slack = [each.get("type") == "message" and "ts" in each for each in value]
    return value if any(is_slack) and sum(is_slack) * 2 > len(value) else []


def names_in(value: Any) -> dict[str, str]:
    """Return the names in `users.json` by id; empty where the value is no such file."""
    if isinstance(value, dict):
        value = value.get("members")
    if not isinstance(value, list):
        return {}
    users = [each for each in value if isinstance(each, dict) and isinstance(each.get("id"), str)]
    return {each["id"]: _name(each, each.get("profile")) for each in users}


def read(text: str, messages: list[dict[str, Any]], given: Given) -> Iterator[Row]:
    """Yield the messages as rows, oldest first.

    Raises:
        NotReadable: a message has no valid time.
    """
    places = Places(text)
    rows = [(message, places.line(message.get("ts"))) for message in messages]
    people = {**_names_beside(messages), **given.people}
    for message, line in sorted(rows, key=lambda row: _seconds(row[0])):
        yield _row(message, line, people, given)


def _row(message: dict[str, Any], line: int, people: Mapping[str, str], given: Given) -> Row:
    text = as_text(_words(message), people)
    subtype = text_of(message.get("subtype"))
    if subtype.startswith(_NO_MESSAGE) or subtype == "tombstone":
        return Row(line, text, None, LEFT_OUT)
    try:
        # The fraction of a timestamp only makes it unique: it is left out.
        at = read_timestamp(text_of(message.get("ts")).partition(".")[0], given)
    except ValueError:
        raise NotReadable(f"line {line}: a message without a time: {message.get('ts')!r}") from None
    if not text.strip():
        return Row(line, text, None, "messages without words")
    source = f"slack #{given.channel}" if given.channel else "slack"
    who, program = _who(message, people), _program(message, people)
    kind: EventKind = "alert" if program and _is_alert(text) else "communication"
    if program:  # `who` is for people, whose names a report for customers replaces
        who, source = "", f"{program}, {source}"
    return Row(line, text, event_of(given, at, text, who=who, source=source, kind=kind))


def _words(message: dict[str, Any]) -> str:
    """Return the text of a message, else that of its attachments; and the names of its files."""
    said = text_of(message.get("text"))
    attached = [each for each in _objects(message, "attachments") if not each.get("is_msg_unfurl")]
    parts = [said] if said.strip() else []
    if not said.strip():
        for each in attached:
            words = (text_of(each.get(key)) for key in ("pretext", "title", "text"))
            parts.append("\n".join(filter(None, words)) or text_of(each.get("fallback")))
    parts += [f"({text_of(each.get('title')) or text_of(each.get('name')) or 'a file'})" for each in _files(message)]
    return "\n".join(filter(None, parts))


def _files(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in _objects(message, "files") if each.get("mode") != "tombstone"]


def _objects(message: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = message.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _who(message: dict[str, Any], people: Mapping[str, str]) -> str:
    user = text_of(message.get("user"))
    return people.get(user) or user


def _program(message: dict[str, Any], people: Mapping[str, str]) -> str:
    """Return the name of the program that wrote a message; empty where a person wrote it, even by a program."""
    bot = message.get("bot_profile")
    named = text_of(message.get("username")) or (text_of(bot.get("name")) if isinstance(bot, dict) else "")
    named = named or text_of(message.get("bot_id"))
    user = text_of(message.get("user"))
    is_program = message.get("subtype") == "bot_message" or not user or people.get(user, named) == named
    return named if is_program else ""


def _names_beside(messages: list[dict[str, Any]]) -> dict[str, str]:
    """Return the names that are contained in the messages."""
    return {
        text_of(each.get("user")): _name({}, each["user_profile"])
        for each in messages
        if isinstance(each.get("user_profile"), dict) and each.get("user")
    }


def _name(user: dict[str, Any], profile: Any) -> str:
    inner = profile if isinstance(profile, dict) else {}
    names = (
        inner.get("display_name"),
        inner.get("real_name"),
        user.get("real_name"),
        user.get("name"),
        inner.get("name"),
    )
    return next(filter(None, map(text_of, names)), "")


def _is_alert(text: str) -> bool:
    return any(word in text.lower() for word in ("alert", "firing", "triggered", "incident", "critical"))


def _seconds(message: dict[str, Any]) -> float:
    try:
        return float(message.get("ts", 0))
    except (TypeError, ValueError):
        return 0.0
