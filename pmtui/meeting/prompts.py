"""Follow-up questions to what somebody just typed, found by rules on the text. They work offline."""

from __future__ import annotations

import re
from typing import Final

from pmtui.meeting.lazy_patterns import LazyPattern

_RULES: Final = tuple(
    (LazyPattern(rf"\b(?:{pattern})\b", re.IGNORECASE), question)
    for pattern, question in (
        (
            r"seem(?:s|ed)?|felt|feels?|looked (?:off|odd|strange|weird|fine)|weird(?:ly)?|odd(?:ly)?|"
            r"strange(?:ly)?|suspicious|"
            r"something was (?:off|up)",
            "Which cue was it: what did you see or hear just then?",
        ),
        (
            r"obvious(?:ly)?|of course|(?:I|we|everyone|everybody) (?:just )?knew|as (?:everyone|everybody|"
            r"we all) knows?|"
            r"it was clear",
            "How did you know, and does everybody here know it?",
        ),
        (
            r"frustrat\w+|stress\w*|hectic|overwhelm\w+|confus(?:ed|ing|ion)|under pressure|exhaust(?:ed|ing)|"
            r"tired|noisy",
            "What else was going on at that moment?",
        ),
        (
            r"usually|normally|typically|as usual|as always|most of the time|in general|by habit|routine(?:ly)?",
            "What does the usual run look like, and how was this one different?",
        ),
        (
            r"decid(?:ed|es?)|chose|chosen|opted|picked|went with|settled on|judged|decision",
            "What led there, and which other ways did you see?",
        ),
        (
            r"asked|escalat(?:ed|es?|ing)|paged (?!by)|called (?:in|for|up)|pulled in|reached out|brought in|"
            r"handed over|woke",
            "What made that the moment, and how did you know whom to ask?",
        ),
        (
            r"assum(?:ed|es?|ing|ption)|thought|believed|expected|supposed|figured|guess(?:ed)?|presumed",
            "What made that likely then, and when did it turn out otherwise?",
        ),
        (
            r"ran|re-?ran|pushed|restarted|rebooted|deployed|rolled (?:back|out)|reverted|deleted|removed|"
            r"switched|killed|"
            r"failed over|scaled|disabled|enabled|raised|lowered|merged|applied|emptied|blocked",
            "Which other courses were open, and what pressed for this one?",
        ),
        (
            r"broke|broken|down|fine|dead|back up|healthy|not working|stopped working|hung|hangs|hanging|stuck|"
            r"recovered|slow|crash(?:ed|es|ing)?",
            "How could you tell, and when first?",
        ),
        (
            r"noticed|found out|discovered|realised|realized|saw|spotted|alert(?:ed)? (?:fired|us)|page[dr]?",
            "What had been visible before that, and to whom?",
        ),
    )
)


def prompt_for(text: str) -> str | None:
    """Return the question of the first rule whose words occur in a text; None where no rule applies."""
    for pattern, question in _RULES:
        if pattern.search(text):
            return question
    return None
