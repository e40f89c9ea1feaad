"""The reader of Markdown postmortems."""

from __future__ import annotations

from pmtui.intake.result import Intake, IntakeContext, NotReadable, Placed
from pmtui.session.document import FORMAT, VERSION, KeyDetails, Session, Summary
from pmtui.session.instants import instant
from pmtui.session.text import cleaned


def looks(text: str) -> bool:
    """Whether a text may be a Markdown postmortem; `read` says more."""
    return text.lstrip().startswith(("# ", "## ", "---\n"))


def read(text: str, context: IntakeContext) -> Intake:
    """Read a Markdown postmortem.

    Raises:
        NotReadable: it is none.
    """
    text = cleaned(text)
    if not looks(text):
        raise NotReadable("is no postmortem: give it headings such as Summary, Timeline and Action items")
    now = instant(context.now)
    session = Session(
        format=FORMAT,
        version=VERSION,
        id=context.new_id(),
        created_at=now,
        updated_at=now,
        key_details=KeyDetails(timezone=context.zone),
        summary=Summary(overview=text),
    )
    account = tuple(Placed(n, line, "summary.overview") for n, line in enumerate(text.split("\n"), 1) if line.strip())
    return Intake("Markdown postmortem", session, account=account)
