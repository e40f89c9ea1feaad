"""Links to tickets at the end of an action's text."""

from __future__ import annotations

import re
from typing import Final

TAIL: Final = 400
"""In characters: only so much of the end of a text is searched for fields of an action."""
BARE_TICKET: Final = re.compile(r"[A-Z][A-Z0-9_]+-\d+|#\d+")
_LINK: Final = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<url>https?://[^\s()]+)\)")
_TICKETED: Final = re.compile(
    r"https?://[^\s()<>\[\]]*?/(?:(?:issues?|pull|merge_requests|-/issues)/(?P<number>\d+)|browse/(?P<key>[A-Z][A-Z0-9_]*-\d+))[^\s()<>\[\]]*"
)
_NAMED_TICKET: Final = r"(?P<link>\[[^\[\]]+\]\(https?://[^\s()]+\))"
_TICKET_ADDRESS: Final = r"(?P<link>https?://[^\s()<>\[\]]+)"
_AT_END: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*\(\s*{_NAMED_TICKET}\s*\)\s*[.]?$",
        rf"\s*(?:\[(?P<name>[^\[\]]{{1,40}})\]\s+)?(?<!\])\(\s*{_TICKET_ADDRESS}\s*\)\s*[.]?$",
        rf"\s*[:–—-]?\s*{_NAMED_TICKET}\s*[.]?$",
        rf"\s*[:–—-]?\s+{_TICKET_ADDRESS}\s*$",
    )
)
_BARE_WORDS: Final = frozenset(
    [
        "see",
        "this",
        "the",
        "a",
        "github",
        "gitlab",
        "jira",
        "issue",
        "pr",
        "pull",
        "request",
        "mr",
        "ticket",
        "bug",
        "link",
        "here",
    ]
)
"""Link texts that do not name the ticket that they lead to."""


def first_links(text: str) -> tuple[str, str]:
    """Split the link to its ticket off a text, and return it with a name; empty where the text has no such link."""
    bare = text.strip()
    at = max(len(bare) - TAIL, 0)
    for pattern in _AT_END:
        found = pattern.search(bare, at)
        if found is None or not found.start() or not (ticket := _ticket(found["link"])):
            continue
        if name := found.groupdict().get("name"):
            ticket = named_by_number(f"[{name}]({found['link']})")
        return bare[: found.start()].rstrip(), ticket
    return text, ""


def _ticket(link: str) -> str:
    """Return a link to a ticket with the ticket's name as text; empty where the address is no ticket's."""
    named = _LINK.fullmatch(link)
    leads = _TICKETED.match(named["url"] if named else link)
    if leads is None:
        return link if named and BARE_TICKET.fullmatch(named["words"]) else ""
    return named_by_number(link) if named else f"[{_number(leads)}]({link})"


def named_by_number(link: str) -> str:
    """Return a link whose text does not name the ticket (`[issue](…/issues/702)`) with the ticket's number as text."""
    named = _LINK.fullmatch(link)
    leads = (
        _TICKETED.match(named["url"]) if named and _BARE_WORDS.issuperset(named["words"].casefold().split()) else None
    )
    return f"[{_number(leads)}]({named['url']})" if named and leads else link


def _number(leads: re.Match[str]) -> str:
    return f"#{leads['number']}" if leads["number"] else str(leads["key"])
