"""Open the form for what a row of a slide stands for, above the slide."""

from __future__ import annotations

from pmtui.app.editing_session import EditingSession
from pmtui.app.slides.slide import Link
from pmtui.meeting.step import Form, Items
from pmtui.meeting.steps import step
from pmtui.session import paths
from pmtui.tui.steps.item_window import ItemScreen, title_of


def form_at(editing: EditingSession, link: Link) -> ItemScreen | None:
    """Return the form for the fields, the item or the place of a link; None if it has no form."""
    place = link.place
    if link.fields:
        return ItemScreen(editing, link.fields[0].label, None, link.fields, place)
    for part in step(place.step).parts:
        if isinstance(part, Form):
            fields = tuple(field for field in part.fields if field.path == place.field)
            if fields and place.item_id is None:
                return ItemScreen(editing, fields[0].label, None, fields, place)
        elif isinstance(part, Items) and place.item_id and place.field:
            items = paths.get(editing.session, part.section)
            if any(item.id == place.item_id for item in items):
                return ItemScreen(editing, title_of(part.noun), part.section, part.fields, place)
    return None
