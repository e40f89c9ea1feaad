"""`search`: find reviews by words and filters, best matches first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmtui.cli import out
from pmtui.cli.indexed import indexed
from pmtui.cli.verb import Call, Verb

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmtui.index.search import Hit


@click.command(
    "search",
    cls=Verb,
    short_help="Find reviews by words and filters, best first",
    example='pmtui search certificate expired\npmtui search "rolled back" product:checkout after:2026 has:root',
    # A word that begins with a dash is searched for, and is no option.
    context_settings={"ignore_unknown_options": True},
)
@click.argument("query", metavar="QUERY...", nargs=-1)
@click.option("--limit", metavar="N", type=click.IntRange(1, 10_000), default=50, help="At most so many (else 50).")
@click.option("--json", "as_json", is_flag=True, help="An array of objects.")
@click.pass_obj
def search(call: Call, query: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Find reviews that hold every word, in any case, without accents and with other endings.

    Filters: product: severity: tag: team: owner: status: has: after: before:. Alone they list all. A phrase stands in
    double quotes. Into a pipe: id, file, incident_date, product, headline, place, passage, separated by tabs.
    Exit status 1 where nothing was found.
    """
    from pmtui.index.query import hints, read_query
    from pmtui.index.search import search as find

    typed = call.typed(query)
    asked = read_query(typed, call.today())
    wordless = bool(typed.strip(' "')) and not (asked.terms or asked.filters)
    shown: Callable[[Hit], Any] = as_object if as_json else _row if out.on_terminal() else _columns
    index = indexed(call)
    hits = [] if wordless else index.read(lambda: [shown(hit) for hit in find(index, asked, limit)])
    if as_json:
        out.as_json(hits)
    else:
        out.table(("date", "id", "product", "headline", "where", "passage"), hits)
    if wordless:
        out.say(f"nothing found: {typed!r} holds no letter or digit to look for")
    elif not hits:
        why = hints(typed, call.today())
        out.say(f"nothing found in {call.library.place}{'' if why else ': fewer words find more'}")
        for line in why:
            out.say(line)
    return 0 if hits else 1


def as_object(hit: Hit) -> dict[str, Any]:
    """Return a hit as an object of `search --json`."""
    passage, details = hit.snippet().passage, hit.facts.details
    return {
        "id": hit.facts.id,
        "file": hit.facts.file,
        "status": hit.facts.status,
        "product": details.product,
        "headline": details.headline,
        "incident_date": details.incident_date.isoformat() if details.incident_date else None,
        "place": {"step": passage.step, "field": passage.field or None, "item": passage.item_id},
        "passage": passage.text,
    }


def _columns(hit: Hit) -> tuple[str, ...]:
    found = as_object(hit)
    place = ":".join(filter(None, found["place"].values()))
    keys = ("id", "file", "incident_date", "product", "headline")
    return *(found[key] or "" for key in keys), place, found["passage"]


def _row(hit: Hit) -> tuple[str, ...]:
    from pmtui.session.text import cut
    from pmtui.session.times import show_date

    passage, details = hit.snippet().passage, hit.facts.details
    day = show_date(details.incident_date) if details.incident_date else ""
    return (
        day, hit.facts.id[-6:], cut(details.product, 20), cut(details.headline, 40), passage.called, passage.text
    )  # fmt: skip
