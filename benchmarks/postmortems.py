"""How well postmortems of other people are read: `python -m benchmarks.postmortems FOLDER…` prints a table of it.

For each folder of Markdown files: in how many a section stands, by a plain look at the headings, and in how many of
those the review that is made of the file has something in that place. Nothing is written anywhere.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pmtui.app.import_files import read_file
from pmtui.intake.markdown.lost_text import TITLE
from pmtui.intake.result import Intake, IntakeContext, NotReadable
from pmtui.library.ids import uuid7
from pmtui.session.document import Session

_HEADING: Final = r"^(?:#{1,6}[ \t]+|\*\*)?(?:\d+[.)] )?[ \t]*(?:the |incident |our )?"
_WHERE: Final[dict[str, tuple[str, Callable[[Session], object]]]] = {
    "Summary": (r"(?:issue |executive )?summary\b", lambda of: of.summary.overview),
    "Impact": (r"(?:customer |user )?impact\b", lambda of: of.impact.statement or of.impact.measures),
    "Timeline": (r"timeline\b", lambda of: of.timeline or _section(of, "timeline")),
    "Root cause": (r"root cause", lambda of: of.root_cause.statement or of.root_cause.whys),
    "Contributing": (r"contributing", lambda of: of.root_cause.whys or _section(of, "contributing")),
    "Lessons": (r"lessons", lambda of: any((of.lessons.learned, of.lessons.went_well, of.lessons.went_wrong))),
    "Well": (r"what (?:went|worked) well", lambda of: of.lessons.went_well),
    "Wrong": (r"what (?:went wrong|could have gone better)", lambda of: of.lessons.went_wrong),
    "Lucky": (r"where (?:did )?we (?:got|get) lucky", lambda of: of.lessons.got_lucky),
    "Actions": (r"(?:action items|actions|next steps|remediation)\b", lambda of: of.actions),
    "Attendees": (r"(?:postmortem )?attendees", lambda of: of.key_details.attendees),
}
"""What a section's heading begins with, and where it should be found."""


def main(folders: Sequence[str]) -> int:
    """Print a table of all folders, and below it what was not placed."""
    print("| collection | files | read | " + " | ".join(_WHERE) + " | events with a time | left out | elsewhere |")
    print("| --- |" + " ---: |" * (len(_WHERE) + 5))
    notes = [note for name in folders for note in _folder(Path(name))]
    print()
    for note in notes:
        print(f"- {note}")
    return 0


def _folder(folder: Path) -> list[str]:
    """Print the line of a folder; gives back what there is to say of its files."""
    files = sorted(folder.glob("**/*.md"))
    read: list[tuple[str, Intake]] = []
    notes = []
    for path in files:
        try:
            intake = read_file(path.read_bytes(), path.name, _context, path.parent)[0].intake
        except NotReadable as error:
            notes.append(str(error))
            continue
        read.append((path.read_text(encoding="utf-8-sig"), intake))
        notes += [
            f"{path.name}, line {row.line}: {row.text[:80]!r} {'left out' if row.place is None else 'in ' + row.place}"
            for row in intake.account
            if row.place is None or row.place.endswith(TITLE)
        ]
    cells = [_placed(read, *_WHERE[name]) for name in _WHERE]
    events = [event for _, intake in read if intake.session for event in intake.session.timeline]
    timed = sum(event.at is not None for event in events)
    rows = [row for _, intake in read for row in intake.account]
    left, elsewhere = (sum(test(row.place) for row in rows) for test in (_is_nowhere, _is_elsewhere))
    line = [folder.name, len(files), len(read), *cells, f"{timed} of {len(events)}", left, elsewhere]
    print(f"| {' | '.join(map(str, line))} |")
    return notes


def _placed(read: Sequence[tuple[str, Intake]], words: str, place: Callable[[Session], object]) -> str:
    heading = re.compile(_HEADING + words, re.IGNORECASE | re.MULTILINE)
    having = [intake.session for text, intake in read if intake.session and heading.search(text)]
    return f"{sum(bool(place(session)) for session in having)} of {len(having)}" if having else "–"


def _is_nowhere(place: str | None) -> bool:
    return place is None


def _is_elsewhere(place: str | None) -> bool:
    return place is not None and place.endswith(TITLE)


def _section(session: Session, words: str) -> bool:
    return any(words in each.title.casefold() for each in session.summary.sections)


def _context() -> IntakeContext:
    return IntakeContext(datetime.now(UTC), "UTC", None, uuid7)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
