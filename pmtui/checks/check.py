"""All checks of a review together: `pmtui check` prints the findings, and the step `close` lists them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pmtui.checks.attached import file_gaps
from pmtui.checks.codes import CODES, matches
from pmtui.checks.consistency import date_gaps, reference_gaps
from pmtui.checks.readability import readability_gaps
from pmtui.checks.secrets import HEADING, KINDS, Secret, find_secrets, is_allowed, shown
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
    """Return all findings: first secrets, then what is missing or wrong in the order of the steps, then wording.

    Args:
        session: the review.
        off: codes, or beginnings of codes, that are switched off.
        allowed: personal data that is not reported, such as `support@acme.com`; `@acme.com` allows all that end so.
        known: the ids of the library's sessions; None: references to them are not checked.
        read_file: returns the content of an attached file by its name, and raises `LibraryError` where there is none;
            None: attached files are not checked.
    """
    found = [*gaps_without_wording(session, allowed, known, read_file), *_as_typed(session), *_worded(session)]
    return tuple(gap for gap in found if not matches(gap.code, off))


def gaps_without_wording(
    session: Session,
    allowed: tuple[str, ...] = (),
    known: Collection[str] | None = None,
    read_file: Callable[[str], bytes] | None = None,
) -> Iterator[Gap]:
    """Yield the findings of `check` but for wording and for Markdown that the report shows as typed."""
    yield from secret_gaps(session, allowed)
    gone: set[str] = set()
    if read_file is not None:
        yield from file_gaps(session, _recording_unreadable(read_file, gone), allowed)
    yield from gaps(session)
    yield from date_gaps(session)
    yield from reference_gaps(session, known, None if read_file is None else lambda name: name not in gone)
    yield from readability_gaps(session)


def _recording_unreadable(read_file: Callable[[str], bytes], gone: set[str]) -> Callable[[str], bytes]:
    """Wrap `read_file` so that the names of files that cannot be read are added to `gone`."""

    def read(name: str) -> bytes:
        try:
            return read_file(name)
        except LibraryError:
            gone.add(name)
            raise

    return read


def mend(gap: Gap) -> str:
    """Return how to mend a finding."""
    return gap.mend or CODES[gap.code].mend


def secret_gaps(
    session: Session,
    allowed: tuple[str, ...] = (),
    wanted: Callable[[str, Secret], bool] = lambda *_: True,
) -> Iterator[Gap]:
    """Yield likely secrets and personal data in all texts.

    Args:
        session: the review.
        allowed: personal data that is not reported.
        wanted: given a text and a secret in it, whether to report it.
    """
    for text in texts(session):
        for secret in find_secrets(text.text):
            words = text.text[secret.start : secret.end]
            if is_allowed(secret, words, allowed) or not wanted(text.text, secret):
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
