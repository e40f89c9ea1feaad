"""Tell a secret from other values that stand in its place: a placeholder, a path, a name, an ordinary word."""

from __future__ import annotations

import re
from collections import Counter
from math import log2
from typing import Final

from pmtui.meeting.lazy_patterns import LazyPattern

_PLACEHOLDER: Final = LazyPattern(
    r"[*x.•…_#?-]+|[\[<{(%$&*•].*|[@:=].*|.*[({].*|\\.*"
    r"|(?:true|false|null|none|nil|yes|no|undefined|unknown|expired|invalid|missing|empty|required|optional|disabled|"
    r"enabled|revoked|rotated|redacted|hidden|masked|removed|secrets?|passwords?|passwd|passphrase|tokens?|pass|pw|"
    r"keys?|credentials?|placeholder|string|values?|variable|default|example|sample|dummy|changeme|change[_-]me|change|"
    r"renewal|rotation|leak|leaked|reset|generated|auth\w*|env\w*)"
    r"|(?:your|my|the|some|insert|replace|enter)[-_ ].*|.*example|.*redacted.*|.*placeholder.*|.*masked.*"
    r"|\d+(?:\.\d+)?(?:[a-z]{0,3}|%)|\d{4}-\d\d-\d\d.*|\d{1,2}:\d\d.*",
    re.IGNORECASE | re.DOTALL,
)
_LOCATION: Final = LazyPattern(
    r"(?:\.{0,2}|~|[a-z]:)[/\\].*|.*://.*|arn:.*|(?:vault|ssm|op|sops|env|file|kms)[:/].*"
    r"|(?:os|process|env|secrets|vars|var|data|config|settings|self|this|local|module)\..*"
    r"|[\w./-]+\.(?:ya?ml|json|toml|txt|pem|env|crt|key|md|py|go|js|ts|rb|java|tf|sh|conf|cfg|ini|log|html?)",
    re.IGNORECASE | re.DOTALL,
)
_SLUG: Final = LazyPattern(r"[A-Za-z]+[\d]{0,3}(?:[-_./:][A-Za-z]*\d{0,4})+")
"""A name made of words, such as `db-creds-v2`."""


def entropy(text: str) -> float:
    """Return the Shannon entropy in bits per character."""
    size = len(text)
    return -sum(n / size * log2(n / size) for n in Counter(text).values()) if size else 0.0


def is_ready_secret(value: str) -> bool:
    """Whether a value is a secret, given that code, an address or a command calls it one."""
    value = value.rstrip(".,;:!?")
    return len(value) >= 4 and not _PLACEHOLDER.fullmatch(value) and not _LOCATION.fullmatch(value)


def is_secret_in_prose(value: str) -> bool:
    """Whether a value is a secret, where it could be an ordinary word (`password: expired`, `token: see the wiki`)."""
    value = value.rstrip(".,;:!?")
    if len(value) < 7 or not is_ready_secret(value) or _SLUG.fullmatch(value):
        return False
    letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
    return letters and digits and entropy(value) >= 2.3
