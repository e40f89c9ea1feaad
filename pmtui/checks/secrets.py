"""Find and mask likely secrets and personal data in a text. Works offline, by the rules of `secret_rules`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from pmtui.checks.personal_data import personal_data
from pmtui.checks.secret_rules import WRITTEN, rules_by_keyword
from pmtui.checks.secret_values import entropy

KINDS: Final[dict[str, str]] = {
    "secret-private-key": "private key",
    "secret-token": "token",
    "secret-password": "password",
    "personal-email": "e-mail address",
    "personal-phone": "telephone number",
    "personal-card": "card number",
    "personal-account": "account number",
    "personal-ip": "IP address",
    "internal-ip": "internal IP address",
}
"""The name of each kind of finding, by code; masked texts show it, too."""

HEADING: Final = "Secrets and personal data"
"""The heading of these findings."""
_ROUNDS: Final = 4
"""How often masking is repeated, because a mask may uncover another secret."""


class Secret(NamedTuple):
    """`text[start:end]` is likely a secret of the kind `code`; `service` names the service whose key it is, if
    known.
    """

    start: int
    end: int
    code: str
    service: str = ""


@lru_cache(maxsize=16384)  # holds every text of a long review: with fewer entries each pass would evict the next one's
def find_secrets(text: str) -> tuple[Secret, ...]:
    """Return likely secrets and personal data in the order of the text; none overlap. Results are cached."""
    return find_secrets_uncached(text)


def find_secrets_uncached(text: str) -> tuple[Secret, ...]:
    """Return what `find_secrets` does, without caching: for texts that are searched once, such as files."""
    low = text.lower()
    found = _disjoint([*_of_services(text, low), *_written_out(text, low)])
    personal = [Secret(start, end, code) for start, end, code in personal_data(text)]
    if found:
        # The text before the @ of an address with a password is that password, and no mailbox.
        personal = [one for one in personal if not _overlaps(one, found)]
    return _disjoint([*found, *personal]) if personal else found


def is_allowed(secret: Secret, words: str, allowed: tuple[str, ...]) -> bool:
    """Whether personal data is on the list of what may be told; an entry with a leading `@` or dot allows all
    endings.
    """
    low = words.casefold()
    return not secret.code.startswith("secret") and any(
        low == each.casefold() or (each[:1] in "@." and low.endswith(each.casefold())) for each in allowed
    )


def masked(
    text: str,
    keep: Callable[[Secret, str], bool] = lambda *_: False,
    find: Callable[[str], tuple[Secret, ...]] = find_secrets,
) -> str:
    """Return the text with secrets replaced by `[masked: token]` and the like.

    Args:
        text: the text to mask.
        keep: given a secret and its words, whether to leave it.
        find: finds the secrets of a text.
    """
    for _ in range(_ROUNDS):
        found = tuple(each for each in find(text) if not keep(each, text[each.start : each.end]))
        if not found:
            break
        text = replaced(text, found, [f"[masked: {KINDS[each.code]}]" for each in found])
    return text


def replaced(text: str, found: tuple[Secret, ...], words: list[str]) -> str:
    """Return the text with each secret replaced by the words at the same place in `words`."""
    parts, at = [], 0
    for each, word in zip(found, words, strict=True):
        parts += [text[at : each.start], word]
        at = each.end
    return "".join([*parts, text[at:]])


def shown(text: str, secret: Secret) -> str:
    """Return a secret as a message may show it: personal data in full, of a service's key four letters, else `…`."""
    words = text[secret.start : secret.end]
    if not secret.code.startswith("secret"):
        return words
    return f"{words[:4]}…" if secret.service else "…"


def _of_services(text: str, low: str) -> Iterator[Secret]:
    by_keyword = rules_by_keyword()
    hit = [keyword for keyword in by_keyword if keyword in low]
    for rule in dict.fromkeys(rule for keyword in hit for rule in by_keyword[keyword]):
        for match in rule.pattern.finditer(text):
            start, end = match.span(1 if match.re.groups and match[1] else 0)
            words = text[start:end]
            if entropy(words) < rule.entropy or words.upper().endswith("EXAMPLE"):
                continue
            while end < len(text) and (text[end].isalnum() or text[end] in "_-"):
                end += 1
            yield Secret(start, end, "secret-token", rule.id)


def _written_out(text: str, low: str) -> Iterator[Secret]:
    for rule in WRITTEN:
        if any(keyword in low for keyword in rule.keywords):
            for match in rule.pattern.finditer(text):
                words = match["s"]
                if rule.plausible(words):
                    start, end = match.span("s")
                    yield Secret(start, max(start + 1, end - (len(words) - len(words.rstrip(".,;:!?")))), rule.code)


def _overlaps(one: Secret, found: tuple[Secret, ...]) -> bool:
    at = bisect_left(found, one.start, key=attrgetter("end"))
    return any(each.start < one.end and one.start < each.end for each in found[at : at + 2])


def _disjoint(found: list[Secret]) -> tuple[Secret, ...]:
    """Return secrets in order without overlaps. Two that overlap are joined; a service's key decides their kind."""
    kept: list[Secret] = []
    for each in sorted(found, key=lambda secret: (secret.start, not secret.service, -secret.end)):
        if kept and each.start < kept[-1].end:
            if each.service and not kept[-1].service:
                kept[-1] = Secret(min(each.start, kept[-1].start), max(each.end, kept[-1].end), *each[2:])
            elif each.end > kept[-1].end:
                kept[-1] = kept[-1]._replace(end=each.end)
        else:
            kept.append(each)
    return tuple(kept)
