"""The table of all findings by code: what each means, and how to mend it.

Codes are stable, because scripts and configs name them. `docs/checks.md` is generated from this table.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pmtui.meeting.wording import OFFERS, SAYS


class Code(NamedTuple):
    """What a finding with this code says, and how to mend it."""

    what: str
    mend: str


_FILL_IN: Final = "Fill it in, or switch the check off where your team does without."

GROUPS: Final[dict[str, dict[str, Code]]] = {
    "Secrets and personal data": {
        "secret-private-key": Code("A private key is written out.", "Mask it, and replace the key: it is known now."),
        "secret-token": Code(
            "A key or token of a service, a bearer header, a signature in an address.",
            "Mask it, and revoke it: it is known now.",
        ),
        "secret-password": Code("A password or a secret is written out.", "Mask it, and change it: it is known now."),
        "personal-email": Code("An e-mail address.", "Name the role, or leave it out."),
        "personal-phone": Code("A telephone number.", "Name the role, or leave it out."),
        "personal-card": Code("A card's number; its check digit is right.", "Leave it out."),
        "personal-account": Code("A bank account (IBAN); its check digits are right.", "Leave it out."),
        "personal-ip": Code("An IP address of the internet.", "Say what it belongs to, or leave it out."),
        "internal-ip": Code("An IP address of an inner network.", "Name the machine's role, or leave it out."),
    },
    "Dates and times": {
        "milestones-out-of-order": Code("It was, say, resolved before it was detected.", "Check both times."),
        "event-ends-early": Code("An event ends before it begins.", "Check both times."),
        "event-far-off": Code("An event lies more than 30 days from the incident.", "Check its day and year."),
        "timeline-starts-late": Code("The timeline begins after the incident did.", "Add what led up to it."),
        "date-differs": Code("The date of the incident is not the day on which it started.", "Check both."),
        "review-too-early": Code("The review date is before the incident.", "Check the date."),
        "due-too-early": Code("An action was due before the incident.", "Check the date."),
        "done-too-early": Code("An action was done before the incident.", "Check the date, or drop the action."),
    },
    "References that lead nowhere": {
        "event-dead-figure": Code("An event shows a figure that is not there.", "Take the figure off, or add it."),
        "why-dead-figure": Code("An answer shows a figure that is not there.", "Take the figure off, or add it."),
        "action-dead-source": Code("What an action came from is not there.", "Link it to an answer or note."),
        "remark-dead": Code("What a remark is about is not there.", "Settle it, or say in it what it is about."),
        "group-of-one": Code("A group has one note.", "Take it out of its group, or put the others in."),
        "recurrence-dead": Code("An earlier review is not in this library.", "Check the id, or take it off."),
        "recurrence-itself": Code("The review names itself as an earlier one.", "Take its id off."),
        "figure-no-file": Code("A figure's file is not among the attached ones.", "Attach it again, or take it off."),
    },
    "Key details and opening": {
        "no-attendees": Code("Who took part is not said.", _FILL_IN),
        "no-facilitator": Code("No facilitator is named.", _FILL_IN),
        "no-owner": Code("Nobody owns the review.", "Name the person who sees it through."),
        "no-product": Code("The product is not named.", _FILL_IN),
        "no-headline": Code("There is no headline.", "One line that an outsider understands."),
        "no-incident-date": Code("The date of the incident is not set.", _FILL_IN),
        "no-severity": Code("The severity is not said.", _FILL_IN),
        "no-started": Code("When it started is not said.", _FILL_IN),
        "no-detected": Code("When it was detected is not said.", _FILL_IN),
        "no-resolved": Code("When it was resolved is not said.", _FILL_IN),
    },
    "Resources and timeline": {
        "resource-not-secured": Code("A resource is not secured yet.", "Keep a copy, and tick it."),
        "no-timeline": Code("The timeline is empty.", "Note what could be seen, by whom, when."),
        "event-no-text": Code("An event has no words.", "Say what happened, or delete it."),
        "event-no-source": Code("An event has no source.", "Say where it can be looked up, or attach a figure."),
        "decision-no-known": Code("A decision does not say what was known then.", "What was known, and what not?"),
    },
    "Summary and impact": {
        "no-overview": Code("There is no overview.", "Two or three sentences for somebody who was not there."),
        "no-services": Code("Which services were affected is not said.", _FILL_IN),
        "no-effect": Code("Outage or degradation is not said.", _FILL_IN),
        "no-data-loss": Code("Whether data was lost is not said.", _FILL_IN),
        "no-human-intervention": Code("Whether people had to step in is not said.", _FILL_IN),
        "no-pattern": Code("Sustained or intermittent is not said.", _FILL_IN),
        "no-recurrence": Code("Whether it happened before is not said.", _FILL_IN),
        "section-no-text": Code("A section of your own has no text.", "Write it, or delete it."),
        "section-no-title": Code("A section of your own has no title.", "Give it one: it is its heading."),
        "no-impact": Code("Who was affected, and how, is not said.", _FILL_IN),
        "impact-no-number": Code("The impact has no number.", "Who, how many, how long: an estimate will do."),
        "measure-no-value": Code("A measure has no value.", "Give it one, or delete it."),
    },
    "Lessons and causes": {
        "no-went-well": Code("Nothing is noted that went well.", "What do we want to keep doing?"),
        "no-went-wrong": Code("Nothing is noted that went wrong.", "What made it harder?"),
        "no-got-lucky": Code("Nothing is noted where we got lucky.", "What protected us by chance?"),
        "no-learned": Code("Nothing is noted that was learned.", "What do we know now?"),
        "no-problem": Code("The problem to ask about is not written down.", "One effect: what, how much, how long."),
        "no-root": Code("No root is marked.", "Mark one, or say why none was found."),
        "few-factors": Code("There are fewer than two factors.", "What else had to be true for this to happen?"),
        "why-no-text": Code("An answer has no text.", "Write it, or delete it."),
        "why-open": Code("An answer is still open.", "Go on, or give it a verdict."),
        "root-no-action": Code("A root has no action.", "Add one, or link one to it."),
        "fix-among-causes": Code("A cause or note says what to do.", "Say what was; make an action of the rest."),
    },
    "Actions": {
        "action-no-text": Code("An action has no text.", "Write it, or delete it."),
        "action-no-owner": Code("An action has no owner.", "One person, not a team."),
        "action-no-due": Code("An action has no date.", "Say by when."),
        "action-no-ticket": Code("An action has no ticket.", "Make one where your team looks for its work."),
        "action-vague": Code("An action has no end that one can see.", OFFERS["vague"]),
        "dropped-no-reason": Code("A dropped action does not say why.", "Say it in its description."),
        "done-no-date": Code("A done action does not say when.", "Give the date."),
    },
    "Evidence and parking lot": {
        "figure-no-caption": Code("A figure has no caption.", "Say what one should see in it."),
        "figure-empty": Code("A figure has nothing to show.", "Add text, a file or an address."),
        "question-open": Code("A question has no answer, and nobody finds out.", "Answer it, or say who finds out."),
        "remark-open": Code("A reader's remark is neither answered nor settled.", "Answer or settle it."),
        "merge-conflict": Code("A merge put one of two versions aside.", "Keep what is needed, then delete it."),
    },
    "How it reads": {
        "story": Code("A paragraph tells a story.", "Times go to the timeline; what is left, one fact a bullet."),
        "long-paragraph": Code("A paragraph has more than 120 words.", "Split it, or make bullets of it."),
        "long-item": Code("An item has more than 60 words.", "One fact an item; split it, details in figures."),
        "long-overview": Code("The overview takes over two minutes to read.", "Two or three sentences are enough."),
        "jargon": Code("Words that a business or customer audience may not know.", "Say what the reader would see."),
        "says-outage": Code("It says outage where it was none.", "Say what was slower, or which part did not work."),
        "shown-as-typed": Code("The report cannot read a field as Markdown.", "Nest its lists and quotes less deeply."),
    },
    "Wording": {
        f"wording-{kind}": Code(f"Wording that {says}.", OFFERS[kind]) for kind, says in SAYS.items()
    },
}  # fmt: skip

CODES: Final[dict[str, Code]] = {code: each for group in GROUPS.values() for code, each in group.items()}


def matches(code: str, names: tuple[str, ...]) -> bool:
    """Whether a code is among the names, or begins with one of them and a hyphen (`wording`, `secret`)."""
    return any(code == name or code.startswith(f"{name}-") for name in names)


def unknown(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that are neither a code nor the beginning of one."""
    return tuple(name for name in names if not any(matches(code, (name,)) for code in CODES))


def mistakes(off: tuple[str, ...]) -> tuple[str, ...]:
    """Return a message for each unknown name in the config's list of checks that are off."""
    return tuple(f"checks.off: no such check {name!r}: the codes are in docs/checks.md" for name in unknown(off))
