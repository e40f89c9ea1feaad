"""Attach pictures that lie beside an imported file to the review made of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from msgspec.structs import replace

from pmtui.library.errors import LibraryError
from pmtui.session.document import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pmtui.library.entries import Entry
    from pmtui.library.protocol import SessionStore

_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)", re.IGNORECASE)


def pictures_beside(session: Session, folder: Path) -> dict[str, Path]:
    """Return the picture files that the evidence of a session names, by the id of the evidence.

    Only pictures in the folder of the imported file or below are used, so that a text cannot bring in other files.
    """
    found = {}
    for each in session.evidence:
        name = unquote(each.url.partition("?")[0].partition("#")[0])
        if not name or "://" in name or "\0" in name or not _PICTURE.fullmatch(Path(name).suffix):
            continue
        try:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                found[each.id] = path
        except (OSError, ValueError):
            continue
    return found


def attach_pictures(
    library: SessionStore, entry: Entry, pictures: Mapping[str, Path], say: Callable[[str], None]
) -> None:
    """Attach copies of the pictures to a session, and replace their addresses in the evidence by the attached files."""
    files = library.attached_files(entry)
    kept = {}
    for evidence_id, path in pictures.items():
        try:
            kept[evidence_id] = files.attach(path)
        except (LibraryError, OSError) as error:
            say(f"{path.name}: could not be attached: {error}")
    if kept:
        library.change(entry, lambda session: _with_paths(session, kept))


def _with_paths(session: Session, kept: Mapping[str, str]) -> Session:
    evidence = tuple(
        replace(each, path=kept[each.id], url="") if each.id in kept else each for each in session.evidence
    )
    return replace(session, evidence=evidence)
