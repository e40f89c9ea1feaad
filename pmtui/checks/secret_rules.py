"""The rules that find secrets: patterns of known services' keys (`secret_rules.toml`), and words before a secret.

Whoever adds a rule adds two texts to `tests/checks/secrets.tsv`: one that it finds, and one that it must leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from pmtui.checks.secret_values import entropy, is_ready_secret, is_secret_in_prose
from pmtui.meeting.lazy_patterns import LazyPattern


class ServiceRule(NamedTuple):
    """The pattern of one service's keys. The secret is the first group, or the whole match where there is no group."""

    id: str
    pattern: LazyPattern
    entropy: float
    """The least Shannon entropy of a secret, in bits per character."""


@cache
def rules_by_keyword() -> dict[str, list[ServiceRule]]:
    """Return the rules of `secret_rules.toml` by keyword: only rules whose keyword a text contains are tried on it."""
    import tomllib  # deferred: only checks need it

    data = tomllib.loads(files("pmtui.checks").joinpath("secret_rules.toml").read_text(encoding="utf-8"))
    found: dict[str, list[ServiceRule]] = {}
    for each in data["rules"]:
        rule = ServiceRule(each["id"], LazyPattern(each["regex"]), each.get("entropy", 0))
        for keyword in each["keywords"]:
            found.setdefault(keyword, []).append(rule)
    return found


class WrittenRule(NamedTuple):
    """Words that introduce a secret. The secret is the group `s`; it counts where `plausible` returns True for it."""

    code: str
    keywords: tuple[str, ...]
    """In lower case; a text that contains none of them is not searched."""
    pattern: LazyPattern
    plausible: Callable[[str], bool]


_NAME: Final = (
    r"(?:passw(?:or)?d|passphrase|passcode|(?<![a-z])pwd|secret|token|(?:api|access|account|auth|encryption|signing|"
    r"shared|private|master|service|ssh|session)[ _-]?key|credentials?)"
    r"(?:[_-](?:prod|production|live|staging|test|dev|old|new|primary|secondary|key|value|base64|b64|id|\d{1,3}))?"
)
_VALUE: Final = r"[^\s\"'`<>,;|)\]}“”]"


def _rule(code: str, keywords: str, pattern: str, plausible: Callable[[str], bool]) -> WrittenRule:
    return WrittenRule(code, tuple(keywords.split()), LazyPattern(pattern, re.IGNORECASE), plausible)


_NAMED: Final = "pass pwd secret token key credential"

WRITTEN: Final[tuple[WrittenRule, ...]] = (
    _rule(
        "secret-private-key",
        "-----begin",
        r"(?P<s>-----BEGIN[ A-Z0-9_-]{0,50}PRIVATE KEY(?: BLOCK)?-----"
        r"(?:(?:[^-]|-(?!----))*+-----END[ A-Z0-9_-]{0,50}-----|(?:(?:\s|\\n)+[A-Z0-9+/=]{16,})++))",
        lambda _: True,
    ),
    # https://user:password@host
    _rule("secret-password", "://", r"://[^\s/:@]{0,100}:(?P<s>[^\s/]{1,200})@(?=[\w\[])", is_ready_secret),
    # Authorization: Basic …, Bearer …
    _rule(
        "secret-token",
        "authorization bearer",
        r"(?:authorization[\"']?[:=]\s{0,3}[\"']?(?:basic|bearer|token|digest|apikey)?|\bbearer)"
        r"\s{1,3}(?P<s>[\w+/.~=-]{8,4000})",
        lambda value: len(value) >= 12 and entropy(value) >= 3 and not value.isalpha(),
    ),
    # ?sig=…&token=…
    _rule(
        "secret-token",
        "?",
        r"[?&](?:sig|signature|x-amz-signature|x-goog-signature|x-amz-security-token|access_token|auth_token|id_token|"
        r"refresh_token|api_?key|token|secret|key|client_secret|password|pwd)=(?P<s>[^\s&#\"'<>)\]]{8,2000})",
        is_secret_in_prose,
    ),
    # password=…, "api_key": "…"
    _rule(
        "secret-password",
        _NAMED,
        _NAME + r"[\"']?\]?(?:=|\s{0,2}(?::=|=>|[:=])\s{0,2}(?=[\"'`]))[\"'`]?(?P<s>" + _VALUE + "{6,400})",
        is_ready_secret,
    ),
    # password: …
    _rule(
        "secret-password",
        _NAMED,
        _NAME + r"[\"']?[ \t]{0,2}(?::=|=>|[:=])[ \t]{0,3}(?P<s>" + _VALUE + "{6,400})",
        is_secret_in_prose,
    ),
    # the password was "…"
    _rule(
        "secret-password",
        "pass",
        r"(?:password|passphrase|passcode)\b[^\n\"'`“”]{0,30}?[ \t:][\"'`“](?P<s>[^\s\"'`“”]{6,100})[\"'`”]",
        is_secret_in_prose,
    ),
    # machine … login … password …
    _rule(
        "secret-password", "login", r"\blogin\s{1,3}\S{1,100}\s{1,3}password\s{1,3}(?P<s>\S{4,200})", is_ready_secret
    ),
    # --password …, -u user:password, mysql -p…
    _rule(
        "secret-password",
        "--",
        r"(?<!\S)--(?:[a-z]{1,20}-)?(?:password|passwd|pass|token|secret|api-?key|access-key)[ =][\"']?"
        rf"(?P<s>{_VALUE}{{6,400}})",
        is_secret_in_prose,
    ),
    _rule(
        "secret-password",
        "curl wget http",
        r"(?<!\S)(?:-u|--user|--proxy-user)[ =]?[\"']?[\w.@+-]{1,64}:(?P<s>[^\s\"']{4,200})",
        is_ready_secret,
    ),
    _rule(
        "secret-password",
        "mysql sshpass",
        r"\b(?:mysql\w{0,10}[^\n]{0,100}?\s-p(?=\S)|sshpass\s{1,3}-p\s{0,3})[\"']?(?P<s>[^\s\"']{4,100})",
        is_ready_secret,
    ),
    # Cookie: sessionid=…
    _rule(
        "secret-token",
        "sess sid csrf",
        r"(?<![a-z])(?:session_?id|session|connect\.sid|sid|[jp](?:hp)?sessionid|phpsessid|csrf_?token)="
        r"(?P<s>[^\s;\"'&,)]{16,400})",
        lambda value: entropy(value) >= 3,
    ),
)
"""Where several rules find the same words, the earlier rule counts."""
