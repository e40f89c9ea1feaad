"""Text that people typed, written so that Markdown shows it as it was typed and no structure comes of it.

Every field of a session may hold anything, and the report's tables, lists and headings must stand all the same, in
GitHub, GitLab, cmark-gfm and pandoc alike. What is escaped is what one of them would act on; ordinary text stays
readable in the source. The other way is unambiguous: outside code spans and addresses a backslash always escapes the
next character, and whatever stands unescaped is the report's own.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from pmtui.session.direction import DIRECTION_MARKS, isolation

# No address holds a character that would need escaping, so that each can stand as it is; but a pipe, which is written
# as `%7C` (`target`). An ampersand that begins an entity ends it, because not every renderer reads entities there.
_IN_URL: Final = rf"(?:[^\s<>\\`\"^{{}}\[\]()&{DIRECTION_MARKS}]|&(?!#?\w+;))"
_CODED: Final = rf"\t\r\f\u2028\u2029{DIRECTION_MARKS}"
"""Characters that are written as codes, because a page would act on them, or drop them."""
_HTTP: Final = r"(?i:ttps?)://(?=[^\W_])"
_MAILTO: Final = r"(?i:ailto):(?=[\w.+%-]+@\w)"
_URL: Final = rf"(?:[hH]{_HTTP}|[mM]{_MAILTO})(?>(?:{_IN_URL}|\({_IN_URL}*\))+)"


def _code_after_tick(name: str) -> str:
    """The rest of a code span, as CommonMark closes it, but within its line."""
    return rf"(?>(?P<{name}>`*)(?!`).+?(?<!`)`(?P={name})(?!`))"


def _pattern(*parts: str, also: str = "", coded: str = "") -> re.Pattern[str]:
    """What acts in running text, and how it is called; `also` is escaped and `coded` coded as well.

    The first character is matched by a set before anything else is tried: that is many times as fast as alternatives
    that each begin in their own way. A colon acts only where it makes an address or an emoji, an ampersand an entity.
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
"""A text that is not there, where its place must be held: a bullet alone would underline what stands above it. No text
is ever written so."""

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
# GitHub makes a link of every mailbox, whatever is escaped in it, and of one behind `xmpp:` a link to that.
_CHAT_BOX: Final = r"(?i:(?<=xmpp:))(?P<chat>[A-Za-z0-9.+_-]+@[A-Za-z0-9_.-]+)"
_MAILBOXES: Final = rf"(?<![A-Za-z0-9.+_-])(?P<mailbox>{_MAILBOX})|{_CHAT_BOX}"
_MAILBOX_APART: Final = re.compile(rf"{_BARE}|{_MAILBOXES}")
_BLOCK: Final = _pattern(_BARE, coded="\n")
_BLOCK_LABEL: Final = _pattern(coded="\n")
_LISTED: Final = _pattern(_CODE, _LINK, _BARE, also=",")
# What acts as well where a text may hold mailboxes: they are links to some readers, so here they are to all; in titles,
# where nothing is rendered, only those that would become another link.
_WITH_MAILBOXES: Final = {
    pattern: re.compile(f"{boxes}|{pattern.pattern}")
    for boxes, patterns in ((_MAILBOXES, (_RICH, _RICH_APART, _LISTED)), (_CHAT_BOX, (_PLAIN, _PLAIN_APART)))
    for pattern in patterns
}
_LISTS: Final = (_LISTED, _WITH_MAILBOXES[_LISTED])
# What acts in the words of a link, which hold no other link.
_LABEL: Final = {
    _RICH: _pattern(_CODE),
    _RICH_APART: _pattern(_CODE, coded="—"),
    _LISTED: _pattern(_CODE, also=","),
}
_LABEL.update({_WITH_MAILBOXES[pattern]: label for pattern, label in _LABEL.items()})
_WHOLE_URL: Final = re.compile(_URL)

# The quick way out for most texts: none of these, no `www.`, and no space at an end.
_SUSPECT: Final = re.compile(rf"[\\*\[\]<|~$!&:`_,—@\n{_CODED}]")
_MARK: Final = re.compile(f"[{DIRECTION_MARKS}]")

_LINE_START: Final = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=[\s:-]|$)|=(?==*\s*$)|:(?=-)")
_NUMBERED: Final = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))", re.ASCII)
_AFTER_URL: Final = "|?!.,:;*_~'…”’»"


def cell(text: str) -> str:
    """A field in a cell of a table: one line, `<br>` where a new one begins."""
    return _in_lines(text, _RICH, "<br>", in_cell=True)


def plain_cell(text: str) -> str:
    """A field in a cell of a table with nothing rendered, not even code spans and addresses."""
    return _in_lines(text, _PLAIN, "<br>", in_cell=True)


def listed(texts: tuple[str, ...]) -> str:
    """Several short texts in one cell, with commas between them; a comma of their own is escaped. Empty ones go."""
    return ", ".join(_in_lines(text, _LISTED, "<br>", in_cell=True) for text in texts if text)


def flow(text: str, indent: str = "", *, apart: bool = False) -> str:
    """A field in a paragraph or list item: a hard break where a new line begins, which is indented by `indent`.

    With `apart`, its dashes are coded, because one that stands open behind it begins the next field.
    """
    return _flowing(text, _RICH_APART if apart else _RICH, indent)


def plain(text: str, indent: str = "", *, apart: bool = False) -> str:
    """`flow` with nothing rendered, not even code spans and addresses: for captions and titles."""
    return _flowing(text, _PLAIN_APART if apart else _PLAIN, indent)


def label(text: str, indent: str = "") -> str:
    """`plain` for the words of a link, in which no mailbox is a link of its own."""
    return _flowing(text, _BLOCK_LABEL, indent)


def heading(text: str) -> str:
    """A field in a heading, which has one line: a line break in it is coded."""
    escaped = _in_lines(text, _PLAIN, "&#10;", in_cell=False)
    return f"{escaped[:-1]}\\#" if escaped.endswith("#") else escaped


def is_address(text: str) -> bool:
    """Whether the whole text is one address (http, https or mailto) that a link can point at."""
    return _WHOLE_URL.fullmatch(text) is not None


def target(url: str) -> str:
    """An address as the target of a link: a pipe would end the cell of a table, so that it is `%7C`.

    One that was typed as `%7C` has a coded letter in it, so that both come back from a report as they were.
    """
    return url.replace("%7C", "%7&#67;").replace("|", "%7C") if "%7C" in url or "|" in url else url


def in_block(text: str, *, links: bool = True) -> str:
    """A part of the running text of block Markdown; the spaces at its ends are the caller's."""
    if not links:
        return _BLOCK_LABEL.sub(_in_text, text)
    if "@" not in text:
        return _BLOCK.sub(_in_text, text)
    # Some readers make a link of every mailbox and others of none: here all do.
    parts, at = [], 0
    for found in _MAILBOX_APART.finditer(text):
        if found["mailbox"] or found["chat"]:
            parts += [_BLOCK.sub(_in_text, text[at : found.start()]), _in_text(found)]
            at = found.end()
    return "".join((*parts, _BLOCK.sub(_in_text, text[at:])))


def spaces(spaces: str) -> str:
    """White space at the end of a line, coded, because there it would be taken away."""
    return "".join(map(coded, spaces))


def coded(char: str) -> str:
    """A character as its number, which shows as the character and never acts."""
    return f"&#{ord(char)};"


def begun(line: str) -> str:
    """An escaped line with what would begin a block escaped."""
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\", line, count=1) if line[:1].isdecimal() and _NUMBERED.match(line) else line


def _in_lines(text: str, pattern: re.Pattern[str], line_break: str, *, in_cell: bool) -> str:
    if not text or _is_harmless(text):
        return text
    return line_break.join(_line(line, pattern, in_cell=in_cell) for line in text.split("\n"))


def _flowing(text: str, pattern: re.Pattern[str], indent: str) -> str:
    # A break at the end of a block would show its backslash: line ends there are coded, and just as invisible.
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
        # A table takes its row apart before it looks for code.
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
    """Underscores between letters mean nothing; `snake_case` stays readable."""
    line, start, end = found.string, found.start(), found.end()
    if not (start > 0 and end < len(line) and line[start - 1].isalnum() and line[end].isalnum()):
        return False
    return not _ADDRESS.match(line, end)


def _address(url: str, *, within: str) -> str:
    """A bare address as a link; what punctuates the sentence around it stays outside.

    Behind a pipe or an angle, as in a pasted row or in a chat's link with its name, a pipe ends the address; and behind
    an exclamation mark, which would make a picture of it.
    """
    end = url.find("|") if "|" in url and within in ("|", "<", "!") else len(url)
    surplus = url.count(")", 0, end) - url.count("(", 0, end)
    while url[end - 1] in _AFTER_URL or (url[end - 1] == ")" and surplus > 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    after = _PLAIN.sub(_in_text, url[end:])
    shown = url[:end]
    link = f"[{_PLAIN.sub(_in_text, shown)}](<{target(shown)}>)" if "|" in shown else f"<{shown}>"
    # An exclamation mark would make a picture of a link that comes next.
    return link + after.replace("!", "\\!")


def _commas_behind(shown: str) -> str:
    """An address in a list with the commas behind it escaped; those within it are its own."""
    end = shown.rindex(">") + 1
    return shown[:end] + shown[end:].replace(",", "\\,")


_SAFE_TARGET: Final = re.compile(r"(?i:https?)://[^\s/?#]|(?i:mailto):\S")
_PLAIN_AUTOLINK: Final = re.compile(rf"{_URL}|{_MAILBOX}")
_OUT_OF_TARGET: Final = re.compile(r"[^\w\-.~:/?#@!$&'()*+,;=%]|&(?=#?\w+;)", re.ASCII)


def is_safe_target(url: str) -> bool:
    """Whether a link may point there: at an address on the web or a mailbox."""
    return _SAFE_TARGET.match(url) is not None


def encoded(url: str) -> str:
    """A target with everything coded that readers could take for something else."""
    return _OUT_OF_TARGET.sub(lambda found: "&amp;" if found[0] == "&" else quote(found[0]), url)


def file_target(path: str) -> str:
    """A file as the target of a link; a path that is no UTF-8 is coded by its bytes."""
    return quote(path, errors="surrogateescape")


def autolink(typed: str, url: str) -> str:
    """A link whose words are the address itself."""
    plain_one = _PLAIN_AUTOLINK.fullmatch(typed) and "|" not in typed and typed[-1] not in _AFTER_URL
    return f"<{typed}>" if plain_one else f"[{in_block(typed, links=False)}](<{encoded(url)}>)"
