"""The five whys as a chain: questions and answers in their order, each answer below the one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.inline import words

WHY_LABEL: Final = re.compile(
    r"^(?:\d+[.)]\s*)?(?:why\s*(?:#\s*)?\d+|\d+(?:st|nd|rd|th)\s+why)\s*[:.)–—-]*\s*", re.IGNORECASE
)
_ANSWER: Final = re.compile(r"^(?:→|->|=>|⇒|because\s*:|answer\s*:|a\s*:|∵)\s*", re.IGNORECASE)
_QUESTION: Final = re.compile(r"^(?:q|question)\s*[:：]\s*", re.IGNORECASE)
_PROBLEM: Final = re.compile(r"^(?:the\s+)?(?:problem|problem statement|issue|incident|symptom)\s*:\s*", re.IGNORECASE)
_BOTH: Final = re.compile(
    r"(?P<question>(?:.*?\bwhy\b.*?\?|[^?？\n]*[?？]))[*_\s]*(?:→|->|=>|⇒|[-–—:]\s|\n|\s(?=[A-Z\"`]))\s*(?P<answer>.+)",
    re.DOTALL | re.IGNORECASE,
)
_STOP: Final = frozenset(
    [
        "why",
        "did",
        "was",
        "the",
        "is",
        "were",
        "do",
        "does",
        "a",
        "an",
        "of",
        "to",
        "it",
        "that",
        "this",
        "so",
        "then",
        "how",
        "come",
        "not",
        "no",
        "in",
        "on",
        "had",
        "have",
        "has",
        "been",
        "be",
    ]
)


@dataclass(slots=True)
class WhyNode:
    """An answer while it is read."""

    text: str
    whys: list[WhyNode] = field(default_factory=list)


class Chain:
    """Questions and answers in their order; each answer is below the one before it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.top: list[WhyNode] = []
        self.last: WhyNode | None = None
        self.question = ""
        self._opening: WhyNode | None = None
        """A first line that does not look like an answer."""
        self._asked = False
        """Whether a question, or the mark of an answer, follows it."""

    def take(self, text: str) -> None:
        """Take a line that is a question, an answer, or both."""
        account = self.draft.account
        bare = WHY_LABEL.sub("", text)
        account.became(text, bare)
        labelled = bare != text
        if problem := _PROBLEM.match(bare):
            account.value(problem[0])
            self.ask(bare[problem.end() :])
            return
        if answer := _ANSWER.match(bare):
            account.value(answer[0])
            self._asked = True
            self.answer(bare[answer.end() :])
            return
        both = _BOTH.fullmatch(bare) if len(bare) < 2000 else None
        if both and both["answer"].strip():
            asked, said = both["question"].strip(), both["answer"].strip()
            why, because = _QUESTION.sub("", asked), _ANSWER.sub("", said)
            account.became(f"{asked} {said}", f"{why} {because}")
            self.ask(why)
            self.answer(because)
        elif bare.rstrip("*_ ").endswith(("?", "？")) and (labelled or "why" in bare.casefold() or not self.question):
            self.ask(bare)
        elif bare:
            first = self.last is None and not self.question and not self.draft.problem
            self.answer(bare)
            self._opening = self.last if first else self._opening

    def ask(self, question: str) -> None:
        """Set the question that the next answer belongs to."""
        if self.last is None and not self.draft.problem and not self.question:
            self.draft.problem = question
            return
        self._asked = True
        if self.question:
            self.answer("")
        self.question = question

    def answer(self, text: str) -> None:
        """Add an answer to the question, or to the answer before it."""
        question, self.question = self.question, ""
        known = {word.casefold() for word in words(self.last.text if self.last else self.draft.problem)}
        asked = [word for word in words(question) if word.casefold() not in _STOP]
        if question and all(word.casefold() in known for word in asked):
            self.draft.account.value(question)
            question = ""
        whole = " ".join(filter(None, (question, text)))
        if not whole:
            return
        node = WhyNode(whole)
        (self.last.whys if self.last else self.top).append(node)
        self.last = node

    def under_the_problem(self) -> list[WhyNode]:
        """Return the answers; a line above the first `Why?` or `Because:` becomes the problem instead."""
        opening = self._opening
        if opening is None or not self._asked or self.top != [opening] or not opening.whys or self.draft.problem:
            return self.top
        self.draft.problem = opening.text
        return opening.whys

    def end(self) -> None:
        """Add the last question as an answer of its own, where nobody answered it."""
        if self.question:
            self.answer("")
