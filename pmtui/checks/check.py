"""Everything that a review is checked for: `pmtui check` prints it, and the close of the meeting lists it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

from pmtui.checks.codes import CODES, matches
from pmtui.checks.consistency import dates, references
from pmtui.checks.readability import reading
from pmtui.checks.secrets import KINDS, Secret, secrets, shown
from pmtui.checks.texts import texts
from pmtui.meeting.completeness import gaps, wordings
from pmtui.meeting.step import Gap
from pmtui.report.formats import doubts
from pmtui.session.document import Session

HEADING: Final = "Secrets and personal data"


def check(
    session: Session,
    *,
    off: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    known: Collection[str] | None = None,
    has_file: Callable[[str], bool] | None = None,
) -> tuple[Gap, ...]:
    """All findings: secrets first, then what is missing or contradicts itself in the order of the steps, then wording.

    Args:
        session: what to check.
        off: codes, or their beginnings, that are not wanted.
        allowed: personal data that may be told, such as `support@acme.com`; `@acme.com` allows all that end so.
        known: the ids of the library's sessions; None: references to them are not looked at.
        has_file: whether a file of that name is attached; None: not looked at.
    """
    found = [*missing(session, allowed, known, has_file), *_as_typed(session), *_worded(session)]
    return tuple(gap for gap in found if not matches(gap.code, off))


def missing(
    session: Session,
    allowed: tuple[str, ...] = (),
    known: Collection[str] | None = None,
    has_file: Callable[[str], bool] | None = None,
) -> Iterator[Gap]:
    """The same without wording, and without what the report cannot read."""
    yield from secret_gaps(session, allowed)
    yield from gaps(session)
    yield from dates(session)
    yield from references(session, known, has_file)
    yield from reading(session)


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


def spared(secret: Secret, words: str, allowed: tuple[str, ...]) -> bool:
    """Whether it is personal data that may be told: one of these, or it ends in one that begins with `@` or a dot."""
    low = words.casefold()
    return not secret.code.startswith("secret") and any(
        low == each.casefold() or (each[:1] in "@." and low.endswith(each.casefold())) for each in allowed
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
