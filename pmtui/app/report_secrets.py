"""Find secrets and personal data in a report before readers outside get it, and mask them in the session."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace as with_fields

from pmtui.app.report_files import linked_files
from pmtui.checks.attached import LARGEST, file_gaps, masked_file
from pmtui.checks.check import secret_gaps
from pmtui.checks.secrets import Secret, find_secrets, is_allowed, masked, replaced
from pmtui.checks.texts import with_texts
from pmtui.library.errors import LibraryError, Refused
from pmtui.library.protocol import AttachedFiles
from pmtui.meeting.step import Gap
from pmtui.report.formats import FOR_AUDIENCE, FORMATS, TEMPLATES
from pmtui.session.document import Session

ASKING: Final = frozenset({"customer", "brief"})
"""The templates for readers who must not see secrets or personal data."""
_FOR_OUTSIDERS: Final = re.compile(r"\{#-?\s*audience:\s*(?:customer|business)\b", re.IGNORECASE)
_HEAD: Final = 4_000
"""In characters: how far into a template the comment on its audience is searched."""


def must_ask(session: Session, format: str, template: str | None) -> bool:
    """Whether to ask about secrets and personal data before a report is written.

    Yes for the templates of `ASKING`. Yes for a template file of the team's own where the review's audience is outside
    engineering, or where a comment at its beginning says so: `{# audience: customer #}`.
    """
    if FORMATS[format].shows_all:
        return False
    usual = FOR_AUDIENCE[session.key_details.audience]
    if template is None or template in TEMPLATES:
        return (template or usual) in ASKING
    return usual in ASKING or _says_for_outsiders(template)


def _says_for_outsiders(file: str) -> bool:
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as opened:
            return _FOR_OUTSIDERS.search(opened.read(_HEAD)) is not None
    except (OSError, ValueError):
        return False  # the export reports what is wrong with the file


def secrets_in_report(
    session: Session, write: Callable[[Session], str], allowed: tuple[str, ...] = ()
) -> tuple[Gap, ...]:
    """Return the likely secrets and personal data that a report shows.

    Args:
        session: the review.
        write: writes the report of a session; a template does not show every field.
        allowed: personal data that is not reported.
    """
    marks: dict[str, tuple[str, Secret]] = {}

    def mark(text: str) -> str:
        found = find_secrets(text)
        names = [f"pmtui{len(marks) + n}leaves" for n in range(len(found))]
        marks.update((name, (text, each)) for name, each in zip(names, found, strict=True))
        return replaced(text, found, names) if found else text

    marked = with_texts(session, mark)
    if not marks:
        return ()
    report = write(marked).casefold()  # a template may convert to capitals
    shown = {found for name, found in marks.items() if name in report}
    return tuple(secret_gaps(session, allowed, lambda text, secret: (text, secret) in shown))


def secrets_in_files(
    session: Session,
    write: Callable[[Session], str],
    files: AttachedFiles,
    allowed: tuple[str, ...] = (),
    *,
    bundled: bool = False,
) -> tuple[Gap, ...]:
    """Return the likely secrets and personal data in attached files: in names that a report shows, and in the content
    of files that are bundled or embedded.

    Args:
        session: the review.
        write: writes the report of a session.
        files: the attached files.
        allowed: personal data that is not reported.
        bundled: whether the files that the report links to are written beside it.
    """
    if not any(figure.path for figure in session.evidence):
        return ()
    text = write(session)
    carried = linked_files(session, text, files.name) if bundled else ()

    def is_named(name: str) -> bool:
        return any(words in text for words in (name, quote(name), escape(name)))

    def is_carried(name: str) -> bool:
        return name in carried or (name.lower().endswith(".svg") and is_embedded(name))

    def is_embedded(name: str) -> bool:
        try:
            return b64encode(files.read(name)).decode("ascii") in text
        except LibraryError:
            return False

    return tuple(file_gaps(session, files.read, allowed, is_named, is_carried))


def without_secrets(session: Session, allowed: tuple[str, ...] = ()) -> Session:
    """Return the session with secrets replaced by `[masked: password]` and the like.

    A figure loses its file where the file's name contains a secret, as the masked name would not be found.
    """

    def is_spared(secret: Secret, words: str) -> bool:
        return is_allowed(secret, words, allowed)

    clean = with_texts(session, lambda text: masked(text, is_spared))
    if all(masked(figure.path, is_spared) == figure.path for figure in clean.evidence):
        return clean
    figures = (
        figure if masked(figure.path, is_spared) == figure.path else with_fields(figure, path="")
        for figure in clean.evidence
    )
    return with_fields(clean, evidence=tuple(figures))


class MaskedFiles:
    """The attached files of a session, with secrets and personal data masked in files that are text.

    Args:
        files: the files as they are.
        allowed: personal data that is not masked.
    """

    def __init__(self, files: AttachedFiles, allowed: tuple[str, ...] = ()) -> None:
        self._files, self._allowed = files, allowed
        self.name, self.attach, self.check, self.seen_from = files.name, files.attach, files.check, files.seen_from

    def read(self, name: str) -> bytes:
        """Return the content of a file, masked.

        Raises:
            Refused: there is no such file, or it is too large to be searched.
            StorageError: reading it failed.
        """
        data = masked_file(self._files.read(name), self._allowed)
        if data is None:
            raise Refused(f"{name}: more than {LARGEST >> 20} MB of text are not masked: attach the part that matters")
        return data
