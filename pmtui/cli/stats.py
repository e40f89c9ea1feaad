"""`stats`: count incidents, durations and actions over the reviews of the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmtui.app.trend_files.formats import FORMATS, as_object, format_of
from pmtui.cli import out
from pmtui.cli.file_output import write_file
from pmtui.cli.indexed import indexed
from pmtui.cli.verb import Call, UserError, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmtui.app.trends import Share, Spread, Trends

_MOST = 1_000_000


@click.command(
    "stats",
    cls=Verb,
    short_help="Count how often, how long, and what comes back",
    example="pmtui stats\npmtui stats product:checkout after:2026 --json\npmtui stats -o trends.svg",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("query", metavar="[QUERY...]", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="An object; lengths of time in minutes.")
@click.option("--format", "format_", type=click.Choice(tuple(FORMATS)), help="What to write; else as FILE ends.")
@click.option("-o", "--output", "target", metavar="FILE", help="Where to; without it, standard output.")
@click.pass_obj
def stats(call: Call, query: tuple[str, ...], as_json: bool, format_: str | None, target: str | None) -> None:
    """Count incidents, the times to detect, acknowledge, mitigate and resolve them, what comes back, what was done.

    A query leaves only the reviews that it finds (see pmtui search).
    Into a pipe: name and value, separated by a tab. As csv for a spreadsheet, a row for each figure; as svg one
    drawing that needs nothing else, light or dark as its reader's screen is.
    """
    from pmtui.app.trends import trends
    from pmtui.index.query import hints, read_query
    from pmtui.index.search import search

    if as_json and format_ not in (None, "json"):
        raise UserError(f"--json and --format {format_} are two answers: choose one")
    today, typed = call.today(), call.typed(query)
    path = Path(target) if target not in (None, "-") else None
    format_ = "json" if as_json else format_ or (_format_of(path) if path else None)
    index = indexed(call)
    reviews = index.read(lambda: [hit.facts for hit in search(index, read_query(typed, today), _MOST)])
    for line in () if reviews else hints(typed, today):
        out.say(line)
    found = trends(reviews, today)
    if path is not None and format_ is not None:
        write_file(call, path, FORMATS[format_](found, today, typed))
    elif format_ == "json":
        out.as_json(as_object(found))
    elif format_ is not None:
        out.result(FORMATS[format_](found, today, typed))
    elif out.on_terminal():
        out.table(("", "", ""), list(_rows(found)))
    else:
        out.table((), ((name, "" if value is None else str(value)) for name, value in _flat(as_object(found))))


def _format_of(path: Path) -> str:
    try:
        return format_of(path.name)
    except ValueError as error:
        raise UserError(str(error)) from None


def _flat(value: dict[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{before}{name}.")
        else:
            yield before + name, inner


def _rows(found: Trends) -> Iterator[tuple[str, str, str]]:
    """Yield what a person reads: the name, the figure, and what it was counted over."""
    from pmtui.app.trends import FEW

    few = f"few: read them with care (fewer than {FEW})" if 0 < found.reviews < FEW else ""
    yield (
        "reviews",
        str(found.reviews),
        few or ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in found.by_status.items()),
    )
    for name in ("detect", "acknowledge", "mitigate", "resolve"):
        yield f"time to {name}", *_length(getattr(found, name))
    yield "happened before", *_share(found.recurred, "that say whether it did")
    for label, counts in (("tag", found.tags), ("root cause", found.causes)):
        for each, n in list(counts.items())[:10]:
            yield label, f"{n} reviews", each
    for name, n in found.actions.items():
        yield f"actions {name}", str(n), ""
    yield "done in time", *_share(found.in_time, "done actions that had a day")
    yield "root causes acted on", *_share(found.causes_acted_on, "root causes")
    yield "learned something", *_share(found.learned, "asked")
    yield "would do it again", *_share(found.again, "asked")
    for month, n in list(found.by_month.items())[-12:]:
        yield month, str(n), "▇" * min(n, 60)


def _length(spread: Spread) -> tuple[str, str]:
    from pmtui.session.durations import format_minutes

    if spread.median is None or spread.p90 is None:
        return "–", "not known of any"
    shown = format_minutes(spread.median)
    if spread.of == 1:
        return shown, "known of one alone"
    return shown, f"half of {spread.of} took longer; nine of ten at most {format_minutes(spread.p90)}"


def _share(share: Share, what: str) -> tuple[str, str]:
    return (f"{share.count} of {share.of}", what) if share.of else ("–", "not known yet")
