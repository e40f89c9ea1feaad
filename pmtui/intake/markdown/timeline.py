"""Read events from tables, lists, lines of text, or a heading for each time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.draft import Draft, Own
from pmtui.intake.markdown.event_columns import Columns, columns_of
from pmtui.intake.markdown.event_kinds import kind_of_event
from pmtui.intake.markdown.figures import is_list_of_links, read_links
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_empty_value, is_placeholder
from pmtui.intake.markdown.time_reader import Read
from pmtui.intake.markdown.zones import is_zone_note
from pmtui.session.document import Event

PLACE: Final = "timeline"


class Timeline:
    """Reads the blocks of a timeline, in order."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    # --- below a heading that is a time ---

    def heading(self, read: Read, title: str, lines: tuple[int, int], blocks: Sequence[Block]) -> None:
        """Add the event whose time is the heading; lists and tables of times below it become their own events."""
        draft, at = self.draft, read.typed.at
        account = draft.account
        account.put_lines(*lines, PLACE)
        account.became(plain(title), read.rest)
        by_day = read.typed.precision == "day"
        timed = [block for block in blocks if self.has_times(block) or (by_day and self.begins_with_a_time(block))]
        body = [block for block in blocks if block not in timed]
        below = as_text(draft, body, at=at, caption=read.rest or read.taken)
        for block in body:
            account.put(block, PLACE)
        text = "\n".join(part for part in (read.rest, below.text) if part)
        if text or below.figures or read.typed.precision != "day":
            text = text or " and ".join(map(draft.name_of, below.figures)) or read.taken
            self._add(read, text, figures=below.figures)
        for block in timed:
            self._block(block, None)

    @staticmethod
    def begins_with_a_time(block: Block) -> bool:
        """Whether a paragraph begins with a time of day."""
        return block.kind == "paragraph" and _CLOCK.match(plain(block.text[:80])) is not None

    def has_times(self, block: Block) -> bool:
        """Whether most rows or items of a block begin with a time of day."""
        if block.kind == "table":
            return columns_of(block.children).time is not None
        if block.kind != "list":
            return False
        texts = [plain(item.children[0].text) for item in block.children if item.children]
        return sum(_CLOCK.match(text) is not None for text in texts) * 2 > len(texts)

    def are_events(self, block: Block) -> bool:
        """Whether a block holds several events, whatever the heading above it says."""
        several = len(block.text.split("\n")) > 1 if block.kind == "paragraph" else len(block.children) > 1
        return several and self._is_events(block)

    # --- below any other heading ---

    def blocks(self, blocks: Sequence[Block], title: str) -> None:
        """Read all blocks below a heading that is no time."""
        own: Own | None = None
        seen = len(self.draft.events)
        for block in blocks:
            intro = block.kind in ("paragraph", "quote", "html", "code") and len(self.draft.events) == seen
            own = self._block(block, own if intro else None, title if intro else "")

    def divider(self, title: str, lines: tuple[int, int], blocks: Sequence[Block] = ()) -> None:
        """Add a heading between events that is no time: as an event without a time, with the blocks below it."""
        account = self.draft.account
        account.put_lines(*lines, PLACE)
        shown, figures = self.draft.plain(title, lines[0])
        body = [block for block in blocks if not self._is_events(block)]
        below = as_text(self.draft, body, caption=shown)
        for block in body:
            account.put(block, PLACE)
        text = "\n".join(part for part in (shown, below.text) if part)
        if is_placeholder(text):
            account.dropped(lines[0], text)
        elif text:
            self._add(None, text, figures=(*figures, *below.figures))
        for block in blocks:
            if self._is_events(block):
                self._block(block, None)

    def _is_events(self, block: Block) -> bool:
        """Whether a block holds events with their times."""
        lines = block.text.split("\n")
        return self.has_times(block) or (block.kind == "paragraph" and all(_CLOCK.match(line) for line in lines))

    def _block(self, block: Block, own: Own | None, intro: str = "") -> Own | None:
        draft = self.draft
        if block.kind == "table":
            self._table(block)
        elif block.kind == "list":
            if not self.has_times(block) and is_list_of_links(draft, block):
                read_links(draft, [block], intro or "Timeline")
                return own
            for item in block.children:
                self._item(item)
        elif (block.kind == "paragraph" and self._paragraph(block)) or (
            block.kind == "code" and self._lines(block.text, block)
        ):
            return own
        elif block.kind == "rule":
            draft.account.put(block, PLACE, "")
        elif block.kind == "quote" and len(block.children) == 1 and is_zone_note(block.children[0].text):
            self._paragraph(block.children[0])
        elif block.kind == "paragraph" and draft.times.is_kept_as_words(block.text):
            self._belongs(block)
        elif intro:
            return draft.add_section(intro, [block], own)
        else:
            self._belongs(block)
        return own

    def _belongs(self, block: Block) -> None:
        """Add a block after an event, which has no time of its own, as an event without a time."""
        last = self.draft.events[-1] if self.draft.events else None
        below = as_text(self.draft, [block], at=last.at if last else None, caption=last.text if last else "")
        self.draft.account.put(block, PLACE)
        if below.text and not is_placeholder(below.text):
            self._add(None, below.text, figures=below.figures)
        elif below.figures and last:
            self.draft.events[-1] = _with_figures(last, below.figures)

    def _paragraph(self, block: Block) -> bool:
        """Read a paragraph of lines with times, a date, or a note on the zone; returns False where it is none
        of these.
        """
        draft = self.draft
        text = draft.words(block)
        if is_placeholder(text):
            draft.account.put(block, None)
            draft.account.value(text)
            return True
        if is_zone_note(text):
            draft.account.put(block, "key_details.timezone")
            draft.account.value(text)
            return True
        return self._lines(text, block)

    def _lines(self, text: str, block: Block) -> bool:
        """Read events from lines; lines without a time belong to the event above.

        Returns False if the first has no time.
        """
        first = next((line for line in text.split("\n") if line.strip()), "")
        if self.draft.times.take(plain(first)) is None:
            return False
        events: list[tuple[Read | None, list[str]]] = []
        for line in text.split("\n"):
            shown, _ = self.draft.plain(line, block.start)
            read = self.draft.times.take(shown)
            if read is not None:
                self.draft.account.became(shown, read.rest)
                events.append((read, [read.rest] if read.rest else []))
            elif shown and events:
                events[-1][1].append(shown)
        self.draft.account.put(block, PLACE)
        for read, lines in events:
            if read and not lines and read.typed.precision == "day":
                continue
            self._add(read, "\n".join(lines) or (read.taken if read else ""))
        return True

    # --- lists ---

    def _item(self, item: Block) -> None:
        draft = self.draft
        found = item_text(draft, item)
        gone = is_placeholder(found.text) and not found.rest
        draft.account.put_lines(item.start, item.end, None if gone else PLACE)
        if not found.text and not found.rest:
            return
        if gone:
            draft.account.value(found.text)
            return
        read = self._read(found.text) if found.text else None
        if read is not None:
            draft.account.became(found.text, read.rest)
        nested = [block for block in found.rest if self.has_times(block)]
        others = [block for block in found.rest if block not in nested]
        below = as_text(draft, others, at=read.typed.at if read else None, caption=found.text)
        text = "\n".join(part for part in ((read.rest if read else found.text), below.text) if part)
        figures = (*found.figures, *below.figures)
        if text or figures or not nested:
            self._add(read, text or (read.taken if read else ""), figures=figures, raw=found.raw)
        for block in nested:
            self._block(block, None)

    def _read(self, text: str) -> Read | None:
        """Return the time of an item: at its beginning, after a label (`Detected: 14:02 …`), or with a date at
        its end.
        """
        times = self.draft.times
        read = times.take(text)
        if read is None and (label := _LABEL.match(text)) and (read := times.take(label["rest"])):
            read = read._replace(rest=f"{label['label']}: {read.rest}" if read.rest else label["label"])
        if read is None and (end := _TIME_AT_END.fullmatch(text)) and (read := times.whole(end["time"])):
            read = read._replace(rest=end["text"])
        return read

    # --- tables ---

    def _table(self, table: Block) -> None:
        columns = columns_of(table.children)
        account = self.draft.account
        rows = table.children
        if columns.header:
            account.put(rows[0], PLACE)
            account.names(table.start, *rows[0].cells)
            rows = rows[1:]
        account.put_lines(table.start, table.end, PLACE, "")
        for row in rows:
            self._row(row, columns)

    def _row(self, row: Block, columns: Columns) -> None:
        draft = self.draft
        cells = [draft.plain(cell, row.start) if cell else ("", ()) for cell in row.cells]
        draft.account.put(row, PLACE)
        if not any(text for text, _ in cells):
            return
        when = " ".join(cells[n][0] for n in columns.when if n < len(cells) and cells[n][0])
        read = draft.times.take(when) if when else None
        texts = []
        if read is not None:
            draft.account.became(when, read.rest)
            draft.account.value(columns.cell(cells, columns.weekday))
            texts = [read.rest] if read.rest else []
        elif when and not is_empty_value(when):
            texts = [" ".join(filter(None, (columns.cell(cells, columns.weekday), when)))]
        elif when:
            draft.account.dropped(row.start, when)
        said = columns.text_of([text for text, _ in cells])
        text = ": ".join([*texts, said] if said else texts)
        figures = tuple(figure for _, found in cells for figure in found)
        who, source = columns.cell(cells, columns.who), columns.cell(cells, columns.source)
        if text or who or source or (read and read.typed.precision != "day"):
            raw = next((row.cells[n] for n in columns.texts if n < len(row.cells)), "")
            self._add(read, text or (read.taken if read else who), who=who, source=source, figures=figures, raw=raw)

    def _add(
        self,
        read: Read | None,
        text: str,
        *,
        who: str = "",
        source: str = "",
        figures: tuple[str, ...] = (),
        raw: str = "",
    ) -> None:
        typed = read.typed if read else None
        if figures:
            # The event shows its figures; a line that only names a figure is not needed.
            kept = [line for line in text.split("\n") if not _FIGURES.fullmatch(line)]
            text = "\n".join(kept) or text
        if typed and typed.note:
            self.draft.say(f"{text[:40]}: {typed.note}")
        self.draft.events.append(
            Event(
                id=self.draft.new_id(),
                at=typed.at if typed else None,
                until=typed.until if typed else None,
                precision=typed.precision if typed else "exact",
                text=text,
                kind=kind_of_event(text, raw),
                who=who,
                source=source,
                evidence=tuple(dict.fromkeys(figures)),
            )
        )


_LABEL: Final = re.compile(r"(?P<label>[A-Z][\w #/()-]{2,40}):\s+(?P<rest>\S.*)", re.DOTALL)
_TIME_AT_END: Final = re.compile(
    r"(?P<text>[^\d\n]{3,60}?)[\s:,(–—-]+(?:at\s|on\s)?"
    r"(?P<time>\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\s?[A-Z]{1,4})?)\)?"
)
_FIGURES: Final = re.compile(r"\s*(?:Fig\. \d+\s*)+")
_CLOCK: Final = re.compile(r"\W*(?:[\w,.-]+\s+){0,4}?~?(?:ca\.? )?\d{1,2}[:.h]\d{2}\b|\W*\d{4}-\d{2}-\d{2}[ T]\d")


def _with_figures(event: Event, figures: tuple[str, ...]) -> Event:
    from msgspec.structs import replace

    return replace(event, evidence=(*event.evidence, *figures))
