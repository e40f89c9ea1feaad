"""Write a session with a Jinja template: one that comes with pmtui, or a file of the team's own."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from pmtui.report import labels
from pmtui.report.actions import ticket_link
from pmtui.report.answer_line import answer
from pmtui.report.blocks import block
from pmtui.report.dates import day, event_time, event_to_the_second, moment_in, to_the_second
from pmtui.report.escape import cell, label, listed
from pmtui.report.link_targets import file_target
from pmtui.report.templates import facts
from pmtui.report.templates.filling import Texts
from pmtui.report.templates.people import People
from pmtui.report.templates.sandbox import Sandbox, TemplateFailed, check_size, run
from pmtui.session.document import Event, Session
from pmtui.session.durations import format_duration
from pmtui.session.instants import is_canonical
from pmtui.session.normalise import check_attachment_path

_FORMS: Final = Path(__file__).parent / "forms"
_WORDS: Final = {
    **labels.STATUS, **labels.EVENT_KIND, **labels.ACTION_KIND, **labels.ACTION_STATUS, **labels.EVIDENCE_KIND,
    **labels.EFFECT, **labels.PATTERN, **labels.ANSWER, **labels.VERDICT,
}  # fmt: skip
"""The labels of the document's enumerations, for the filter `word`: `{{ status|word }}`."""


def render(
    session: Session, template: str, *, attachments: str = "", ticket_url: str = "", annotated: bool = False
) -> str:
    """Return the session as Markdown.

    Args:
        session: the review.
        template: the name of a template in `forms/`, or the path of a file.
        attachments: the path of the attachment folder, relative to the report.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
        annotated: whether sections without content appear, too, with guidance.

    Raises:
        TemplateFailed: there is no such file, or the template is wrong.
    """
    texts = Texts()
    writing = _Writing(session, texts, attachments, ticket_url, annotated)
    sources: dict[str, str] = {}

    def load(name: str) -> tuple[str, str, Any] | None:
        source = _form(name) if name != template else read(template)
        if source is not None:
            sources[name] = source
        return None if source is None else (source, template if name == template else name, lambda: True)

    env = Sandbox(writing.safe, writing.filters(), load)
    env.globals.update(
        own=lambda title: facts.own_text(session.summary.sections, title),
        others=lambda *titles: facts.other_sections(session.summary.sections, *titles),
        hint=lambda step: Markup(facts.hint(step) if annotated else ""),
        answer=Markup(answer(session)),
        annotated=annotated,
    )
    return texts.fill(run(env, template, template, facts.variables(session)))


def read(template: str) -> str:
    """Return the source of a template, by its name in `forms/` or its path."""
    found = _form(template)
    if found is not None:
        return found
    try:
        source = Path(template).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise TemplateFailed(f"{template}: is no text: a template is Markdown in UTF-8") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise TemplateFailed(f"{template}: cannot be read: {said.lower()}: name a template or a file") from None
    check_size(source, template)
    return source


def _form(name: str) -> str | None:
    path = _FORMS / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.parent == _FORMS and name.isascii() and path.is_file() else None


class _Writing:
    """The filters and the escaping of a template while it writes one session."""

    def __init__(self, session: Session, texts: Texts, attachments: str, ticket_url: str, annotated: bool) -> None:
        self._session, self._texts, self._annotated = session, texts, annotated
        self._ticket_url = ticket_url
        self._folder = f"{attachments.rstrip('/')}/" if attachments else ""
        self._zone = session.key_details.timezone

    @cached_property
    def _people(self) -> People:
        return People(self._session)

    def filters(self) -> dict[str, Any]:
        """Return the filters that are added to Jinja's, by name."""
        return {
            "block": lambda text: self._ready(block(str(text))),
            "cell": lambda text: self._ready(cell(str(text))),
            "date": self._date,
            "time": self._time,
            "duration": lambda length: Markup("" if length is None else format_duration(length)),
            "word": lambda key: "" if key is None else _WORDS.get(key, key),
            "opening": lambda text, words: facts.opening(str(text), words),
            "public": lambda text: facts.for_outsiders(str(text), self._people),
            "replace": lambda text, old, new: str(text).replace(old, new) if len(new) <= max(len(old), 100) else text,
            "section": self._section,
            "figures": self._figures,
            "file": self._file,
            "ticket": lambda name: self._ready(ticket_link(str(name), self._ticket_url)),
        }

    def safe(self, value: Any) -> Markup:
        """Return a value ready to print: texts as marks, which are escaped when their place is known."""
        if isinstance(value, Markup):
            return value
        if value is None or value == "":
            return Markup("")
        if isinstance(value, date):
            return Markup(day(value))
        if isinstance(value, timedelta):
            return Markup(format_duration(value))
        if isinstance(value, tuple | list) and all(isinstance(each, str) for each in value):
            return self._ready(listed(tuple(value)))
        if isinstance(value, Event):
            return Markup(event_time(event_to_the_second(value), self._zone))
        if not isinstance(value, str | int | float):
            str(value)  # raises Jinja's error where the value is undefined
            raise TypeError(f"a {type(value).__name__} cannot be printed: name one of its fields, or loop over it")
        return Markup(self._texts.mark(str(value)))

    def _ready(self, markdown: str) -> Markup:
        return Markup(self._texts.mark(markdown, is_markdown=True) if markdown else "")

    def _date(self, value: Any) -> Markup:
        if isinstance(value, str) and is_canonical(value):
            return Markup(moment_in(value, self._zone).rsplit("\u00a0", 1)[0])
        return Markup(day(value) if isinstance(value, date) else "")

    def _time(self, value: Any) -> Markup:
        if isinstance(value, Event):
            return Markup(event_time(event_to_the_second(value), self._zone))
        if not (isinstance(value, str) and is_canonical(value)):
            return Markup("")
        return Markup(moment_in(to_the_second(value), self._zone))

    def _section(self, body: str, title: str, step: str = "", level: int = 2) -> Markup:
        """Put a heading above the text between `{% filter section("Impact", "impact") %}` and its end.

        An empty text gives nothing, or guidance where `annotated`.
        """
        shown = str(body).strip()
        if not shown and self._annotated:
            shown = facts.hint(step) or "<!-- -->"
        return Markup(f"{'#' * max(1, min(level, 6))} {title}\n\n{shown}\n\n" if shown else "")

    def _file(self, path: str) -> Markup:
        if not path:
            return Markup("")
        check_attachment_path(path)
        return self._ready(f"[{label(path)}]({file_target(self._folder + path)})")

    def _figures(self, evidence: tuple[str, ...]) -> Markup:
        numbers = [f"Fig. {n}" for n, each in enumerate(self._session.evidence, 1) if each.id in evidence]
        return Markup(f" ({', '.join(numbers)})" if numbers else "")
