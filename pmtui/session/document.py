"""The session document: what one learning review is, as frozen structs.

Nothing here reads a clock, a file or a random number. A session is replaced, never changed; tuples
share what stayed the same, which is what makes history, merge and saving cheap.

Times are `Instant`s: RFC 3339 text in UTC ending in `Z`, in as few digits as say the same, so that no
digit is ever lost; `pmtui.session.instants` turns them into datetimes. Dates are `datetime.date`.

(No annotations from the future here: msgspec would have to evaluate each at every start.)
"""

from datetime import date
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta, Struct

FORMAT: Final = "pmtui-session"
VERSION: Final = 2
MAX_DEPTH = 100
"""Levels of a tree of whys, the first answers being level 1."""

NO_ID = "\0"
"""Stands where a document left an id out; the codec puts a new one there. Cleaned text can never equal it."""

NO_TIME = "\0"
"""Stands where a document left out when it was created or updated; the codec puts the present there."""

Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""An instant in canonical form, e.g. `2026-11-18T14:02:00Z`."""

MOST = 2**53 - 1
"""What any program that reads JSON can count to."""

Count = Annotated[int, Meta(ge=0, le=MOST)]

Status = Literal["draft", "in_review", "final"]
Audience = Literal["technical", "business", "customer"]
Effect = Literal["outage", "degradation", "none"]
Pattern = Literal["sustained", "intermittent"]
Answered = Literal["yes", "no", "unknown"]
Verdict = Literal["root", "contributing", "ruled_out", "not_followed"]
Precision = Literal["exact", "about", "day"]
EventKind = Literal["alert", "action", "decision", "communication", "change", "observation", "other"]
Horizon = Literal["short", "long"]
ActionKind = Literal["mitigate", "fix", "prevent", "detect", "process", "learn"]
ActionStatus = Literal["open", "done", "dropped"]
EvidenceKind = Literal["screenshot", "graph", "log", "chat", "file", "link"]
ParkedKind = Literal["topic", "idea", "question", "remark", "conflict"]

StepName = Literal[
    "opening", "key_details", "resources", "timeline", "summary", "impact",
    "lessons", "five_whys", "actions", "evidence", "close",
]  # fmt: skip
STEP_NAMES: Final[tuple[StepName, ...]] = get_args(StepName)
"""In the order in which a team finds the steps until it chooses another."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every struct of the document shares: frozen, keyword-only, unknown keys refused."""


class Item(Part, frozen=True):
    """An entry of a section that is a list. Its id is never reused."""

    id: str = NO_ID


class KeyDetails(Part, frozen=True):
    """What, when and who, in the order in which a report shows it. `more` holds the team's own fields by name."""

    term: str = "Learning review"
    product: str = ""
    headline: str = ""
    incident_date: date | None = None
    reference: str = ""
    severity: str = ""
    team: str = ""
    facilitator: str = ""
    scribe: str = ""
    owner: str = ""
    attendees: tuple[str, ...] = ()
    customer: str = ""
    audience: Audience = "technical"
    timezone: str = "UTC"
    started_at: Instant | None = None
    detected_at: Instant | None = None
    acknowledged_at: Instant | None = None
    mitigated_at: Instant | None = None
    resolved_at: Instant | None = None
    review_date: date | None = None
    tags: tuple[str, ...] = ()
    more: dict[str, str] = {}


class YesNo(Part, frozen=True):
    """A question answered by one key and a few words."""

    answer: Answered | None = None
    detail: str = ""


class Recurrence(Part, frozen=True):
    """Whether it happened before, and the ids of the earlier sessions."""

    answer: Answered | None = None
    detail: str = ""
    of: tuple[str, ...] = ()


class OwnSection(Item, frozen=True):
    """A section of the team's own in the summary (Detection, Background, …); its text is Markdown."""

    title: str = ""
    text: str = ""


class Summary(Part, frozen=True):
    """The overview (Markdown), the six questions and the team's own sections."""

    overview: str = ""
    services: tuple[str, ...] = ()
    effect: Effect | None = None
    data_loss: YesNo = YesNo()
    human_intervention: YesNo = YesNo()
    pattern: Pattern | None = None
    recurrence: Recurrence = Recurrence()
    related_tickets: tuple[str, ...] = ()
    sections: tuple[OwnSection, ...] = ()


class Measure(Item, frozen=True):
    """One figure of the impact, as name and value, both as they were typed."""

    name: str = ""
    value: str = ""


class Impact(Part, frozen=True):
    """The statement (Markdown) and its measures."""

    statement: str = ""
    measures: tuple[Measure, ...] = ()


class Why(Item, frozen=True):
    """One answer to "how did that come about?", with the answers to itself below it."""

    text: str = ""
    verdict: Verdict | None = None
    evidence: tuple[str, ...] = ()
    whys: tuple["Why", ...] = ()


class RootCause(Part, frozen=True):
    """The guided five whys: the problem, the tree, and what it came to."""

    problem: str = ""
    whys: tuple[Why, ...] = ()
    statement: str = ""
    not_found: str = ""


class Event(Item, frozen=True):
    """One event of the timeline. `until` is the end of a range; `day` precision stores the day's noon.

    Of a decision, `known` is what was known then and `known_now` what is known today. `who` acted: a role, a system, a
    name.
    """

    at: Instant | None = None
    until: Instant | None = None
    precision: Precision = "exact"
    text: str = ""
    kind: EventKind = "other"
    known: str = ""
    known_now: str = ""
    who: str = ""
    source: str = ""
    evidence: tuple[str, ...] = ()
    pinned: bool = False


class Resource(Item, frozen=True):
    """Something to secure before it is gone: logs, snapshots, dashboards."""

    text: str = ""
    location: str = ""
    secured: bool = False


class Action(Item, frozen=True):
    """Something to do. `source` is the id of the why or note it came from; `description` of a dropped one says why.

    `kind` is None until somebody says what kind it is.
    """

    text: str = ""
    ticket: str = ""
    horizon: Horizon = "short"
    kind: ActionKind | None = None
    owner: str = ""
    priority: str = ""
    due: date | None = None
    status: ActionStatus = "open"
    done_at: date | None = None
    description: str = ""
    source: str | None = None


class Note(Item, frozen=True):
    """One thought of the room. `group` is a name that notes share.

    `ballots` are votes by voter, `votes` those that the scribe counted.
    """

    text: str = ""
    author: str = ""
    votes: Count = 0
    group: str | None = None
    ballots: dict[str, Count] = {}


class Lessons(Part, frozen=True):
    """What was learned, what went well, what went wrong, where we got lucky."""

    learned: tuple[Note, ...] = ()
    went_well: tuple[Note, ...] = ()
    went_wrong: tuple[Note, ...] = ()
    got_lucky: tuple[Note, ...] = ()


class Evidence(Item, frozen=True):
    """A figure; "Fig. n" is its place in the list and never stored. `path` lies in the session's attachment folder."""

    caption: str = ""
    kind: EvidenceKind = "file"
    body: str = ""
    path: str = ""
    url: str = ""
    at: Instant | None = None


class Reading(Item, frozen=True):
    """Something to read further."""

    title: str = ""
    url: str = ""


class Parked(Item, frozen=True):
    """A thought parked for later.

    A `remark` is a reader's; `of` is the id of the item that it is about. `settled` says that a topic or remark is
    dealt with. A `conflict` was made by a merge and holds the text that gave way.
    """

    text: str = ""
    author: str = ""
    kind: ParkedKind = "topic"
    answer: str = ""
    owner: str = ""
    of: str | None = None
    settled: bool = False


class Sitting(Part, frozen=True):
    """One meeting about this session; whole minutes by step name.

    The show of hands at its close: how many were asked, how many learned something, how many would do it again; None
    where nobody asked.
    """

    held_at: Instant | None = None
    minutes: dict[str, Count] = {}
    asked: Count | None = None
    learned: Count | None = None
    again: Count | None = None


class Session(Part, frozen=True):
    """One learning review, from the first note taken during the incident to the published report."""

    format: Literal["pmtui-session"]
    version: Literal[2]
    id: str = NO_ID
    status: Status = "draft"
    created_at: Instant = NO_TIME
    updated_at: Instant = NO_TIME
    key_details: KeyDetails = KeyDetails()
    summary: Summary = Summary()
    impact: Impact = Impact()
    root_cause: RootCause = RootCause()
    timeline: tuple[Event, ...] = ()
    resources: tuple[Resource, ...] = ()
    actions: tuple[Action, ...] = ()
    lessons: Lessons = Lessons()
    evidence: tuple[Evidence, ...] = ()
    further_reading: tuple[Reading, ...] = ()
    parking_lot: tuple[Parked, ...] = ()
    meeting: tuple[Sitting, ...] = ()
