"""Everything that a review is checked for: `pmtui check` prints it, and the close of the meeting lists it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pmtui.checks.attached import file_gaps
from pmtui.checks.codes import CODES, matches
from pmtui.checks.consistency import dates, references
from pmtui.checks.readability import reading
from pmtui.checks.secrets import HEADING, KINDS, Secret, secrets, shown, spared
from pmtui.checks.texts import texts
from pmtui.library.errors import LibraryError
from pmtui.meeting.completeness import gaps, wordings
from pmtui.meeting.step import Gap
from pmtui.report.formats import doubts
from pmtui.session.document import Session


def check(
    session: Session,
    *,
    off: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    known: Collection[str] | None = None,
    read_file: Callable[[str], bytes] | None = None,
) -> tuple[Gap, ...]:
    """All findings: secrets first, then what is missing or contradicts itself in the order of the steps, then wording.

    Args:
        session: what to check.
        off: codes, or their beginnings, that are not wanted.
        allowed: personal data that may be told, such as `support@acme.com`; `@acme.com` allows all that end so.
        known: the ids of the library's sessions; None: references to them are not looked at.
        read_file: gives what an attached file holds, by its name, and raises a `LibraryError` where there is none;
            None: attached files are not looked at.
    """
    found = [*missing(session, allowed, known, read_file), *_as_typed(session), *_worded(session)]
    return tuple(gap for gap in found if not matches(gap.code, off))


def missing(
    session: Session,
    allowed: tuple[str, ...] = (),
    known: Collection[str] | None = None,
    read_file: Callable[[str], bytes] | None = None,
) -> Iterator[Gap]:
    """The same without wording, and without what the report cannot read."""
    yield from secret_gaps(session, allowed)
    gone: set[str] = set()
    if read_file is not None:
        yield from file_gaps(session, _noting(read_file, gone), allowed)
    yield from gaps(session)
    yield from dates(session)
    yield from references(session, known, None if read_file is None else lambda name: name not in gone)
    yield from reading(session)


def _noting(read_file: Callable[[str], bytes], gone: set[str]) -> Callable[[str], bytes]:
    """Reads the file, and notes the names of those that cannot be read."""

    def read(name: str) -> bytes:
        try:
            return read_file(name)
        except LibraryError:
            gone.add(name)
            raise

    return read


def mend(gap: Gap) -> str:
    """How to mend a finding."""
    return gap.mend or CODES[gap.code].mend


def secret_gaps(
    session: Session,
    allowed: tuple[str, ...] = (),
    wanted: Callable[[str, Secret], bool] = lambda *_: True,
) -> Iterator[Gap]:
    """Likely secrets and personal data, wherever they stand; `wanted` is asked of a text and what was found in it."""
    for text in texts(session):
        for secret in secrets(text.text):
            words = text.text[secret.start : secret.end]
            if spared(secret, words, allowed) or not wanted(text.text, secret):
                continue
            kind = KINDS[secret.code]
            service = f" ({secret.service})" if secret.service else ""
            yield Gap(
                step=text.step,
                code=secret.code,
                text=f"{kind[0].upper()}{kind[1:]}{service}: {shown(text.text, secret)}",
                item_id=text.item_id,
                field=text.field,
                many=f"{kind[:-2] + 'sses' if kind.endswith('ss') else kind + 's'}{service}",
                heading=HEADING,
            )


def _as_typed(session: Session) -> Iterator[Gap]:
    for doubt in doubts(session):
        yield Gap(step=doubt.step, code="shown-as-typed", text=doubt.text, item_id=doubt.item_id, field=doubt.field)


def _worded(session: Session) -> Iterator[Gap]:
    for wording in wordings(session):
        yield Gap(
            step=wording.step,
            code=f"wording-{wording.flag.kind}",
            text=f"“{wording.words}” {wording.flag.says}",
            item_id=wording.item_id,
            field=wording.field,
            mend=wording.flag.offer,
        )
