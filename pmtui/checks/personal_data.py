"""Find likely personal data in a text: e-mail and IP addresses, numbers of telephones, cards and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pmtui.meeting.lazy_patterns import LazyPattern

Span = tuple[int, int, str]
"""Start and end in the text, and the code of the finding."""

_EMAIL: Final = LazyPattern(
    r"(?<![\w.+%-])(?<!//)(?P<s>[\w.+%-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24})(?![\w-]|\.\w|:[\w/~])",
    re.IGNORECASE,
)
_NO_PERSON: Final = LazyPattern(
    r"(?:git|no-?reply|do-?not-?reply|hg|root|ec2-user|ubuntu|www-data|postgres|mailer-daemon)@.*"
    # systemd units, pictures for high-resolution screens, hosts of an internal domain
    r"|.*\.(?:service|socket|timer|mount|target|slice|scope|png|jpe?g|gif|svg|webp|css|js|local|internal|lan|cluster)"
    r"|.*@(?:\d+x|.*\.svc\..*)\..*",
    re.IGNORECASE,
)
_IPV4: Final = LazyPattern(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d|-\d)")
_IPV6: Final = LazyPattern(r"(?<![\w:.])[0-9a-f]{1,4}:[0-9a-f:]{2,40}(?![\w:])", re.IGNORECASE)
_PHONE: Final = LazyPattern(
    r"(?<![\w+./=-])\+[1-9]\d{0,2}[ .-]?(?:\(0?\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]\d{2,4}){2,4}(?![\w.-]\d|\w)"
)
_CARD: Final = LazyPattern(r"(?<![\w.-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\w|[ .-]\d)")
_IBAN: Final = LazyPattern(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")

_VERSION_BEFORE: Final = re.compile(
    r"(?:\bv|\bver|version|release|build|revision|firmware|driver|agent|tag|==|[<>~]=|\w/|@)[\s:]{0,3}$", re.IGNORECASE
)
_ADDRESS_BEFORE: Final = re.compile(
    r"(?:\bip|ipv4|address|host|server|client|from|ping|ssh|peer|source|\bdst|\bsrc|//|=|@)[\s:=(`\"']{0,3}$",
    re.IGNORECASE,
)
_WELL_KNOWN_IPS: Final = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "169.254.169.254"})


def personal_data(text: str) -> Iterator[Span]:
    """Yield likely personal data, by kind and not in the order of the text."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            if not _NO_PERSON.fullmatch(match["s"]):
                yield *match.span("s"), "personal-email"
    if text.count(".") > 2:
        for match in _IPV4.finditer(text):
            if code := _ipv4(match[0], text[max(0, match.start() - 20) : match.start()]):
                yield *match.span(), code
    if text.count(":") > 1:
        for match in _IPV6.finditer(text):
            if code := _ipv6(match[0].rstrip(":")):
                yield match.start(), match.start() + len(match[0].rstrip(":")), code
    if "+" in text:
        for match in _PHONE.finditer(text):
            if 9 <= sum(map(str.isdigit, match[0])) <= 15:
                yield *match.span(), "personal-phone"
    yield from _numbers(text)


def _numbers(text: str) -> Iterator[Span]:
    """Yield numbers of cards and accounts whose check digits are right."""
    for match in _CARD.finditer(text):
        if _luhn(re.sub(r"\D", "", match[0])):
            yield *match.span(), "personal-card"
    for match in _IBAN.finditer(text):
        if _iban(match[0].replace(" ", "")):
            yield *match.span(), "personal-account"


def _ipv4(address: str, before: str) -> str:
    parts = address.split(".")
    if any(int(part) > 255 or (len(part) > 1 and part[0] == "0") for part in parts):
        return ""
    if address in _WELL_KNOWN_IPS or parts[0] in ("0", "127") or address.startswith("255.255."):
        return ""
    # Version numbers have small parts, or a word such as "version" before them.
    small = parts[0] != "10" and all(int(part) < 32 for part in parts)
    if (small or _VERSION_BEFORE.search(before)) and not _ADDRESS_BEFORE.search(before):
        return ""
    first, second = int(parts[0]), int(parts[1])
    inside = first == 10 or (first == 172 and 16 <= second < 32) or (first, second) in ((192, 168), (169, 254))
    return "internal-ip" if inside else "personal-ip"


def _ipv6(address: str) -> str:
    import ipaddress  # deferred: few texts have anything like an IPv6 address

    first = address.partition(":")[0].lower()
    if not re.fullmatch(r"[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]", first):
        return ""
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return ""
    return "internal-ip" if first.startswith("f") else "personal-ip"


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(each - 9 * (each > 9) for each in doubled) % 10 == 0


def _iban(text: str) -> bool:
    return 15 <= len(text) <= 34 and int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1
