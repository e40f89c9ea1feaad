"""`log`: a line in a shell, in the middle of the incident."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from pmtui.cli import line_input
from pmtui.library.disk import Disk
from pmtui.library.errors import DiskFull
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.edits import set_field
from pmtui.session.instants import to_datetime

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CAPTURE = """\
17:20 LVM snapshot of production taken by hand, loaded into staging
~21:00 writes lock up; blocking spammers by address, removing accounts
22:00 PAGE replication lag on db2, about 4 GB behind

~23:30 data directory removed on db1 | not db2 | stopped at once, 4.5 GB of 300 GB left
"""


@pytest.fixture
def incident(run: Run) -> str:
    """The id of a session of 31-01-2017, in UTC."""
    return str(run("new", "--no-open", "--date", "31-01-2017", "--timezone", "UTC").lines[0])


def test_the_first_note_makes_a_session_and_says_where(run: Run, library: Library, session_of: Any) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    found = run("log", "pager", "rings")
    assert (found.status, found.out) == (0, "")
    session = session_of()
    assert [event.text for event in session.timeline] == ["pager rings"]
    (event,) = session.timeline
    assert before <= to_datetime(event.at) <= datetime.now(UTC)
    assert (event.kind, event.precision, event.until) == ("other", "exact", None)
    assert session.key_details.timezone == "Europe/London"
    assert session.id in found.err
    assert str(library.folder) in found.err
    assert found.err.count("\n") == 2


def test_who_acted_is_noted_with_the_event(run: Run, session_of: Any) -> None:
    run("log", "--who", " on call ", "--kind", "action", "rolled back --who knows")
    (event,) = session_of().timeline
    assert (event.who, event.kind, event.text) == ("on call", "action", "rolled back --who knows")
    run("log", "--who", "AK", "--kind", "nope", "x").refused("'nope' is not one of", repeated="x")


def test_a_note_that_begins_a_new_review_says_so(run: Run, library: Library) -> None:
    assert "began a new review: session " in run("log", "pager rings").err
    assert "began" not in run("log", "a replica lags").err
    # Once others read the review, a note belongs to another incident.
    library.change("latest", lambda session: set_field(session, "status", "in_review"))
    found = run("log", "disk full")
    assert "began a new review: session " in found.err
    assert found.err.count("\n") == 2


def test_everything_after_the_options_is_text(run: Run, session_of: Any) -> None:
    run("log", "--kind", "action", "rolled", "back", "--force", "-s", "x", "--at", "14:02")
    (event,) = session_of().timeline
    assert (event.text, event.kind) == ("rolled back --force -s x --at 14:02", "action")
    run("log", "--", "--force was needed")
    run("log", "deploy", "-")
    assert [event.text for event in session_of().timeline[1:]] == ["--force was needed", "deploy -"]


def test_a_leading_time_is_taken_off_the_text(run: Run, incident: str, session_of: Any) -> None:
    run("log", "-s", incident, "14:02", "pager rings")
    run("log", "-s", incident, "~14:05-14:10 nobody answers")
    run("log", "-s", incident, "14 servers down")
    one, two, three = session_of().timeline
    assert (one.at, one.text) == ("2017-01-31T14:02:00Z", "pager rings")
    assert (two.at, two.until, two.precision) == ("2017-01-31T14:05:00Z", "2017-01-31T14:10:00Z", "about")
    assert three.text == "14 servers down"
    assert three.at > "2026"


def test_at_says_when_and_the_text_stays_whole(run: Run, incident: str, session_of: Any) -> None:
    run("log", "-s", incident, "--at", "~22:00", "14:02 was the time on the wall clock")
    (event,) = session_of().timeline
    assert (event.at, event.precision) == ("2017-01-31T22:00:00Z", "about")
    assert event.text == "14:02 was the time on the wall clock"


def test_a_clock_change_is_said(run: Run, session_of: Any) -> None:
    run("new", "--no-open", "--date", "25-10-2026")
    found = run("log", "01:30", "half past one")
    assert "occurs twice" in found.err
    assert session_of().timeline[0].at == "2026-10-25T00:30:00Z"


def test_control_characters_are_taken_out_and_counted(run: Run, session_of: Any) -> None:
    found = run("log", "red \x1b[31malert\x1b[0m\x07")
    assert session_of().timeline[0].text == "red [31malert[0m"
    assert "3 control characters taken out" in found.err
    assert "\x1b" not in found.err


@pytest.mark.parametrize(
    ("args", "says", "repeated"),
    [
        ((), "nothing to log", ""),
        (("  ",), "nothing to log", ""),
        (("\x07",), "nothing to log", ""),
        (("--at", "soon", "pager", "rings"), "--at: not a time: 'soon'", "pager rings"),
        (("--kind", "nope", "pager", "rings"), "'nope' is not one of 'alert'", "pager rings"),
        (("--kind=nope", "x"), "'nope' is not one of 'alert'", "x"),
        (("-s", "nothing", "x"), "'nothing'", "x"),
        (("--fast", "x"), "put -- before a text that begins with a dash", "--fast x"),
        (("-5m", "five", "ago"), "put -- before a text that begins with a dash", "-5m five ago"),
        (("-s", "latest", "-1", "pod"), "put -- before a text that begins with a dash", "-1 pod"),
        (("--knd", "x"), "did you mean --kind?", "--knd x"),
        (("--library", "", "x"), "--library: no folder named", "x"),
    ],
)
def test_a_call_that_is_wrong_changes_nothing_and_repeats_the_text(
    run: Run, library: Library, args: tuple[str, ...], says: str, repeated: str
) -> None:
    run("log", *args).refused(says, repeated=repeated)
    assert library.names() == []


# --- what was noted is said ---


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("14:02 alert fired", "noted 18 Nov 2026 14:02 Europe/London: alert fired (Checkout, "),
        ("14:02:31 alert fired", "noted 18 Nov 2026 14:02:31 Europe/London: alert fired (Checkout, "),
        ("~14:02 alert fired", "noted about 18 Nov 2026 14:02 Europe/London: alert fired (Checkout, "),
        ("14:02-14:10 down", "noted 18 Nov 2026 14:02–14:10 Europe/London: down (Checkout, "),
        ("23:50-00:10 down", "noted 18 Nov 2026 23:50 – 19 Nov 2026 00:10 Europe/London: down (Checkout, "),
        ("05-11-2026 x", "noted 5 Nov 2026, time not known: x (Checkout, "),
    ],
)
def test_what_was_understood_is_said_to_the_letter(run: Run, words: str, said: str) -> None:
    made = run("new", "--no-open", "--product", "Checkout", "--date", "18-11-2026").lines[0]
    found = run("log", "-s", made, words)
    first, second = found.err.splitlines()
    assert first == f"pmtui: {said}{made[-6:]})"
    assert second.startswith(f"pmtui: session {made}")


def test_a_note_of_now_is_said_to_the_minute(run: Run, session_of: Any) -> None:
    found = run("log", "alert", "fired")
    at = to_datetime(session_of().timeline[0].at).astimezone(ZoneInfo("Europe/London"))
    first, _ = found.err.splitlines()
    assert first.startswith(f"pmtui: noted {at.day} {at:%b %Y %H:%M} Europe/London: alert fired (")


def test_a_time_that_occurs_twice_is_said_with_its_offset(run: Run) -> None:
    run("new", "--no-open", "--date", "25-10-2026")
    assert "noted 25 Oct 2026 01:30 +01:00 Europe/London: half past one" in run("log", "01:30 half past one").err


# --- which session ---


def put(library: Library, *, hours_ago: float, status: str = "draft", product: str = "") -> str:
    then = datetime.now(UTC) - timedelta(hours=hours_ago)
    session = set_field(new_session(now=then, product=product), "status", status)
    Library(library.folder, now=lambda: then).create(session)
    return session.id


def test_the_newest_draft_of_the_last_day_takes_the_note(run: Run, library: Library, session_of: Any) -> None:
    older, newer, final = (
        put(library, hours_ago=20),
        put(library, hours_ago=2),
        put(library, hours_ago=1, status="final"),
    )
    run("log", "x")
    assert [len(session_of(each).timeline) for each in (older, newer, final)] == [0, 1, 0]


def test_an_older_draft_is_left_alone(run: Run, library: Library, session_of: Any) -> None:
    old = put(library, hours_ago=25)
    run("log", "x")
    assert len(library.names()) == 2
    assert session_of(old).timeline == ()


def test_a_final_session_takes_no_notes(run: Run, library: Library, session_of: Any) -> None:
    final = put(library, hours_ago=1, status="final")
    run("log", "-s", final, "x").refused("final", "reopen it first", repeated="x")
    run("log", "-s", final, "-", stdin="x\n").refused("final", repeated="x")
    assert session_of(final).timeline == ()


# --- lines from standard input ---


def test_a_capture_comes_out_as_it_was_taken(run: Run, incident: str, session_of: Any) -> None:
    found = run("log", "-s", incident, "-", stdin=CAPTURE)
    assert found.status == 0
    assert [(event.at, event.precision, event.kind, event.text[:16]) for event in session_of().timeline] == [
        ("2017-01-31T17:20:00Z", "exact", "other", "LVM snapshot of "),
        ("2017-01-31T21:00:00Z", "about", "other", "writes lock up; "),
        ("2017-01-31T22:00:00Z", "exact", "other", "PAGE replication"),
        ("2017-01-31T23:30:00Z", "about", "other", "data directory r"),
    ]
    noted, named = found.err.splitlines()[:2]
    assert noted.startswith("pmtui: noted 31 Jan 2017 17:20 UTC: LVM snapshot")
    assert named.startswith(f"pmtui: session {incident}")
    assert found.err.count("\n") == 5


def test_lines_may_end_anyhow_and_be_no_utf_8(run: Run, incident: str, session_of: Any) -> None:
    run("log", "-s", incident, "-", stdin=b"\xef\xbb\xbf14:02 one\r\n  \r\n\tindented\n\xff end without newline")
    assert [event.text for event in session_of().timeline] == ["one", "indented", "\\xff end without newline"]
    assert session_of().timeline[0].at == "2017-01-31T14:02:00Z"


def test_a_line_that_is_only_a_time_keeps_it_as_its_text(run: Run, incident: str, session_of: Any) -> None:
    run("log", "-s", incident, "-", stdin="10:30\n")
    assert [(event.at, event.text) for event in session_of().timeline] == [("2017-01-31T10:30:00Z", "10:30")]


def test_every_line_is_safe_before_the_next_is_read(
    run: Run, library: Library, session_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def lines() -> Any:
        for text in ("one", "two", "three"):
            seen.append([event.text for event in session_of().timeline] if library.names() else [])
            yield text

    monkeypatch.setattr(line_input, "piped_lines", lines)
    assert run("log", "-").status == 0
    assert seen == [[], ["one"], ["one", "two"]]


def test_nothing_is_taken_from_the_pipe_before_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.BufferedReader(_Raw(b"one\ntwo\n"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
    assert next(line_input.piped_lines()) == "one"
    assert pipe.raw.readall() == b"two\n"


class _Raw(io.RawIOBase):
    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.rest.readinto(buffer)


def test_no_lines_make_no_session(run: Run, library: Library) -> None:
    assert run("log", "-", stdin="\n \n").status == 0
    assert library.names() == []


# --- the machine refuses ---


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A disk that is full as long as the number in the list is above nought; each refusal counts it down."""
    left = [10**9]
    write = Disk.write

    def refuse(self: Disk, fd: int, data: bytes) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise OSError(28, "No space left on device")
        write(self, fd, data)

    monkeypatch.setattr(Disk, "write", refuse)
    return left


def test_what_could_not_be_kept_is_repeated(run: Run, full: list[int]) -> None:
    found = run("log", "rolled", "back", "--force")
    found.refused("the disk is full", status=3, repeated="rolled back --force")


def test_of_a_stream_every_line_is_kept_or_repeated(run: Run, incident: str, session_of: Any, full: list[int]) -> None:
    full[0] = 2
    found = run("log", "-s", incident, "-", stdin="14:00 one\n14:01 two\n14:02 three\n")
    assert found.status == 3
    assert [event.text for event in session_of().timeline] == ["three"]
    assert [line for line in found.err.splitlines() if not line.startswith("pmtui: ")] == [
        "not noted: 14:00 one",
        "not noted: 14:01 two",
    ]


def test_two_first_notes_at_one_instant_are_one_session(
    run: Run, library: Library, session_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Library.newest_draft

    def overtaken(self: Library, now: datetime) -> Any:
        """Nothing is there when we look; before we write, somebody else notes something."""
        monkeypatch.setattr(Library, "newest_draft", look)
        found = look(self, now)
        assert run("log", "theirs").status == 0
        return found

    monkeypatch.setattr(Library, "newest_draft", overtaken)
    assert run("log", "ours").status == 0
    assert len(library.names()) == 1
    assert [event.text for event in session_of().timeline] == ["theirs", "ours"]


def test_a_library_that_cannot_be_looked_at_repeats_the_text_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DiskFull("/x: the disk is full")

    monkeypatch.setattr(Library, "newest_draft", fail)
    for found in (run("log", "the words"), run("log", "-", stdin="the words\n")):
        assert found.status == 3
        assert found.err.splitlines()[-1] == "not noted: the words"


def test_a_line_copied_from_a_list_is_text_and_not_an_option(run: Run, library: Library) -> None:
    run("log", "- 14:10 — errors fall")
    run("log", "-s", "latest", "- back to normal")
    run("log", "-s", "latest", "--", "- 14:20 all green")
    first, second, third = library.read(library.entries()[0]).timeline
    assert first.text == "errors fall"
    assert second.text == "- back to normal"
    assert third.text == "all green"


def test_marks_of_direction_reorder_nothing_on_a_terminal(run: Run, session_of: Any) -> None:
    turned = "left \u202eright"
    apart = f"\u2068{turned}\u2069"
    run("new", "--no-open", "--product", turned)
    assert f": {apart} ({apart}, " in run("log", turned, terminal=True).err
    assert f": {turned} ({turned}, " in run("log", turned).err
    assert [event.text for event in session_of().timeline] == [turned, turned]
    assert f"not noted: {apart}\n" in run("log", "--at", "25:00", turned, terminal=True).err
    assert f"not noted: {turned}\n" in run("log", "--at", "25:00", turned).err
    # In a line that is cut, too, what was opened is closed.
    run("new", "--no-open", "--headline", f"\u202e{'x' * 200}")
    (cut,) = [line for line in run("list", terminal=True).lines if "xxx" in line]
    assert cut.endswith("x\u2069…")
