"""Escape typed text so that Markdown shows it as it was typed, and it cannot break the report's structure.

Any field may contain anything, and the report's tables, lists and headings must survive it in GitHub, GitLab,
cmark-gfm and pandoc. Escaped is what one of these would act on; ordinary text stays readable in the source. The
escapes can be reversed: outside code spans and addresses a backslash always escapes the next character, and unescaped
syntax is the report's own.
"""

from __future__ import annotations

import re
from typing import Final

from pmtui.report.link_targets import encoded
from pmtui.session.bidi import DIRECTION_MARKS, isolation

# An address contains no character that needs escaping, except a pipe, which is written as `%7C` (see `target`).
# An ampersand that begins an entity ends the address, because some renderers do not decode entities there.
_IN_URL: Final = rf"(?:[^\s<>\\`\"^{{}}\[\]()&{DIRECTION_MARKS}]|&(?!#?\w+;))"
_CODED: Final = rf"\t\r\f\u2028\u2029{DIRECTION_MARKS}"
"""Characters that are written as entities, because a page would act on them or drop them."""
_HTTP: Final = r"(?i:ttps?)://(?=[^\W_])"
_MAILTO: Final = r"(?i:ailto):(?=[\w.+%-]+@\w)"
_URL: Final = rf"(?:[hH]{_HTTP}|[mM]{_MAILTO})(?>(?:{_IN_URL}|\({_IN_URL}*\))+)"


def _code_after_tick(name: str) -> str:
    """Return the pattern of the rest of a code span on one line, as CommonMark closes it."""
    return rf"(?>(?P<{name}>`*)(?!`).+?(?<!`)`(?P={name})(?!`))"


def _pattern(*parts: str, also: str = "", coded: str = "") -> re.Pattern[str]:
    """Return a pattern of the syntax in inline text; `also` adds characters to escape, `coded` to write as entities.

    The set before the alternatives makes it many times faster than alternatives that each match their first character.
    A colon is syntax only in an address or emoji, an ampersand only in an entity.
    """
    ways = (
        *parts,
        r"(?<=`)(?P<run>`*)",
        r"(?<=_)(?P<underscores>_*)",
        r"(?<=[wW])(?P<www>(?i:ww)\.)",
        rf"(?<=[{_CODED}{coded}])(?P<coded>)",
        rf"(?P<mark>(?<=[\\*\[\]<|~${also}])|(?<=!)(?=\[)|(?<=&)(?=#?\w+;)"
        r"|(?<=:)(?=(?!\d+:)[\w+-]+:|100:|1234:)"
        r"|(?i:(?<=http:)|(?<=https:)|(?<=ftp:))(?=//)|(?i:(?<=mailto:)|(?<=xmpp:)))",
    )
    return re.compile(rf"[\\*\[\]<|~$!&:`_wWhHmM{_CODED}{also}{coded}](?:{'|'.join(ways)})")


NO_TEXT: Final = "&#x20;"
"""Stands for an empty text in a place that must not be empty: a bullet without text could make a heading of the line
above it. No other text is written so."""

_CODE: Final = rf"(?<=`)(?P<code>{_code_after_tick('ticks')})"
_LABEL_TEXT: Final = rf"(?P<label>(?>(?:[^\[\]`\n]|`{_code_after_tick('inner')})+))"
_LINK: Final = rf"(?<=\[)(?P<link>{_LABEL_TEXT}\]\((?P<target>{_URL})\))"
_BARE: Final = rf"(?<![^\W_].)(?P<bare>(?:(?<=[hH]){_HTTP}|(?<=[mM]){_MAILTO})(?>(?:{_IN_URL}|[()])+))"

_ADDRESS: Final = re.compile(rf"[hH]{_HTTP}|[mM]{_MAILTO}")

_PLAIN: Final = _pattern()
_PLAIN_APART: Final = _pattern(coded="—")
_RICH: Final = _pattern(_CODE, _LINK, _BARE)
_RICH_APART: Final = _pattern(_CODE, _LINK, _BARE, coded="—")
_LABEL_OF_HOST: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX: Final = rf"[A-Za-z0-9.+_-]+@{_LABEL_OF_HOST}(?:\.{_LABEL_OF_HOST})+"
# GitHub links every e-mail address, even an escaped one, and after `xmpp:` to that scheme.
_CHAT_BOX: Final = r"(?i:(?<=xmpp:))(?P<chat>[A-Za-z0-9.+_-]+@[A-Za-z0-9_.-]+)"
_MAILBOXES: Final = rf"(?<![A-Za-z0-9.+_-])(?P<mailbox>{_MAILBOX})|{_CHAT_BOX}"
_MAILBOX_APART: Final = re.compile(rf"{_BARE}|{_MAILBOXES}")
_BLOCK: Final = _pattern(_BARE, coded="\n")
_BLOCK_LABEL: Final = _pattern(coded="\n")
_LISTED: Final = _pattern(_CODE, _LINK, _BARE, also=",")
# More syntax where a text contains e-mail addresses: some renderers link them, so here they are always linked. In
# titles, where nothing is rendered, only those that would become part of another link.
_WITH_MAILBOXES: Final = {
    pattern: re.compile(f"{boxes}|{pattern.pattern}")
    for boxes, patterns in ((_MAILBOXES, (_RICH, _RICH_APART, _LISTED)), (_CHAT_BOX, (_PLAIN, _PLAIN_APART)))
    for pattern in patterns
}
_LISTS: Final = (_LISTED, _WITH_MAILBOXES[_LISTED])
# Syntax in the text of a link, which contains no other link.
_LABEL: Final = {
    _RICH: _pattern(_CODE),
    _RICH_APART: _pattern(_CODE, coded="—"),
    _LISTED: _pattern(_CODE, also=","),
}
_LABEL.update({_WITH_MAILBOXES[pattern]: label for pattern, label in _LABEL.items()})
_WHOLE_URL: Final = re.compile(_URL)

# Fast path: a text without any of these, without `www.` and without spaces at its ends needs no escapes.
_SUSPECT: Final = re.compile(rf"[\\*\[\]<|~$!&:`_,—@\n{_CODED}]")
_MARK: Final = re.compile(f"[{DIRECTION_MARKS}]")

_LINE_START: Final = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=[\s:-]|$)|=(?==*\s*$)|:(?=-)")
_NUMBERED: Final = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))", re.ASCII)
_AFTER_URL: Final = "|?!.,:;*_~'…”’»"


def cell(text: str) -> str:
    """Escape a field for a table cell: one line, with `<br>` for line breaks."""
    return _in_lines(text, _RICH, "<br>", in_cell=True)


def plain_cell(text: str) -> str:
    """Escape a field for a table cell so that nothing is rendered, not even code spans and addresses."""
    return _in_lines(text, _PLAIN, "<br>", in_cell=True)


def listed(texts: tuple[str, ...]) -> str:
    """Join several short texts in one cell with commas; their own commas are escaped, and empty texts left out."""
    return ", ".join(_in_lines(text, _LISTED, "<br>", in_cell=True) for text in texts if text)


def flow(text: str, indent: str = "", *, apart: bool = False) -> str:
    """Escape a field for a paragraph or list item; a line break becomes a hard break, followed by `indent`.

    With `apart`, em dashes are written as entities, because an unescaped one after the text begins the next field.
    """
    return _flowing(text, _RICH_APART if apart else _RICH, indent)


def plain(text: str, indent: str = "", *, apart: bool = False) -> str:
    """Escape as `flow` does, but so that nothing is rendered, not even code spans and addresses; for captions,
    titles.
    """
    return _flowing(text, _PLAIN_APART if apart else _PLAIN, indent)


def label(text: str, indent: str = "") -> str:
    """Escape as `plain` does for the text of a link, in which an e-mail address must not become a link of its own."""
    return _flowing(text, _BLOCK_LABEL, indent)


def heading(text: str) -> str:
    """Escape a field for a heading, which has one line: line breaks are written as entities."""
    escaped = _in_lines(text, _PLAIN, "&#10;", in_cell=False)
    return f"{escaped[:-1]}\\#" if escaped.endswith("#") else escaped


def is_address(text: str) -> bool:
    """Whether the whole text is one address (http, https or mailto) that can be linked."""
    return _WHOLE_URL.fullmatch(text) is not None


def target(url: str) -> str:
    """Return an address as the target of a link; a pipe, which would end a table cell, becomes `%7C`.

    In an address that contains `%7C` already, a letter is percent-encoded, so that reading back restores both.
    """
    return url.replace("%7C", "%7&#67;").replace("|", "%7C") if "%7C" in url or "|" in url else url


def in_block(text: str, *, links: bool = True) -> str:
    """Escape a part of the inline text of block Markdown; the caller handles the spaces at its ends."""
    if not links:
        return _BLOCK_LABEL.sub(_in_text, text)
    if "@" not in text:
        return _BLOCK.sub(_in_text, text)
    # Some renderers link every e-mail address and others none: here all are linked.
    parts, at = [], 0
    for found in _MAILBOX_APART.finditer(text):
        if found["mailbox"] or found["chat"]:
            parts += [_BLOCK.sub(_in_text, text[at : found.start()]), _in_text(found)]
            at = found.end()
    return "".join((*parts, _BLOCK.sub(_in_text, text[at:])))


def spaces(spaces: str) -> str:
    """Return white space at the end of a line as entities, because renderers would strip it."""
    return "".join(map(coded, spaces))


def coded(char: str) -> str:
    """Return a character as a numeric entity, which shows as the character and is never syntax."""
    return f"&#{ord(char)};"


def begun(line: str) -> str:
    """Escape what would begin a block at the beginning of a line that is escaped otherwise."""
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\", line, count=1) if line[:1].isdecimal() and _NUMBERED.match(line) else line


def _in_lines(text: str, pattern: re.Pattern[str], line_break: str, *, in_cell: bool) -> str:
    if not text or _is_harmless(text):
        return text
    return line_break.join(_line(line, pattern, in_cell=in_cell) for line in text.split("\n"))


def _flowing(text: str, pattern: re.Pattern[str], indent: str) -> str:
    # A hard break at the end of a block would show its backslash: line breaks there become entities, equally invisible.
    kept = text.rstrip("\n")
    lines = [] if not kept else [begun(_line(line, pattern, in_cell=False)) for line in kept.split("\n")]
    return f"\\\n{indent}".join(lines) + "&#10;" * (len(text) - len(kept))


def _is_harmless(text: str) -> bool:
    return _SUSPECT.search(text) is None and "www." not in text.lower() and text == text.strip()


def _line(line: str, pattern: re.Pattern[str], *, in_cell: bool) -> str:
    if _is_harmless(line):
        return line
    inner = line.strip()
    before = line[: len(line) - len(line.lstrip())] if inner else line
    after = line[len(before) + len(inner) :]
    pattern = _WITH_MAILBOXES.get(pattern, pattern) if "@" in inner else pattern
    escaped = spaces(before) + pattern.sub(_in_cell if in_cell else _in_text, inner) + spaces(after)
    if _MARK.search(line):
        opening, closing = isolation(line)
        return f"{opening}{escaped}{closing}"
    return escaped


def _in_cell(found: re.Match[str]) -> str:
    if found.lastgroup == "code":
        # Renderers split a table row into cells before they look for code spans.
        return found[0].replace("|", "\\|")
    if found.lastgroup == "link":
        label = _LABEL[found.re].sub(_in_cell, found["label"])
        return f"[{label}]({target(found['target'])})"
    return _in_text(found)


def _in_text(found: re.Match[str]) -> str:
    text, group = found[0], found.lastgroup
    if group == "mark":
        return f"\\{text}"
    if group == "code":
        return text
    if group == "link":
        return f"[{_LABEL[found.re].sub(_in_text, found['label'])}]({target(found['target'])})"
    if group == "bare":
        shown = _address(text, within=found.string[: found.start()][-1:])
        return _commas_behind(shown) if found.re in _LISTS else shown
    if group == "mailbox":
        return f"<{text}>"
    if group == "chat":
        return f"[{_PLAIN.sub(_in_text, text)}](<mailto:{encoded(text)}>)"
    if group == "coded":
        return coded(text)
    if group == "www":
        return f"{text[:-1]}\\."
    if group == "underscores" and _within_word(found):
        return text
    return "".join(f"\\{char}" for char in text)


def _within_word(found: re.Match[str]) -> bool:
    """Whether an underscore is between letters, where it is no syntax; `snake_case` stays readable."""
    line, start, end = found.string, found.start(), found.end()
    if not (start > 0 and end < len(line) and line[start - 1].isalnum() and line[end].isalnum()):
        return False
    return not _ADDRESS.match(line, end)


def _address(url: str, *, within: str) -> str:
    """Return a bare address as a link; punctuation of the sentence around it stays outside.

    After a pipe or `<`, as in a pasted table row or a chat's named link, a pipe ends the address; so it does after an
    exclamation mark, which would make an image of it.
    """
    end = url.find("|") if "|" in url and within in ("|", "<", "!") else len(url)
    surplus = url.count(")", 0, end) - url.count("(", 0, end)
    while url[end - 1] in _AFTER_URL or (url[end - 1] == ")" and surplus > 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    after = _PLAIN.sub(_in_text, url[end:])
    shown = url[:end]
    link = f"[{_PLAIN.sub(_in_text, shown)}](<{target(shown)}>)" if "|" in shown else f"<{shown}>"
    # An exclamation mark would make an image of a link that follows.
    return link + after.replace("!", "\\!")


def _commas_behind(shown: str) -> str:
    """Escape the commas after an address in a list; commas within the address are part of it."""
    end = shown.rindex(">") + 1
    return shown[:end] + shown[end:].replace(",", "\\,")


_PLAIN_AUTOLINK: Final = re.compile(rf"{_URL}|{_MAILBOX}")


def autolink(typed: str, url: str) -> str:
    """Return a link whose text is the address itself."""
    plain_one = _PLAIN_AUTOLINK.fullmatch(typed) and "|" not in typed and typed[-1] not in _AFTER_URL
    return f"<{typed}>" if plain_one else f"[{in_block(typed, links=False)}](<{encoded(url)}>)"
