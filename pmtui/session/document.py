"""The session document: one learning review as frozen structs.

A session is replaced, never changed. Versions share the parts that are equal, so history, merges and saves are cheap.
No clock, file or random number is read here.

Times are `Instant`s: RFC 3339 text in UTC that ends in `Z`, with all digits of the fraction but trailing zeros.
`pmtui.session.instants` converts them to datetimes. Dates are `datetime.date`.

The module has no `from __future__ import annotations`, since msgspec would evaluate every annotation at each start.
"""

from datetime import date
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta, Struct

FORMAT: Final = "pmtui-session"
VERSION: Final = 2
MAX_DEPTH = 100
"""The deepest level of a tree of whys; the answers to the problem are level 1."""

NO_ID = "\0"
"""Default of an id. The codec replaces it by a new id. Cleaned text never equals it, since it has no NUL."""

NO_TIME = "\0"
"""Default of `created_at` and `updated_at`. The codec replaces it by the current time."""

Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""An instant in canonical form, e.g. `2026-11-18T14:02:00Z`."""

MOST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""

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
"""The steps in their default order."""


class DocumentError(ValueError):
    """A document cannot be read; the message begins with the path, such as `$.timeline[0].at: not a time …`."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all structs of the document: frozen, keyword-only, unknown keys are refused."""


class Item(Part, frozen=True):
    """An entry of a list of the document. Its id is never used again."""

    id: str = NO_ID


class KeyDetails(Part, frozen=True):
    """What happened, when, and who took part, in the order of the report.

    `more` holds the team's own fields by name.
    """

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
    """A question with the answer yes, no or unknown, and a few words."""

    answer: Answered | None = None
    detail: str = ""


class Recurrence(Part, frozen=True):
    """Whether it happened before, and the ids of the earlier sessions (`of`)."""

    answer: Answered | None = None
    detail: str = ""
    of: tuple[str, ...] = ()


class OwnSection(Item, frozen=True):
    """A section that the team added to the summary, such as Detection or Background; the text is Markdown."""

    title: str = ""
    text: str = ""


class Summary(Part, frozen=True):
    """The overview (Markdown), six questions, and the sections that the team added."""

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
    """A figure of the impact: name and value, both as typed."""

    name: str = ""
    value: str = ""


class Impact(Part, frozen=True):
    """The impact statement (Markdown) and its figures."""

    statement: str = ""
    measures: tuple[Measure, ...] = ()


class Why(Item, frozen=True):
    """An answer to "how did that come about?", with the answers to it in `whys`."""

    text: str = ""
    verdict: Verdict | None = None
    evidence: tuple[str, ...] = ()
    whys: tuple["Why", ...] = ()


class RootCause(Part, frozen=True):
    """The five whys: the problem, the tree of answers, the root cause, or why none was found."""

    problem: str = ""
    whys: tuple[Why, ...] = ()
    statement: str = ""
    not_found: str = ""


class Event(Item, frozen=True):
    """An event of the timeline. `until` is the end of a range; with the precision `day`, `at` is noon of the day.

    `who` acted: a role, a system or a name. For a decision, `known` is what was known at the time, and `known_now` what
    is known today.
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
    """Something to save before it is deleted: logs, snapshots, dashboards."""

    text: str = ""
    location: str = ""
    secured: bool = False


class Action(Item, frozen=True):
    """An action. `source` is the id of the why or note that led to it.

    `kind` is None until somebody chooses one. For a dropped action, `description` says why.
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
    """A note of the lessons. Notes with the same `group` belong together.

    `ballots` are the votes of each voter; `votes` are votes that the scribe counted.
    """

    text: str = ""
    author: str = ""
    votes: Count = 0
    group: str | None = None
    ballots: dict[str, Count] = {}


class Lessons(Part, frozen=True):
    """What the team learned, what went well, what went wrong, where it was lucky."""

    learned: tuple[Note, ...] = ()
    went_well: tuple[Note, ...] = ()
    went_wrong: tuple[Note, ...] = ()
    got_lucky: tuple[Note, ...] = ()


class Evidence(Item, frozen=True):
    """A figure.

    Its number ("Fig. 2") is its place in the list and not stored. `path` is inside the attachment folder.
    """

    caption: str = ""
    kind: EvidenceKind = "file"
    body: str = ""
    path: str = ""
    url: str = ""
    at: Instant | None = None


class Reading(Item, frozen=True):
    """Something for further reading."""

    title: str = ""
    url: str = ""


class Parked(Item, frozen=True):
    """An entry of the parking lot.

    `of` is the id of the item that a reader's `remark` is about. `settled`: the topic or remark is dealt with.
    A `conflict` comes from a merge, and holds the text that lost.
    """

    text: str = ""
    author: str = ""
    kind: ParkedKind = "topic"
    answer: str = ""
    owner: str = ""
    of: str | None = None
    settled: bool = False


class Sitting(Part, frozen=True):
    """A meeting on this session. `minutes` are whole minutes by step name.

    The show of hands at its end: the number of people asked, of those who learned something, and of those who would do
    it again; None where nobody asked.
    """

    held_at: Instant | None = None
    minutes: dict[str, Count] = {}
    asked: Count | None = None
    learned: Count | None = None
    again: Count | None = None


class Session(Part, frozen=True):
    """A learning review, from the first note during the incident to the published report."""

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
