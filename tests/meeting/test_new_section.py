"""A list that is new: declared once to the document and once to a step, it works from the typed line to the merge.

The document's types are made when they are imported, so the new ones are put in first, in a process of their own.
"""

from __future__ import annotations

import subprocess
import sys

DECLARED = """
from pmtui.session import document
from pmtui.session.document import Item, Session as Known


class Supplier(Item, frozen=True):
    text: str = ""
    phone: str = ""
    told: bool = False


class Session(Known, frozen=True):
    suppliers: tuple[Supplier, ...] = ()


document.Session = Session

from pmtui.session import sections

suppliers = sections.Section(
    path="suppliers",
    item=Supplier,
    table="suppliers",
    noun="supplier",
    texts=("text", "phone"),
    reused=("text", "phone"),
)
sections.SECTIONS = (*sections.SECTIONS, suppliers)
sections._BY_PATH["suppliers"] = suppliers
sections._BY_TABLE["suppliers"] = (suppliers,)
sections.ITEM_TABLES = (*sections.ITEM_TABLES, "suppliers")

from msgspec.structs import replace

from pmtui.meeting import resources
from pmtui.meeting.step import Field, Items, Tick, each_line


def read(text):
    name, _, phone = text.partition(" tel ")
    return {"text": name, "phone": phone}


PART = Items(
    section="suppliers",
    title="Suppliers",
    noun="supplier",
    fields=(Field("text", "Who", wording="note"), Field("phone", "Phone")),
    parse=each_line(read),
    tick=Tick(lambda supplier, _: {"told": not supplier.told}),
)
resources.STEP = replace(resources.STEP, parts=(*resources.STEP.parts, PART))
"""

USED = """
from datetime import UTC, date, datetime
from pathlib import Path
import tempfile

from pmtui.app.field_values import Slot
from pmtui.app.editing_session import Place
from pmtui.app.item_parsing import entry
from pmtui.app.searchable_texts import texts
from pmtui.meeting.completeness import wordings
from pmtui.meeting.steps import main_of, step_of
from pmtui.session import edits
from pmtui.session.codec import decode, encode
from pmtui.session.merge import merge
from pmtui.session.paths import find
from pmtui.session.assemble import assemble
from pmtui.session.rows import flatten
from pmtui.session.template import from_template

NOW = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
AT = "2026-11-18T14:00:00Z"
empty = Session(format="pmtui-session", version=2, id="s", created_at=AT, updated_at=AT)

# a typed line is an item
made = entry(PART, ["Careless Ltd tel 112"], session=empty, after=None, now=NOW)
session = made.edit(empty)
(one,) = session.suppliers
assert (one.text, one.phone) == ("Careless Ltd", "112")
assert "supplier" in made.label

# it is found, belongs to its step, and is edited and ticked by its fields
assert find(session, one.id) == ("suppliers", one)
assert step_of("suppliers").name == "resources" and main_of("suppliers") == "text"
slot = Slot(PART.fields[1], Place("resources", one.id), "suppliers", one.id)
session = slot.edit({"phone": "999"})(session)
session = edits.change_item(session, "suppliers", one.id, **PART.tick.changes(one, date(2026, 11, 18)))
assert session.suppliers[0].phone == "999" and session.suppliers[0].told

# it is found by its words, and the next review begins with it
assert [(t.place, t.called) for t in texts(session) if t.words == "Careless Ltd · 999"] == [
    (Place("resources", one.id), "suppliers")
]
(again,) = from_template(session, empty, lambda: "new").suppliers
assert (again.id, again.text, again.phone, again.told) == ("new", "Careless Ltd", "999", False)

# its wording is looked at
blamed = edits.change_item(session, "suppliers", one.id, text="They should have called us")
assert [(w.step, w.field) for w in wordings(blamed)] == [("resources", "text")]

# it comes back from JSON and from rows
assert decode(encode(session), now=session.updated_at, new_id=lambda: "-").session == session
assert assemble(flatten(session), session.updated_at) == session

# two people add and change: nothing is lost, and the conflict names it
ours = entry(PART, ["Ours"], session=session, after=None, now=NOW).edit(session)
ours = edits.change_item(ours, "suppliers", one.id, phone="1")
theirs = edits.change_item(session, "suppliers", one.id, phone="2")
merged = merge(session, ours, theirs)
assert [s.text for s in merged.session.suppliers] == ["Careless Ltd", "Ours"]
assert [p.answer for p in merged.parked] == ["supplier: phone"]
print("all of it")
"""


def test_a_list_that_is_declared_works_from_the_typed_line_to_the_merge() -> None:
    done = subprocess.run([sys.executable, "-c", DECLARED + USED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "all of it\n"
