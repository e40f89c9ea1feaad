"""The table of headings of postmortems by meaning; `headings.py` reads it.

Headings match in any case, with or without hyphens. `and`, `learned`, `postmortem` and `preventive` stand for their
other spellings.
"""

from __future__ import annotations

from typing import Final, Literal

Group = Literal[
    "title", "details", "attendees", "summary", "impact", "section", "timeline", "root_cause", "contributing", "whys",
    "went_well", "went_wrong", "got_lucky", "learned", "actions", "evidence", "further_reading", "questions",
]  # fmt: skip
"""The kinds of parts of a postmortem. A `section` becomes an own section of the summary with its heading."""

GROUPS: Final[dict[Group, str]] = {
    "details": """
        key details; details; metadata; stats; statistics; key facts; facts; at a glance; quick facts; incident
        details; incident information; basic information; general information; information; incident timing; key data;
        header; incident metadata; document information; incident summary table""",
    "attendees": """
        attendees; atendees; postmortem attendees; meeting attendees; participants; people involved; involved people;
        names of people involved; responders; team; who was involved; people; roles; incident team; response team;
        incident responders; involved; present""",
    "summary": """
        summary; issue summary; incident summary; executive summary; overview; incident overview; description; outage
        description; brief description; tl;dr; tldr; abstract; what happened; what went on; synopsis; incident
        description; issue description; problem statement; problem description; the incident; the outage; in short;
        short summary; high level summary; event summary; report summary; postmortem summary; outage summary""",
    "impact": """
        impact; customer impact; user impact; end user impact; user facing impact; customer/system impact; impacts;
        impact assessment; summary of impact; incident impact; scope; scope and impact; impact and scope; scope of
        impact; blast radius; affected users; affected services; services affected; affected systems; business impact;
        financial impact; revenue impact; data impact; data integrity; data loss; technical impact; infrastructure
        impact; productivity impact; security impact; compliance impact; security/compliance impact; slo impact; error
        budget impact; slo/error budget impact; who was affected; what was affected; consequences; impact on users;
        impact on customers; internal impact; external impact; impact summary; impact analysis; damage; operational
        impact; customers affected; service impact; fallout; impact and severity; severity and impact; effects""",
    "section": """
        background; leadup; lead up; prior state; context; history; fault; faults; trigger; triggers; trigger(s);
        triggering condition; triggering event; trigger event; initial trigger; what triggered it; proximate cause;
        immediate cause; detection; detection and response; detection and monitoring; how we found out; how was the
        incident detected; how was it detected; how it was detected; time to detect; alerting; discovery; why we were
        surprised; why surprised; why was this hard to detect; response; response evaluation; response effectiveness;
        escalation; incident response; incident response analysis; investigation; diagnosis; mitigation; mitigations;
        immediate mitigation; mitigation and resolution; containment; communication; communications; actions taken;
        short term fix; resolution; recovery; resolution and recovery; root cause fix; fix; the fix; fixes; solution;
        workaround; how it was resolved; how was it resolved; how we fixed it; how did we fix it; verification;
        response and recovery; external message; customer communication; public summary; status page text; status
        page; external communication; moving forward; monitoring; observability; analysis; technical background;
        glossary; definitions; acknowledgements; scope of this document; stakeholders; communication timeline log;
        remediation taken; repair; restoration; background and context; current status; system overview; architecture;
        risk; risks; assumptions; times; recurrence; backlog check; internal messaging; external messaging""",
    "timeline": """
        timeline; incident timeline; timeline summary; timeline of events; detailed timeline; time line; timelines;
        detailed timeline of events; chronology; chain of events; sequence of events; events; event log; incident log;
        narrative; play by play; key milestones; milestones; chronological timeline; full timeline; event timeline;
        timeline of the incident; timeline of incident; log of events; course of events; what happened when;
        communication timeline; response timeline; timeline details; key events; timeline/log""",
    "root_cause": """
        root cause; root cause(s); root causes; root cause analysis; rca; primary root cause; primary cause;
        identified cause; root of issue;
        root of the issue; root of the problem; why did it fail; why it failed; why it broke;
        probable root cause; confirmed root cause; blameless root cause; what caused the incident;
        what caused it; what was the cause; why did it happen; why it happened; why did this happen; cause; causes;
        cause(s); the bug; the technical problem; primary issue; secondary issue; the root cause; the cause; root
        cause and mitigation; root cause and resolution; technical details; technical analysis; technical root cause;
        cause analysis; causal analysis; cause of the incident; cause of outage; underlying cause; root cause
        description; root cause summary; root causes and trigger; fault analysis; what was the root cause; what went
        wrong technically; problem analysis; root cause identification""",
    "contributing": """
        contributing factors; contributing conditions; contributing conditions analysis; contributing causes;
        contributing factors (findings); contributors; process breakdown; process breakdown(s); process breakdowns;
        process failures; enabling conditions; systemic factors; why it wasn't caught; why it wasn't caught earlier;
        why we didn't catch it earlier; why didn't we catch it; architectural gaps; monitoring gaps; detection gaps;
        underlying causes; contributing factor; other factors; technical factors; process factors; human factors;
        organizational factors; organisational factors; aggravating factors; complicating factors; secondary causes;
        factors; contributory factors; mitigating and aggravating factors; exacerbating factors""",
    "whys": """
        why; five whys; five why's; 5 why's;
        5 whys; the five whys; the 5 whys; 5 whys analysis; five whys analysis; why chain; whys; 5whys;
        root cause identification: the five whys; root cause (5 whys); root cause analysis (5 whys); root cause
        analysis: five whys; root cause analysis 5 whys; why analysis; why why analysis; the whys; causal chain; why
        tree""",
    "went_well": """
        what went well; went well; what worked; what worked well; things that went well; what we did well; positives;
        highlights; kudos; strengths; what helped; what has gone well; what went right; good; the good; successes;
        what did go well; what did we do well; went right; things that worked; mitigating factors; what saved us""",
    "went_wrong": """
        what went wrong; went wrong; what went poorly; what went badly; things that went poorly; what didn't go well;
        what did not go well; what did not go so well; what didn't go so well; what went not so well; what could have
        gone better; what could be improved; what could be better; what needs improvement; to improve; weaknesses;
        gaps; challenges; difficulties; problems; didn't go well; went poorly; went badly; things that went wrong; what
        didn't work; what did not work; bad; what could have been better; areas for improvement; areas of improvement;
        improvement areas; what to improve; the bad; the ugly; what we could have done better; what could we have done
        better; pain points; negatives; what did not work well; what didn't work well; room for improvement; what can
        be improved; opportunities; what can we improve; what was difficult; what made it harder; not so well;
        what could improve; what should improve; what needs to improve; what failed""",
    "got_lucky": """
        where we got lucky; where did we get lucky; where we were lucky; where we were fortunate; lucky; got lucky;
        near misses; close calls; luck; how we got lucky; where were we lucky; we got lucky; where it could be worse;
        what could have been worse; lucky breaks; near miss; what was lucky""",
    "learned": """
        lessons learned; lessons; lesson learned; learnings; key learnings; key takeaways; takeaways; insights;
        reflections; reflection; conclusions; conclusion; what did we learn; how did we do; what we learned; what have
        we learned; themes; learning; findings; key findings; observations; key lessons; retrospective; lessons and
        takeaways; discussion; what i learned; closing thoughts""",
    "actions": """
        action items; actions; action plan; actions and follow ups; action items and follow ups; follow ups; follow up;
        action item; follow up actions; corrective actions; corrective and preventive measures; capa; action points;
        corrective and preventive actions; corrective measures; preventive measures; preventive actions; prevention;
        prevention measures; remediation; remediation items; remediations; remediation plan; recommendations; next
        steps; planned actions; short term improvements; long term improvements; improvements; process improvements;
        documentation improvements; technical improvements; what we're doing; what we are doing; what are we doing
        about this; what are we doing about it; what will we do differently; what will we do different;
        what can we do better; what could we do better; what to do better; future
        mitigations; mitigations (future); todo; todos; to do; backlog; countermeasures; what we do; immediate actions;
        short term actions; long term actions; medium term actions; tasks; follow up items; follow up tasks;
        outstanding actions; open actions; completed actions; remedial actions; preventing recurrence; how do we
        prevent this; how will we prevent this; how to prevent this; future work; how we will prevent this from
        happening again; what's next; action list; actions to take; agreed actions; preventing future incidents;
        remediation and prevention; remediation and follow up; resolutions and actions; remediation actions; proposed
        actions; proposed improvements; improvement actions;
        proposal improvements; improvement proposals; suggested improvements; future actions; preventive steps;
        action items and next steps; follow up work; preventing this in the future; resolution and preventive methods;
        mitigation actions; review actions; actions from the review; retrospective actions""",
    "evidence": """
        supporting information; supporting data; evidence; artifacts; artefacts; logs; graphs; screenshots; raw data;
        code and configuration changes; appendix; appendices; charts; dashboards; metrics; attachments; data; figures;
        log excerpts; relevant logs; images; supporting evidence; exhibits""",
    "further_reading": """
        supporting documents; references; links; resources; related issues; related prs; related issues / prs; related
        issues and prs; related incidents; further reading; related links; see also; documents; useful links; related
        documents; external links; relevant links; reference; additional resources; sources; further information;
        related postmortems; related tickets; related pull requests; related work""",
    "questions": """
        open questions; questions for follow up; unresolved questions; unknowns; questions; outstanding questions;
        open issues; parking lot; questions and answers; q and a; remaining questions; unanswered questions; further
        questions; known unknowns; questions to answer""",
}

STRONG: Final[dict[Group, float]] = {
    "timeline": 1.5, "root_cause": 2, "contributing": 2, "whys": 2, "went_well": 1.5, "went_wrong": 1.5,
    "got_lucky": 2, "impact": 1, "actions": 1, "learned": 1, "section": 0, "summary": 0.5, "questions": 0.5,
    "attendees": 0.5, "evidence": 0, "further_reading": 0, "details": 0, "title": 0,
}  # fmt: skip
"""By kind, how strongly such a heading suggests that a text is a postmortem."""

TELLING: Final = (
    "detection", "trigger", "resolution", "mitigation", "recovery", "response", "lead up", "resolution and recovery",
    "detection and response", "mitigation and resolution", "external message",
)  # fmt: skip
"""Headings of kind `section` that only postmortems have; each counts half a point."""
