"""`site`: write the final reviews as web pages, for readers who do not use a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmtui.cli import out
from pmtui.cli.ask_secrets import asked, chosen, name_secrets, secrets_options
from pmtui.cli.verb import Call, UserError, Verb

if TYPE_CHECKING:
    from datetime import date

    from pmtui.app.site import FinalReviews, Kept, Look


@click.command(
    "site",
    cls=Verb,
    short_help="Write the final reviews as a static site",
    example="pmtui site public\npmtui site public --title 'Payments: learning reviews' --mask",
)
@click.argument("folder", metavar="DIR")
@click.option("--title", metavar="T", help="What the site is called; else Learning reviews.")
@click.option("--url", metavar="URL", default="", help="Where it will lie, for readers of the feed.")
@secrets_options
@click.pass_obj
def site(call: Call, folder: str, title: str | None, url: str, mask: bool, as_is: bool) -> int:
    """Write the final reviews into DIR: a page for each as its audience needs it, an index by product, tag and cause
    with the open actions, and an Atom feed. No page needs a network or a server.

    DIR must be new, empty, or a site that pmtui wrote; what is no longer final is removed. Likely secrets are asked
    about, and so is personal data in reviews for customers or managers; where nobody can be asked, nothing is written
    and the exit status is 1, unless --mask or --as-is says what to do.
    """
    from pmtui.app.site import TITLE, Look, final_reviews, site_names, site_texts
    from pmtui.app.site_folder import SiteFolder
    from pmtui.session.text import one_line

    secrets = chosen(mask=mask, as_is=as_is)
    _check(call, folder, url)
    look = Look(one_line(title or "") or TITLE, url, call.settings.ticket_url)
    place, today = SiteFolder(Path(folder)), call.today()
    found = final_reviews(call.library)
    for line in found.said:
        out.say(line)
    reviews = _without_secrets(call, found, today, look, secrets)
    if reviews is None:
        return 1
    try:
        written = place.write(site_names(reviews), site_texts(reviews, today, look), found.unreadable)
    except ValueError as error:
        raise UserError(str(error)) from None
    many = f"{len(reviews):,} review{'s' if len(reviews) != 1 else ''}"
    files = f"{written.changed:,} file{'s' if written.changed != 1 else ''} written"
    removed = f", {written.removed:,} removed" if written.removed else ""
    out.say(f"{Path(folder) / 'index.html'}: {many}, {files}{removed}")
    return 0


def _check(call: Call, folder: str, url: str) -> None:
    from urllib.parse import urlsplit

    if not folder:
        raise UserError("no folder named: write pmtui site DIR")
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise UserError(f"--url {url!r}: no address: write https://…")
    if not call.folder.is_dir():
        # An unreachable library looks as if it had no final reviews, and all pages would be removed.
        raise UserError(f"{call.folder}: there is no such library: name another with --library")
    call.library.check_target(Path(folder) / "index.html")


def _without_secrets(
    call: Call, found: FinalReviews, today: date, look: Look, secrets: str | None
) -> tuple[Kept, ...] | None:
    """Return the reviews as they may be published, masked where the user wants it; None: write nothing."""
    from pmtui.app.site import masked_reviews, secrets_on_page

    allowed = call.settings.checks_allow
    if secrets is None:
        shown = False
        for each in found.reviews:
            if gaps := secrets_on_page(each, today, look, allowed):
                name_secrets(each.session, gaps, f"{each.file}: ")
                shown = True
        secrets = asked() if shown else "as-is"
    return masked_reviews(found.reviews, allowed) if secrets == "mask" else found.reviews if secrets else None
