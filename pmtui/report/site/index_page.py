"""Write the index of the site: open actions, the reviews newest first, and the reviews by product, tag and cause.

It can be read without scripts; `find.js` beside this file filters the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from pmtui.report.actions import ticket_address
from pmtui.report.dates import day
from pmtui.report.html.page import page
from pmtui.report.html.text import inline, words
from pmtui.report.site.listed import Listed
from pmtui.session.document import Action
from pmtui.session.durations import format_duration

_COLUMNS: Final = ("Action", "Owner", "Due", "Review")
_FEED: Final = '<link rel="alternate" type="application/atom+xml" href="feed.xml" title="Newest reviews">\n'

Groups = Mapping[str, tuple[str, list[Listed]]]
"""By the key of a product, tag or cause: its spelling, and its reviews."""


def index_page(reviews: Sequence[Listed], title: str, today: date, ticket_url: str = "") -> str:
    """Return the index page.

    Args:
        reviews: the reviews, newest first.
        title: the title of the site.
        today: open actions that were due before this day are overdue.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
    """
    promised = sorted(
        ((action, each) for each in reviews for action in each.actions), key=lambda pair: pair[0].due or date.max
    )
    by = {
        "Products": _groups(reviews, lambda each: (each.product,)),
        "Tags": _groups(reviews, lambda each: each.tags),
        "Causes": _groups(reviews, lambda each: each.causes),
    }
    sections = {
        "Reviews": _years(reviews, by["Tags"]),
        "Open actions": _actions(promised, today, ticket_url),
        **{name: _details(name, groups) for name, groups in by.items()},
    }
    shown = {name: made for name, made in sections.items() if made}
    body = "\n".join(
        f'<section aria-labelledby="{_id(name)}"><h2 id="{_id(name)}">{name}</h2>\n{made}</section>'
        for name, made in shown.items()
    )
    top = f"{_head(reviews, promised, title, today)}\n{_contents(shown)}\n{_FIND if reviews else ''}"
    skip = '<a class="skip" href="#reviews">Skip to the reviews</a>\n' if reviews else ""
    return page(title, f"{top}\n{body}", before=skip, style=_beside("site.css"), script=_beside("find.js"), head=_FEED)


@cache
def _beside(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def is_overdue(action: Action, today: date) -> bool:
    """Whether an open action was due before today."""
    return action.due is not None and action.due < today


_MOST_CAUSES: Final = 3
"""At most so many causes of a review are shown in the list; the others can be unfolded."""


# --- the top ---

_FIND: Final = (
    '<form class="find" role="search" hidden><label for="find">Find a review or an action</label>'
    '<input type="search" id="find" autocomplete="off" spellcheck="false"><output for="find"></output></form>'
)


def _head(reviews: Sequence[Listed], promised: Sequence[tuple[Action, Listed]], title: str, today: date) -> str:
    late = sum(is_overdue(action, today) for action, _ in promised)
    said = [f"{len(reviews):,} final review{'s' if len(reviews) != 1 else ''}" if reviews else "No final review yet"]
    if promised:
        overdue = f", {late:,} of them overdue" if late else ""
        said.append(f"{len(promised):,} open action{'s' if len(promised) != 1 else ''}{overdue}")
    said.append(f'as of <time datetime="{today.isoformat()}">{day(today)}</time>')
    return f'<header><h1>{words(title)}</h1><p class="under">{" · ".join(said)}</p></header>'


def _contents(names: Iterable[str]) -> str:
    links = "".join(f'<li><a href="#{_id(name)}">{name}</a></li>' for name in names)
    return f'<nav class="contents" aria-label="Contents"><ul>{links}<li><a href="feed.xml">Feed</a></li></ul></nav>'


# --- reviews ---


def _years(reviews: Sequence[Listed], tags: Groups) -> str:
    numbers = {key: n for n, key in enumerate(tags, 1)}
    years = groupby(reviews, key=lambda each: each.day.year)
    lists = ((year, "".join(_row(each, numbers) for each in some)) for year, some in years)
    return "".join(
        f'<div class="year"><h3>{year:04}</h3>\n<ol class="reviews" role="list">{rows}</ol></div>\n'
        for year, rows in lists
    )


def _row(review: Listed, tags: Mapping[str, int]) -> str:
    length = format_duration(review.lasted) if review.lasted is not None else ""
    about = [words(part) for part in (review.product, review.severity, length) if part]
    links = [f'<a href="#tags-{tags[_key(tag)]}">{words(tag)}</a>' for tag in review.tags]
    causes = [f'<p class="cause"><span>Cause:</span> {words(cause)}</p>' for cause in review.causes]
    if len(causes) > _MOST_CAUSES + 1:  # one more takes no more room than a line that says so
        more, rest = len(causes) - _MOST_CAUSES, "".join(causes[_MOST_CAUSES:])
        causes[_MOST_CAUSES:] = [f'<details class="more"><summary>{more} more causes</summary>{rest}</details>']
    meta = f'<p class="meta">{" · ".join((*about, *links))}</p>' if about or links else ""
    return (
        f'<li data-row><time datetime="{review.day.isoformat()}">{day(review.day)}</time>'
        f'<div><p class="name">{_link(review)}</p>{meta}{"".join(causes)}</div></li>\n'
    )


def _link(review: Listed) -> str:
    return f'<a href="{words(review.address)}">{words(review.title)}</a>'


# --- actions ---


def _actions(promised: Sequence[tuple[Action, Listed]], today: date, ticket_url: str) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    rows = "".join(f"<tr data-row>{_action(action, review, today, ticket_url)}</tr>\n" for action, review in promised)
    table = f'<table class="actions promised"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="wide">{table}</div>' if rows else ""


def _action(action: Action, review: Listed, today: date, ticket_url: str) -> str:
    due = day(action.due)
    late = ' <strong class="late">overdue</strong>' if is_overdue(action, today) else ""
    cells = (inline(action.text) + _ticket(action.ticket, ticket_url), inline(action.owner), due + late, _link(review))
    return "".join(
        f'<td class="{name.lower()}" data-label="{name}">{cell}</td>'
        for name, cell in zip(_COLUMNS, cells, strict=True)
    )


def _ticket(ticket: str, ticket_url: str) -> str:
    if not ticket:
        return ""
    address = ticket_address(ticket, ticket_url)
    shown = f'<a href="{words(address)}">{words(ticket)}</a>' if address else words(ticket)
    return f' <span class="ticket">{shown}</span>'


# --- by product, tag and cause ---


def _groups(reviews: Sequence[Listed], of: Callable[[Listed], Iterable[str]]) -> Groups:
    """Group the reviews by a property, the largest group first; case and a final full stop are ignored."""
    found: dict[str, tuple[str, list[Listed]]] = {}
    for review in reviews:
        for name in {_key(name): name for name in of(review) if name}.values():
            found.setdefault(_key(name), (name, []))[1].append(review)
    return dict(sorted(found.items(), key=lambda group: (-len(group[1][1]), group[0])))


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".") or name


def _details(title: str, groups: Groups) -> str:
    """Return the groups, each folded under its name; anchors are inside, so that a browser unfolds the target
    of a link.
    """
    made = "".join(_group(f"{_id(title)}-{n}", *group) for n, group in enumerate(groups.values(), 1))
    return f'<div class="groups">{made}</div>' if made else ""


def _group(name_of_it: str, name: str, reviews: Sequence[Listed]) -> str:
    rows = "".join(_grouped(reviews))
    return (
        f'<details><summary><h3>{words(name)}</h3> <span class="dim">{len(reviews):,}</span></summary>'
        f'<ul id="{name_of_it}">{rows}</ul></details>\n'
    )


def _grouped(reviews: Iterable[Listed]) -> Iterator[str]:
    for each in reviews:
        yield f'<li>{_link(each)} <span class="dim">{day(each.day)}</span></li>'


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")
