"""The names of the fields of a postmortem, in tables, front matter and `**Key:** value` lines."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from pmtui.intake.markdown import other_languages
from pmtui.intake.markdown.headings import normalised
from pmtui.intake.markdown.other_languages import without_accents

LABELS: Final[dict[str, str]] = {
    "incident_date": """
        date; incident date; date of incident; day; date of the incident; date of outage; outage date; event date;
        date occurred; date (utc); dates; when""",
    "authors": """
        author; authors; by; written by; prepared by; report by; reporter; reported by; author(s); name(s); names;
        compiled by; document author; postmortem author; report author; writer""",
    "facilitator": """
        facilitator; postmortem lead; review lead; postmortem facilitator; moderator; review facilitator;
        facilitated by""",
    "scribe": "scribe; note taker; notes by; notetaker; minutes by",
    "owner": """
        owner; postmortem owner; incident commander; ic; incident lead; incident manager; incident mgmt lead;
        commander; incident owner; document owner; lead; incident commander(s); incident responsible""",
    "status": "status; report status; document status; postmortem status; incident status; state",
    "severity": "severity; sev; priority; severity level; incident severity; impact level; incident priority; urgency",
    "reference": """
        incident id; incident number; incident #; id; incident no; reference; case; case number; incident ref;
        incident reference; incident; postmortem id; pm id; incident key; incident ticket""",
    "product": "product; system; application; project; platform; product area; site; website",
    "services": """
        services affected; affected services; service; services; affected service; affected systems; systems; systems
        affected; affected components; components; component; service(s); impacted services; services impacted;
        affected products; service affected; affected system; service name; impacted systems""",
    "team": "team; owning team; teams; responsible team; team(s); squad; department; teams involved; group",
    "customer": "customer; client; customer name; client name",
    "timezone": "timezone; time zone; tz; zone; times; all times",
    "started_at": """
        start; started; start time; incident start; began; begin; start date; start date/time; started at; incident
        start time; impact start; start of incident; start of impact; beginning; incident began; time started; start
        (utc); from; outage start; start date and time; incident started; impact started; onset""",
    "detected_at": """
        detection time; detected; time detected; detected at; time of detection; first detected; discovered; incident
        detected; detected on; date detected; discovered at; reported at; first alert""",
    "acknowledged_at": "acknowledged; acknowledged at; time acknowledged; acknowledgement time; ack",
    "mitigated_at": """
        mitigation time; mitigated; mitigated at; time mitigated; incident mitigated; impact mitigated; time of
        mitigation""",
    "resolved_at": """
        end; ended; end time; resolved; resolution time; resolved at; time resolved; incident end; end date; end
        date/time; incident end time; impact end; recovered; finish; incident resolved; resolution date; finished; end
        of incident; end of impact; ended at; outage end; end date and time; impact ended; incident ended; to; until""",
    "tags": """
        tags; category; categories; keywords; labels; incident type; type of incident; classification;
        incident category""",
    "attendees": """
        attendees; participants; people involved; names of people involved; responders; involved; who; present;
        postmortem attendees; incident responders; attending; people; people present""",
    "related_tickets": """
        tickets; ticket; related tickets; jira; jira ticket; related ticket; issue; issues; related issue; related
        issues; tracking; tracking issue; jira issue; incident link; jira link; github issue""",
    "title": "title; headline; name; incident title; postmortem title; incident name; subject",
    "term": "document type; report type",
    "more": """
        duration; total duration; downtime; time to detection; time to recovery; time to repair; time to detect;
        time to mitigate; time to resolve; time to resolution; time to acknowledge; ttd; ttm; ttr; mttr; mttd; tta;
        last modified; last updated; updated; modified; created; reviewers; reviewer; reviewed by; approved by;
        approvers; recording; sre lead; technical lead; developer lead; tech lead; version; war room required; chaos
        eng preventable; region; regions; environment; environments; postmortem date; meeting date; review date;
        detected by; detection method; incident detected by; communications lead; communication lead; published;
        publication date; slack channel; channel; war room; customers affected; users affected; affected users;
        affected customers; affected regions; total downtime; time to fix; time to restore; root cause category;
        runbook; runbooks; dashboard; dashboards; confidentiality; status page; links; document status date; date
        created; date published; data loss; error budget spent; incident duration; impact duration; outage duration;
        location; locations; visibility; comms lead; comms; ops lead; operations lead; subject matter experts; sme;
        smes; executive sponsor""",
}
"""Fields of the review, each with its names; `authors` and `services` are processed further."""


def field_of(label: str) -> str | None:
    """Return the field that a label means; `more` for one without a field of its own, None for an unknown label."""
    return _field_of(label) if len(label) <= 80 else None


@lru_cache(maxsize=4096)
def _field_of(label: str) -> str | None:
    key = normalised(label)[0]
    found = _table().get(key) or _table().get(key.replace("/", " ").replace(" and ", " "))
    return found or (None if key.isascii() else _table().get(without_accents(key)))


def is_label(words: str) -> bool:
    """Whether words are a known label of a field."""
    return field_of(words) is not None


@cache
def _table() -> dict[str, str]:
    made: dict[str, str] = {}
    for labels in (LABELS, other_languages.LABELS):
        for field, names in labels.items():
            for name in re.split(r";\s+", names.strip()):
                key = normalised(name)[0]
                for form in (key, key.replace("/", " "), without_accents(key)):
                    made.setdefault(form, field)
    return made
