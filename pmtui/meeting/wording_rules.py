"""The rules of `wording`, one a row: the kind of flag, the words, and the kinds of text that they apply to.

Whoever adds a row adds two sentences to the test set: one that it flags, and one that it must leave alone.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from pmtui.meeting.lazy_patterns import LazyPattern

Kind = Literal[
    "counterfactual", "negation", "judging", "person", "name", "who", "hindsight", "absolute", "vague", "emotive",
    "passive",
]  # fmt: skip


class Rule(msgspec.Struct, frozen=True):
    """A regular expression for words of one kind; it matches whole words in any case.

    Attributes:
        kind: the kind of flag.
        words: the pattern. Where only a part of the match is flagged, that is the group `(?P<s>…)`.
        offer: what to write instead; empty: the offer of the kind.
        only: the kinds of text that it applies to; empty: all.
        never: the kinds of text that it does not apply to.
    """

    kind: Kind
    words: str
    offer: str = ""
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def inner(self) -> bool:
        """Whether only a part of the match is flagged."""
        return "(?P<s>" in self.words

    def applies(self, where: str) -> bool:
        """Whether the rule applies to this kind of text."""
        return (not self.only or where in self.only) and where not in self.never


PERSON: Final = (
    r"I|we|he|she|they|you|someone|somebody|people|persons?|"
    r"(?:the|our|their|my|one|an?|another|every) (?:[\w-]+ ){0,2}(?:teams?|leads?)|"
    r"(?:the |an? |our |their |my |one )?(?:on-?call |junior |senior |new |responsible |database |network |duty |"
    r"platform |support |ops |release )?"
    r"(?:engineers?|operators?|on-?call|developers?|devs?|admins?|administrators?|support|SREs?|managers?|DBAs?|"
    r"responders?|colleagues?|staff|reviewers?|authors?|employees?|contractors?|technicians?|interns?|ops|"
    r"devops|QA|management|vendor)"
)

_NOT: Final = r"(?:n[’']?t| not)"
_HAVE: Final = r"(?: (?:also |just |easily |simply |never |at least |probably )?have|[’']ve| of)"
_PARTICIPLE: Final = (
    r"(?: (?:been|\w+ed|\w+en|known|caught|done|had|made|found|kept|run|put|set|shut|told|gone|thought|"
    r"understood|built|read|sent|left|come|become|held|lost|begun|cut|gotten|got|paid|brought))"
)
_THING_MISSED: Final = (
    r"(?:alerts?|pages?|warnings?|e-?mails?|messages?|signals?|signs?|steps?|errors?|bugs?|problems?|issues?|checks?|"
    r"notifications?|symptoms?|clues?|instructions?|procedures?|runbooks?|process|docs?|documentation|advice)"
)

# "It could have been a network fault" guesses at a fact, and "what could have gone better" is a question: no hindsight.
_NO_GUESS: Final = r"(?<!gone)(?!(?<=been) (?:a|an|the|due|caused|because|that|related|one|some)\b)"

# Blanked out before the rules are applied: quotations, code, addresses, and phrases that only look like blame.
SAFE: Final = LazyPattern(
    r"```.*?(?:```|\Z)|`[^`\n]*`"
    r"|“[^”]{0,500}”|„[^“”]{0,500}[“”]|«[^»]{0,500}»|\"[^\"\n]*\"|(?<![\w’'])'[^'\n]+'(?!\w)|(?<![\w’'])‘[^’\n]+’(?!\w)"
    r"|(?m:^[ \t]*>.*$)"
    r"|https?://\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.\w+|(?<![\w./-])(?:[\w.-]{0,80}/){2,}[\w.-]*"
    r"|(?i:(?<!\w)(?:"
    # technical senses
    r"bad (?:gateway|requests?|blocks?|sectors?|interpreter|records?|data|deploy(?:ment)?s?|commits?|builds?|"
    r"hosts?|nodes?|"
    r"disks?|config(?:uration)?s?|packets?|checksums?|inputs?|quer(?:y|ies)|release|image|credentials?|certificates?)"
    r"|missed (?:alerts?|calls?|pages?|heartbeats?|beats?|checkpoints?|polls?|deadlines?|packets?|probes?|runs?)"
    r"|cache misse[sd]|lazy[- ](?:load\w*|eval\w*|init\w*|delet\w*|connect\w*|import\w*|mode|unmount|writes?|"
    r"cop(?:y|ies))"
    r"|dumb (?:terminals?|pipes?)|just[- ](?:culture|in[- ]time)|disaster[- ]recovery(?: \w+)?|"
    r"chaos (?:monkey|kong|engineering|experiments?|tests?|mesh|day)"
    r"|kernel panic\w*|panic mode|human[- ]error rate|user errors? (?:rate|count|page|message)|4xx user errors"
    r"|git[- ]blame|blame[- ](?:less|free|aware)\w*|blameless\w*|(?:no|without|not? to|than|"
    r"avoid(?:ing)?) blam(?:e|ing)"
    r"|always[- ]on|not always|never[- ]ending|fault[- ]toleran\w+|page faults?|seg(?:mentation)? ?faults?|default"
    r"|sloppy quorums?|reckless mode|inadequate disk space|improper shutdown|improperly (?:closed|shut)"
    # said of clearness as a quality
    r"|(?:not|less|more|no|any|nothing|anything|ma(?:ke\w*|de|king)(?: it| this)?|far from|without(?: an|"
    r" any)?) (?:\w+ )?obvious\w*"
    r"|(?:more|less|not|very|as|so|too|speak|say|says|said|show|shows|showed|stated?|state|marked|labelled|"
    r"read) clearly"
    r"|clearly (?:label|mark|document|stat|visible|show|name|nam|describ|separat|written|communicat|defin|assign)\w*"
    r"|put simply|simply put|by simply|not (?:\w+ )?easy|easy (?:read|win)"
    r"|(?:more|less|un|make \w+) ?predictabl[ey]|predictable (?:latency|load|performance|builds?|time\w*)"
    r"))",
    re.DOTALL,
)

DIRECT: Final[tuple[Rule, ...]] = (
    # what did not happen
    Rule("counterfactual", rf"should{_NOT}?{_HAVE}{_PARTICIPLE}"),
    Rule(
        "counterfactual",
        rf"(?:could|would){_NOT}?{_HAVE}(?: \w+ly| never| all)?{_PARTICIPLE}\b{_NO_GUESS}",
        never=("lucky",),
    ),
    Rule("counterfactual", r"if only\b|ought (?:not )?to\b|needed to (?:have|be more)\b"),
    Rule("counterfactual", rf"might{_HAVE} (?:noticed|prevented|avoided|caught|known|seen|helped)\b", never=("lucky",)),
    Rule(
        "counterfactual",
        rf"(?<![^\0.,;:] )had (?:I|we|he|she|they|you|some(?:one|body)|the [\w-]+|it)(?: not)?{_PARTICIPLE}\b",
    ),
    # what was not done, as a cause
    Rule(
        "negation",
        r"(?:neglect(?:ed|s|ing)? to|forgot(?:ten)? (?:to|about)|did(?:n[’']?t| not) (?:even )?bother)\b",
    ),
    Rule(
        "negation",
        r"fail(?:ed|s|ure|ing)? to (?:notice|reali[sz]e|recogni[sz]e|communicate|escalate|consider|understand|think|"
        r"anticipate|foresee|follow|mention|ask|tell|inform|take into|pay|spot|see|plan|document)\b",
    ),
    Rule(
        "negation",
        rf"(?:missed|overlooked|ignored|disregarded) (?:the|an?|all|this|that|our|every|several|two|three)"
        rf"(?: [\w-]+)? {_THING_MISSED}\b",
    ),
    Rule("negation", r"(?:was|were|been|got) (?:simply |just )?(?:overlooked|ignored|missed by|disregarded)\b"),
    Rule("negation", r"overlooked\b"),
    Rule("negation", r"did(?:n[’']?t| not) think (?:to|of|about)\b"),
    # a verdict on people or their work
    Rule(
        "judging",
        r"(?:careless(?:ly|ness)?|slopp(?:y|ily|iness)|laz(?:y|iness)|stupid(?:ly|ity)?|reckless(?:ly|ness)?|"
        r"hast(?:y|ily)|"
        r"negligen(?:t|ce|tly)|incompeten(?:t|ce|tly)|unprofessional(?:ly)?|inadequate(?:ly)?|improper(?:ly)?|"
        r"mistakenly|poorly|foolish(?:ly)?|dumb|idiotic|idiots?|irresponsibl[ey]|ignoran(?:t|ce)|clums(?:y|ily)|"
        r"silly|"
        r"amateur(?:ish)?|thoughtless(?:ly)?|inexcusabl[ey]|unacceptabl[ey]|incorrectly assumed|wrongly|badly)\b",
    ),
    Rule(
        "judging",
        r"(?:bad|poor|wrong|terrible|questionable|lousy) (?:decisions?|calls?|choices?|ideas?|judg(?:e)?ments?|"
        r"practices?|code|job|"
        r"engineering|communication|behaviou?r|design|planning|hand-?(?:off|over)|testing|handling|quality|"
        r"discipline|"
        r"management|attitude|work|documentation|coding|assumptions?|review|coordination|preparation|leadership|"
        r"habits?)\b",
    ),
    Rule(
        "judging",
        r"lack of (?:care|discipline|attention|professionalism|common sense|diligence|rigou?r|competence|"
        r"ownership)\b",
    ),
    # a person as the cause
    Rule(
        "person",
        r"user error\b|(?:human|operator|pilot|driver|engineer|admin|manual) (?:errors?|mistakes?|failure|failings?)\b",
    ),
    Rule(
        "person",
        r"(?:errors?|mistakes?|fault|negligence) (?:by|of|on the part of) (?:an? |the |our |one )?"
        r"(?:\w+ )?(?:engineers?|operators?|developers?|admins?|teams?|on-?call|employees?|user|colleagues?|"
        r"contractors?|person|staff|DBA|SRE)\b",
    ),
    Rule("person", r"(?:made|makes?|making) (?:an? |the |this )?(?:\w+ )?mistakes?\b|mistakes? w(?:as|ere) made\b"),
    Rule(
        "person", r"(?:my|his|her|their|your|our|[\w-]+[’']s|whose) (?:own )?(?:fault|mistakes?|blunder)\b|at fault\b"
    ),
    Rule(
        "person",
        r"(?:to )?blam(?:e|ed|es|ing)\b|guilty\b|accidentally\b|by mistake\b|fat[- ]finger\w*|blunder\w*",
    ),
    Rule(
        "person",
        r"(?:caused|triggered|broken) by (?:an? |the |our )?(?:[\w-]+ )?"
        r"(?:engineers?|operators?|developers?|admins?|on-?call|employees?|colleagues?|person|people|intern|"
        r"contractor)\b",
    ),
    Rule("person", r"culprits?\b", only=("why", "statement")),
    Rule("person", rf"(?:caused|broken) by (?P<s>{PERSON})\b"),
    # who
    Rule(
        "who",
        r"(?<![^\0.?!:;] )(?P<s>who (?:did|approved|broke|caused|deployed|merged|pushed|wrote|deleted|is|was|let|"
        r"allowed|changed|ran|made|signed|forgot|dropped|missed))\b",
    ),
    Rule(
        "who",
        r"(?:find out|know|ask|asked|clear|determine|show|establish|tell us|about) who\b(?! (?:to|else|can|will|"
        r"could|is on))",
    ),
    Rule("who", r"whose (?:job|idea|change|code|responsibility|decision|turn)\b"),
    # what is plain only afterwards
    Rule("hindsight", r"(?:in|with) hindsight\b|in retrospect\b|with the benefit of hindsight"),
    Rule(
        "hindsight",
        r"obvious(?:ly)?\b|of course\b|every(?:one|body) kn[oe]ws?\b|foreseeable\b|predictabl[ey]\b|self-evident\b",
    ),
    Rule("hindsight", r"clearly\b|simply\b", never=("action",)),
    Rule(
        "hindsight",
        r"just (?:needed|need|had|have|needs|has) to\b|(?:could|can|should) just\b(?! be)|just a matter of\b",
    ),
    Rule(
        "hindsight",
        r"easy to (?:see|spot|avoid|prevent|notice|catch|foresee|find|check)\b|easily (?:be )?"
        r"(?:prevented|avoided|seen|spotted|caught|noticed)\b|easy (?:fix|mistake)\b",
    ),
    # always, never
    Rule("absolute", r"never again\b|(?:yet|once) again\b|again and again\b|every single time\b", never=("event",)),
    Rule(
        "absolute",
        r"(?:nobody|no one|no-one) (?:ever |really )?(?:cares?|cared|reads?|tests?|checks?|looks?|listens?|"
        r"bothered|bothers|wants?|documents?|ever)\b",
    ),
    Rule("absolute", r"every(?:one|body) (?:always|assumed|thought|ignores?|does|hates)\b"),
    Rule(
        "absolute",
        r"always (?:forgets?|breaks?|happens?|the same (?:story|problems?|mistakes?|people|thing)|does this|"
        r"do this|goes wrong|ignores?|late|too late)\b",
    ),
    # nothing that can be finished
    Rule("vague", r"be (?:more |extra |very )?(?:careful|mindful|vigilant|attentive|cautious)\b"),
    Rule(
        "vague",
        r"(?:pay|paying) (?:more |closer )?attention\b|remember(?:ing)? to\b|raise awareness\b|"
        r"try harder\b",
    ),
    Rule(
        "vague",
        r"(?:double[- ]check|make sure|raise awareness)\w*\b",
        only=("action",),
    ),
    Rule(
        "vague",
        r"(?<![^\0.;:*\])-] )(?<!\w )(?P<s>re-?train|look into|investigate|improve(?!.{0,160}\d))\b",
        only=("action",),
    ),
    # feelings
    Rule(
        "emotive",
        r"(?:disast(?:er|rous)(?:ly)?|catastroph(?:e|ic|ically)|nightmare|insane(?:ly)?|horribl[ey]|horrific|"
        r"awful(?:ly)?|"
        r"terribl[ey]|ridiculous(?:ly)?|crazy|chaos|chaotic|shocking(?:ly)?|embarrassing(?:ly)?|a (?:total |"
        r"complete |huge )?mess|"
        r"shambles|fiasco|in a panic|total failure|epic fail\w*)\b",
    ),
    # nobody and nothing acted
    Rule(
        "passive",
        r"(?:was|were|got) (?P<s>deleted|removed|dropped|wiped|disabled|overwritten|"
        r"switched off|turned off|erased|truncated|killed)\b"
        r"(?!.{0,160}\b(?:by|automatic\w*|via|through|due to|because|from the \w+ script)\b)",
        only=("event",),
    ),
)

# "We missed the target by 3 %" is a figure.
_NO_TARGET: Final = r"(?! (?:\d|revenue|(?:the|their|our) (?:target|goal|deadline|SLO|SLA)))"

_WITHIN: Final = r" (?:[\w-]+ly |had |has |have |also |then |again |just |even |who )?"

SUBJECT: Final[tuple[Rule, ...]] = (
    Rule("negation", rf"{_WITHIN}(?P<s>fail(?:ed|s)? to \w+)"),
    Rule(
        "negation",
        rf"{_WITHIN}(?P<s>(?:did|had|have){_NOT} (?:even |properly |really )?(?:check(?:ed)?|"
        r"noticed?|follow(?:ed)?|see|seen|reali[sz]ed?|test(?:ed)?|verif(?:y|ied)|look(?:ed)?|think|"
        r"tell|told|ask(?:ed)?|communicated?|escalated?|listen(?:ed)?|know|read|understand|understood|"
        r"document(?:ed)?|review(?:ed)?|react|care|respond|consider(?:ed)?|pay|paid))\b"
        r"(?! (?:then|yet|at th\w+ time)\b)",
    ),
    Rule("negation", rf" (?P<s>(?:was|were){_NOT} (?:aware|checking|looking|listening|following|paying|reading))"),
    Rule("negation", rf"{_WITHIN}(?P<s>forgot|missed|ignored|overlooked|disregarded)\b{_NO_TARGET}"),
    Rule(
        "negation",
        rf"{_WITHIN}(?P<s>never (?:check|notic|test|read|look|ask|review|document|verif|bother|escalat|follow|"
        r"tried|told|thought)\w*)",
    ),
    Rule(
        "counterfactual",
        r" (?P<s>should(?:n[’']?t| not)? (?:know|be more|be aware|pay|learn|care|think))\b",
        never=("action", "lucky"),
    ),
    Rule("absolute", rf"{_WITHIN}(?P<s>always)\b(?! on\b)", never=("action", "event")),
    Rule("emotive", rf"{_WITHIN}(?P<s>panick(?:ed|ing)|freaked out|lost it)\b"),
)
"""Words that judge only when they are said of somebody: each follows PERSON or a name."""
