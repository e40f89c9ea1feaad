"""Find jargon and abbreviations that readers outside engineering may not know, with plain words for them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

_PLAIN: Final[dict[str, str]] = {
    "api": "the interface for programs",
    "backend": "our servers",
    "backpressure": "slowing down what comes in",
    "canary": "a trial with a few customers",
    "ci": "automatic tests",
    "circuit breaker": "a switch that stops calls",
    "cold start": "a slow first answer",
    "cronjobs?|cron": "a scheduled task",
    "dead[- ]?locks?": "two tasks that wait for each other",
    "deploy(?:s|ed|ing|ments?)?": "put a new version in use",
    "dns": "the directory of addresses",
    "downstream": "what depends on it",
    "endpoints?": "an address of the service",
    "etcd": "",
    "fail(?:ed|s|ing)?[- ]?over": "switch to the spare",
    "feature flags?": "a switch for a feature",
    "garbage collection": "tidying up of memory",
    "heap": "memory",
    "hot[- ]?fix(?:ed|es)?": "an urgent correction",
    "ingress": "the entrance for traffic",
    "k8s|kubernetes": "the system that runs our programs",
    "kubectl|helm|terraform|ansible": "",
    "latency": "the time until an answer",
    "load[- ]?balancers?": "what spreads the traffic",
    "memory leaks?": "memory use that grew",
    "microservices?": "a part of the system",
    "middleware": "",
    "mtt[rda]": "the time until it was noticed or mended",
    "mutex(?:es)?": "",
    "namespaces?": "",
    "oom(?:[- ]?killed)?": "out of memory",
    "p(?:50|90|95|99|999)": "the slowest answers",
    "packet loss": "lost data on the way",
    "pods?": "a copy of the program",
    "race condition": "an unlucky order of two tasks",
    "read replicas?|replicas?": "a copy of the database",
    "replication lag": "copies that were behind",
    "retr(?:y|ies) storm": "many attempts at once",
    "roll(?:ed|ing|s)?[- ]?back": "go back to the earlier version",
    "runbooks?": "our written instructions",
    "saturat(?:ed|ion)": "fully used",
    "segfault(?:ed|s)?": "a crash",
    "shard(?:s|ed|ing)?": "a part of the database",
    "sl[oai]s?": "the promised quality",
    "split[- ]?brain": "two halves that worked apart",
    "stack ?trace": "",
    "sidecars?": "",
    "staging": "the test system",
    "thread ?pools?|threads?": "",
    "throttl(?:ed|ing)": "slowed down on purpose",
    "timeouts?|timed out": "no answer in time",
    "tls|ssl": "the secure connection",
    "upstream": "what it depends on",
    "webhooks?": "automatic messages to your system",
    "(?:http )?[45](?:xx|0[0-4])(?: errors?)?": "errors",
}
"""Patterns (any case, whole words) with plain words; empty where the plain words depend on the case."""

_KNOWN: Final = frozenset(
    word
    for line in (
        "AM PM UTC GMT CET CEST BST EST EDT PST PDT IST JST EU UK US USA UN EUR USD GBP CHF VAT ID IDS PDF URL FAQ CEO",
        "CTO OK TV PC GPS SMS VIP Q1 Q2 Q3 Q4 HR IT PIN ATM SEV SEV1 SEV2 SEV3 SEV4 SEV5 P1 P2 P3 P4 KB MB GB TB NASA",
        "MON TUE WED THU FRI SAT SUN GDPR IBAN SEPA AND NOT OR ALL NO YES",
    )
    for word in line.split()
)
_ABBREVIATION: Final = r"(?<![\w-])[A-Z][A-Z0-9]{1,5}s?(?![\w-])"


@cache
def _pattern() -> re.Pattern[str]:
    parts = "|".join(f"(?P<w{n}>{words})" for n, words in enumerate(_PLAIN))
    return re.compile(rf"(?<![\w-])(?:{parts})(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def found_jargon(text: str) -> dict[str, str]:
    """Return the jargon in a text, as it is spelt there, with plain words for each (empty: none are known)."""
    plain = tuple(_PLAIN.values())
    found: dict[str, str] = {}
    for match in _pattern().finditer(text):
        found.setdefault(match[0], plain[int((match.lastgroup or "w0")[1:])])
    seen = {word.lower() for word in found}
    # An abbreviation in brackets behind its words, `deoxyribonucleic acid (DNA)`, is explained.
    for match in re.finditer(_ABBREVIATION, text):
        word = match[0]
        if word.rstrip("s") not in _KNOWN and word.lower() not in seen and f"({word})" not in text:
            found.setdefault(word, "")
    return found
