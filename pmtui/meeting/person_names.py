"""Lists for recognising people's names: names that are also ordinary words, and words that name roles or systems."""

from __future__ import annotations

import re
from typing import Final

from pmtui.meeting.lazy_patterns import LazyPattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS: Final = _words("april may june august")
"""First names that are also months, in lower case."""
ALSO_WORDS: Final = MONTHS | _words(
    "art ash basil bill bob brook bud carol case cash chance chase chip clay cliff cook cross dale dawn dean dot drew "
    "duke earl eve faith field ford fox frank gene ginger glen grace grant gray green guy harmony harry hazel heather "
    "herb hill holly hope hunter iris ivy jack jade jasmine josh joy key king kit lake lance lane law link little long "
    "mark marshal mason max melody miles misty nick noble olive page park pat patience pearl peg penny peter pierce "
    "post price queen ray reed rich rob robin rock rocky root rose ruby rusty sage sandy short skip sky star stone "
    "storm sue summer sunny terry trace trip troy van victor violet wade wall ward wells west will winter woody young"
)
"""Names that are also ordinary words, in lower case: at the beginning of a sentence they may be either."""

NO_PERSON: Final = LazyPattern(
    r"\b(?:teams?|support|ops|sre|dba|qa|it|group|department|dept|all|everyone|everybody|vendors?|customers?|users?|"
    r"clients?|on-?call|lead|leads|engineers?|engineering|developers?|managers?|management|responders?|commander|"
    r"operators?|operations|admins?|staff|desk|helpdesk|security|monitoring|network|platform|infrastructure|database|"
    r"marketing|sales|finance|legal|communications?|comms|duty|system|service|server|api|bot|robot|alerts?|alerting|"
    r"gateway|scheduler|cron|pipeline|ci|script|job|watchdog|provider)\b",
    re.IGNORECASE,
)
"""Names of roles and teams, which are no persons."""
SYSTEMS: Final = _words(
    "alertmanager amazon ansible argo argocd aws azure bitbucket cloudflare datadog docker github gitlab google "
    "grafana jenkins jira kafka kubernetes linux microsoft mysql nagios nginx opsgenie pagerduty postgres postgresql "
    "prometheus redis sentry slack splunk terraform zabbix"
)
"""Names of systems that act in timelines, in lower case."""
