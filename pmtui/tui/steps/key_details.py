"""The key details: the forms of the declaration, and below them the team's own fields."""

from __future__ import annotations

from textual.app import ComposeResult

from pmtui.meeting import own_fields
from pmtui.meeting import step as declared
from pmtui.meeting.key_details import with_severities
from pmtui.session.document import Session
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.fields_area import FieldsArea


class KeyDetailsView(StepView):
    """The forms; a field of the team that comes from elsewhere is added while they are shown."""

    def compose_parts(self) -> ComposeResult:
        """Make all forms in one container that scrolls."""
        with FieldsArea(classes="forms -alone"):
            for part in self.step.parts:
                if isinstance(part, declared.Form):
                    yield self.make_form(with_severities(part, self.editing.severities))
            if fields := own_fields.fields(self.editing.own_fields, self.editing.session):
                yield self.make_form(declared.Form(fields, title="Our own"))

    def show(self, session: Session) -> None:
        """Show the session, with new fields."""
        shown = {row.slot.field.path for row in self.field_rows()}
        new = tuple(one for one in own_fields.fields(self.editing.own_fields, session) if one.path not in shown)
        if new and self.is_mounted:
            self.query_one(".forms").mount(self.make_form(declared.Form(new)))
        super().show(session)
