"""Attached files are looked through as well: their names, and what those hold that are text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmtui.checks.attached import LARGEST, masked_file
from pmtui.checks.check import check
from pmtui.library.errors import Refused
from pmtui.session.document import Evidence, Session

Make = Callable[..., Session]

PASSWORD = "PGPASSWORD=hunter2secret psql"
LOG = f"14:02 started\n14:03 {PASSWORD}\n14:04 by ada@acme.io\n14:05 again {PASSWORD}\n"


def findings(make_session: Make, held: dict[str, bytes], allowed: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The code and the words of what is found in files of these names, each of which is read once."""
    was_read: list[str] = []
    session = make_session(evidence=tuple(Evidence(id=name, caption="x", path=name) for name in held))

    def read(name: str) -> bytes:
        was_read.append(name)
        return held[name]

    found = check(session, allowed=allowed, read_file=read)
    assert was_read == list(held)
    assert {(gap.step, gap.field, gap.item_id in held) for gap in found if gap.heading} <= {("evidence", "path", True)}
    return [(gap.code, gap.text) for gap in found if gap.heading]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_looked_through_line_by_line_and_each_kind_said_once(make_session: Make, encoding: str) -> None:
    held = {"app.log": LOG.encode(encoding)}
    assert findings(make_session, held) == [
        ("secret-password", "Password in attachment app.log, line 2: …, and 1 more of the kind"),
        ("personal-email", "E-mail address in attachment app.log, line 3: ada@acme.io"),
    ]
    assert [code for code, _ in findings(make_session, held, ("@acme.io",))] == ["secret-password"]


def test_a_name_is_looked_at_and_not_told_whole(make_session: Make) -> None:
    name = "ghp_0a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6e7F.txt"
    ((code, text),) = findings(make_session, {name: b"nothing"})
    assert code == "secret-token" and "in the name of attachment" in text
    assert "0a1B2c3D4e5F" not in text


def test_pictures_archives_and_what_is_not_there_are_left_alone(make_session: Make) -> None:
    assert findings(make_session, {"a.png": b"\x89PNG\r\n\x1a\n\0\0\0\r" + PASSWORD.encode()}) == []
    session = make_session(evidence=(Evidence(id="f", caption="x", path="gone.log"),))

    def gone(name: str) -> bytes:
        raise Refused(name)

    assert [gap.code for gap in check(session, read_file=gone) if gap.step == "evidence"] == ["figure-no-file"]


def test_a_masked_copy_keeps_every_other_byte(make_session: Make) -> None:
    data = b"caf\xe9 \r\n" + PASSWORD.encode() + b"\n\xff\xfe"
    assert masked_file(data) == data.replace(b"hunter2secret", b"[masked: password]")
    utf_16 = masked_file(LOG.encode("utf-16"), ("ada@acme.io",))
    assert utf_16 is not None and utf_16.decode("utf-16") == LOG.replace("hunter2secret", "[masked: password]")
    assert masked_file(b"\x89PNG\0" + PASSWORD.encode()) == b"\x89PNG\0" + PASSWORD.encode()
    assert masked_file(b"x" * (LARGEST + 1)) is None
