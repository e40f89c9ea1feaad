"""Fields that may hold block Markdown, made safe to stand in a report.

Paragraphs, lists, quotes, tables, closed fences, emphasis, links and code stay Markdown. What would act beyond the
field or is not welcome in it (headings, raw HTML, reference and footnote definitions, an unclosed fence, a link that
runs a script) is shown as it was typed: one character of it is coded as `&#NN;`. A code of that kind that was typed
gets one zero more, so that `restored` gives back every text to the character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pmtui.report.escape import flow
from pmtui.report.structure import FENCE_LINE, Structure, closing_fence

SPLIT: Final = "[//]: # (pmtui)"
"""Invisible; ends a text that could be mistaken for what the report itself says after it."""
AS_TYPED: Final = "[//]: # (pmtui as typed)"
"""Invisible; before a text that is too tangled to be shown as Markdown, and is shown as it was typed."""

# While structure is looked for, a character that must not act is held by a control character: one for one, so that
# places stay where they are, and none can stand in a session's text.
_HELD: Final = "#=-<[]`~"
_HOLD: Final = {char: chr(n) for n, char in enumerate(_HELD, 1)}
_CODES: Final = {hold: f"&#{ord(char)};" for char, hold in _HOLD.items()}
_HOLDS: Final = re.compile("[\x01-\x08]")
_CODED: Final = re.compile(rf"&#(0*)({'|'.join(str(ord(char)) for char in _HELD)});")

# Without one of these there is nothing to look for.
_SUSPECT: Final = re.compile(r"[<#\[`~]|&#|^[ \t>*+\-\d.)]*(?:=+|-+)[ \t]*$", re.MULTILINE)
_ROUNDS: Final = 20

_INLINE: Final = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))|`+"
    r"|<(?:(?i:https?://|mailto:)[^\s<>]*|[\w.+-]+@[\w.-]+)>"
    r"|(?P<tag><(?=[A-Za-z/!?]))"
    r"|(?P<note>\[(?=\^[^\]\s]+\]:))"
    r"|(?P<own>\[(?=\s*//\s*\]))"
    r"|(?P<script>\](?=\(\s*<?(?:(?i:javascript|vbscript|data|file):|[^\s()/?#]*(?:&#?\w+;|\\[^\s()/?#]*:))))",
    re.DOTALL,
)


def block(text: str) -> str:
    """A field of block Markdown, safe to stand between blank lines; empty where it would show nothing."""
    if not text.strip():
        return ""
    if not _SUSPECT.search(text):
        return text
    held = _held(_HOLDS.sub("", text))
    if held is None:
        return f"{AS_TYPED}\n\n{flow(text)}"
    return held


def restored(text: str) -> str:
    """What `block` made the text of; for one that is not marked `AS_TYPED`."""
    return _outside_code(text, lambda found: f"&#{found[1][1:]}{found[2]};" if found[1] else chr(int(found[2])))


def sets_apart(text: str, own: str, *starts: str) -> str:
    """A block and what the report itself says after it; `SPLIT` between them where one could be taken for the other.

    Args:
        text: made by `block`.
        own: the report's own Markdown; empty where it says nothing.
        starts: how the lines begin that the report may say there.
    """
    mistakable = any(line.startswith(starts) for line in text.split("\n"))
    return "\n\n".join(part for part in (text, SPLIT if mistakable else "", own) if part)


def _held(text: str) -> str | None:
    """The text with what must not act coded, or None where no end of it was found."""
    for _ in range(_ROUNDS):
        structure = Structure(text)
        if structure.too_deep:
            return None
        places = set(_offences(text, structure))
        if not places:
            if structure.holds_html() or _HOLDS.search("".join(text[a:b] for a, b in structure.code)):
                return None
            return _coded(text)
        text = "".join(_HOLD[char] if at in places else char for at, char in enumerate(text))
    return None


def _coded(text: str) -> str:
    more = _outside_code(text, lambda found: f"&#0{found[1]}{found[2]};")
    return _HOLDS.sub(lambda found: _CODES[found[0]], more)


def _offences(text: str, structure: Structure) -> Iterator[int]:
    """Where a character has to be held."""
    for line, chars in structure.starts:
        yield _first(text, structure, line, chars)
    for line, run in structure.unclosed:
        at = text.index(run, structure.lines[line])
        yield from range(at, at + len(run))
    if structure.unclosed:
        yield from _unclosed_after(text, structure, structure.unclosed[-1][0])
    for start, end in structure.inline:
        for found in _INLINE.finditer(text, start, end):
            if found.lastgroup == "code":
                if _HOLDS.search(found[0]):  # what is coded cannot stand in code
                    yield from range(*found.span("ticks"))
            elif found.lastgroup:
                yield found.start()


def _first(text: str, structure: Structure, line: int, chars: str) -> int:
    """The first of some characters on a line."""
    at = structure.lines[line]
    while text[at] not in chars:
        at += 1
    return at


def _unclosed_after(text: str, structure: Structure, line: int) -> Iterator[int]:
    """Fences that will be found unclosed when the one on that line, which held them, is gone."""
    lines = text.split("\n")
    closed_to = line
    longest = _longest_closers(lines)
    for n in range(line + 1, len(lines)):
        opening = FENCE_LINE.match(lines[n])
        if n <= closed_to or not opening or (opening["run"][0] == "`" and "`" in opening["info"]):
            continue
        run = opening["run"]
        if longest[n + 1][run[0]] < len(run):
            at = structure.lines[n] + opening.start("run")
            yield from range(at, at + len(run))
        else:
            closing = closing_fence(run)
            closed_to = next(k for k in range(n + 1, len(lines)) if closing.match(lines[k]))


def _longest_closers(lines: list[str]) -> list[dict[str, int]]:
    """For each line, the longest run of each fence character that stands alone on it or on one after it."""
    longest = [{"`": 0, "~": 0}]
    for line in reversed(lines):
        found = FENCE_LINE.match(line)
        last = longest[-1]
        if found and not found["info"].strip():
            char = found["run"][0]
            last = {**last, char: max(last[char], len(found["run"]))}
        longest.append(last)
    return longest[::-1]


def _outside_code(text: str, change: Callable[[re.Match[str]], str]) -> str:
    if not _CODED.search(text):
        return text
    structure = Structure(text)
    code = list(structure.code)
    for start, end in structure.inline:
        code += [found.span() for found in _INLINE.finditer(text, start, end) if found.lastgroup == "code"]
    parts, at = [], 0
    for start, end in (*sorted(code), (len(text), len(text))):
        parts += [_CODED.sub(change, text[at:start]), text[start:end]]
        at = end
    return "".join(parts)
