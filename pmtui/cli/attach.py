"""`attach`: copy files into a review as evidence while they still exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import click

from pmtui.app.log_target import LogTarget
from pmtui.cli import out
from pmtui.cli.attach_sources import Source, clipboard_picture, source_of, wanted
from pmtui.cli.echo import noted_figure
from pmtui.cli.verb import Call, UserError, Verb, session_option
from pmtui.session.document import Evidence, EvidenceKind
from pmtui.session.edits import add_items
from pmtui.session.text import cleaned

if TYPE_CHECKING:
    from pmtui.library.protocol import AttachedFiles

KINDS: Final[tuple[str, ...]] = get_args(EvidenceKind)


@click.command(
    cls=Verb,
    short_help="Keep copies of files as evidence",
    example='pmtui attach dashboard.png --caption "Response codes during the incident"\n'
    "journalctl -u checkout --since 14:00 | pmtui attach - --kind log\n"
    "pmtui attach <(kubectl get pods) https://status.example.org/incidents/7\n"
    "pmtui attach --clipboard",
)
# readable=False: reading finds out whether the file may be read; click would report that as a wrong call.
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(readable=False))
@session_option
@click.option("--caption", default="", metavar="C", help="What it shows; without it, the file's name.")
@click.option("--kind", type=click.Choice(KINDS), help="What it is; without it, as the file's name suggests.")
@click.option("--clipboard", is_flag=True, help="Keep the picture that is in the clipboard.")
@click.pass_obj
def attach(
    call: Call, files: tuple[str, ...], ref: str | None, caption: str, kind: EvidenceKind | None, clipboard: bool
) -> None:
    """Keep copies of files as evidence.

    - keeps standard input, a pipe is read, and an address (http, https) is kept as a link. On a terminal you are asked
    before a copy of more than 50 MB is kept; elsewhere it is kept.
    """
    if not files and not clipboard:
        raise UserError("nothing to attach: name a file or an address, or - for standard input")
    # Find the review before a pipe is read: where there is no such review, the pipe's content would be lost.
    target = call.log_target(ref)
    sources = [source_of(name) for name in files] + ([clipboard_picture()] if clipboard else [])
    sources = [source for source in sources if source.url or wanted(source)]
    if not sources:
        raise UserError("nothing was attached: nothing else was named")
    if not sources[0].url:
        from pmtui.library.attachments import contents

        # Read the first file before a review is made for it: where reading fails, no empty review is left behind.
        sources[0] = sources[0]._replace(data=contents(sources[0].data))
    attached = target.attached_files()
    kept: list[Evidence] = []
    try:
        for source in sources:
            kept.append(_keep(call, attached, source, caption, kind))  # noqa: PERF401 (those before a failure count)
    finally:
        # Where a later file fails, those that were copied before it are added to the review all the same.
        if kept:
            target.change(lambda session: add_items(session, "evidence", kept))
            _say(kept, target)


def _say(kept: list[Evidence], target: LogTarget) -> None:
    """Say to the user what was kept, as which figure, and in which review."""
    figures = {each.id: n for n, each in enumerate(target.session.evidence, 1)}
    for each in kept:
        out.say(noted_figure(each, figures[each.id], target.session))
    target.announce()


def _keep(call: Call, files: AttachedFiles, source: Source, caption: str, kind: EvidenceKind | None) -> Evidence:
    stored = "" if source.url else files.attach(source.data, source.name)
    caption = cleaned(caption or source.caption)
    new_id = call.library.new_id()
    return Evidence(id=new_id, caption=caption, kind=kind or source.kind, path=stored, url=source.url)
