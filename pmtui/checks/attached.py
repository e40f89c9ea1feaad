"""Find likely secrets and personal data in attached files: in their names, and in the content of text files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pmtui.checks.secrets import HEADING, KINDS, Secret, find_secrets, find_secrets_uncached, is_allowed, masked, shown
from pmtui.library.errors import LibraryError
from pmtui.meeting.step import Gap
from pmtui.session.document import Session

LARGEST: Final = 4 << 20
"""In bytes. Only so much of a file is searched, as a megabyte takes a third of a second."""
_HEAD: Final = 8192
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def file_gaps(
    session: Session,
    read: Callable[[str], bytes],
    allowed: tuple[str, ...] = (),
    is_named: Callable[[str], bool] = lambda _: True,
    is_carried: Callable[[str], bool] = lambda _: True,
) -> Iterator[Gap]:
    """Yield one finding for each kind of secret in each attached file.

    Args:
        session: the review.
        read: returns the content of a file by its name; raises `LibraryError` where it cannot.
        allowed: personal data that is not reported.
        is_named: whether to search a file's name, given that name.
        is_carried: whether to search a file's content, given its name.
    """
    figures = {figure.path: figure.id for figure in reversed(session.evidence) if figure.path}
    for name in dict.fromkeys(figure.path for figure in session.evidence if figure.path):
        if is_named(name):
            yield from _gaps(name, name, find_secrets(name), figures[name], allowed, inside=False)
        if is_carried(name):
            try:
                text = as_text(read(name)[:LARGEST])
            except LibraryError:
                continue  # `consistency.reference_gaps` reports missing files
            if text is not None:
                yield from _gaps(name, text, find_secrets_uncached(text), figures[name], allowed, inside=True)


def as_text(data: bytes) -> str | None:
    """Decode a file as UTF-8 or UTF-16; None where it is no text. Bytes that are not UTF-8 become surrogates."""
    if data[:2] in _UTF_16:
        return data.decode("utf-16", "replace")
    return None if b"\0" in data[:_HEAD] else data.decode("utf-8", "surrogateescape")


def masked_file(data: bytes, allowed: tuple[str, ...] = ()) -> bytes | None:
    """Return a file with its secrets replaced by `[masked: token]` and the like; None where it is too large to
    search.
    """
    text = as_text(data)
    if text is None:
        return data
    if len(data) > LARGEST:
        return None
    clean = masked(text, lambda secret, words: is_allowed(secret, words, allowed), find=find_secrets_uncached)
    if clean == text:
        return data
    return clean.encode("utf-16") if data[:2] in _UTF_16 else clean.encode("utf-8", "surrogateescape")


def _gaps(
    name: str, text: str, found: tuple[Secret, ...], item_id: str, allowed: tuple[str, ...], *, inside: bool
) -> Iterator[Gap]:
    kinds: dict[tuple[str, str], list[Secret]] = {}
    for secret in found:
        if not is_allowed(secret, text[secret.start : secret.end], allowed):
            kinds.setdefault((secret.code, secret.service), []).append(secret)
    told = masked(name, lambda secret, _: not secret.code.startswith("secret"))
    for alike in kinds.values():
        first, kind = alike[0], KINDS[alike[0].code]
        line = text.count("\n", 0, first.start) + 1
        place = f"in attachment {told}, line {line:,}" if inside else f"in the name of attachment {told}"
        service = f" ({first.service})" if first.service else ""
        more = f", and {len(alike) - 1:,} more of the kind" if len(alike) > 1 else ""
        yield Gap(
            step="evidence",
            code=first.code,
            text=f"{kind[0].upper()}{kind[1:]}{service} {place}: {shown(text, first)}{more}",
            item_id=item_id,
            field="path",
            many=f"attached files with a likely {kind}",
            heading=HEADING,
        )
