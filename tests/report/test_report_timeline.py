"""A whole review, read as its readers get it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from pmtui.report.markdown import render, revision, title
from pmtui.session import codec
from pmtui.session.document import DocumentError, Evidence, KeyDetails, Reading, RootCause, Session, Why
from pmtui.session.edits import change_item, set_field
from tests.report.rendered import page, seen
from tests.strategies import empty

HERE = Path(__file__).parent


def checkout() -> Session:
    return codec.decode((HERE / "checkout.json").read_bytes(), now="2026-11-20T09:00:00Z", new_id=lambda: "").session


def test_the_report_of_the_example_is_as_it_was_stored() -> None:
    expected = (HERE / "checkout.md").read_text(encoding="utf-8")
    assert expected == render(checkout(), attachments="2026-11-18-checkout-000001")


def test_what_readers_need_not_see_is_not_in_it() -> None:
    report = render(checkout())
    for hidden in ("0199aaaa", "an older wording", "votes", "11:00", "09:00", "10:00", "n1", "pinned"):
        assert hidden not in report
    assert report.count("0199f0c2") == 1
    assert "Bo" not in report.partition("## Lessons learned")[2]


@pytest.mark.parametrize(
    ("details", "line"),
    [
        (KeyDetails(product="Checkout", incident_date=date(2026, 11, 18)), "# Learning review: Checkout (18-11-2026)"),
        (KeyDetails(term="Postmortem", product="Checkout"), "# Postmortem: Checkout"),
        (KeyDetails(incident_date=date(987, 1, 2)), "# Learning review (02-01-0987)"),
        (KeyDetails(term="", product="Checkout", incident_date=date(2026, 11, 18)), "# Checkout (18-11-2026)"),
        (KeyDetails(term="A: B", product="C: D"), "# A\\: B: C: D"),
        (KeyDetails(product="C (01-02-2026)"), "# Learning review: C \\(01-02-2026)"),
        (KeyDetails(product="https://x.y `a` *b* C#"), "# Learning review: https\\://x.y \\`a\\` \\*b\\* C\\#"),
    ],
)
def test_the_title_leaves_out_what_has_no_value(details: KeyDetails, line: str) -> None:
    assert line == title(details)


def test_a_title_without_its_term_says_so_where_nobody_sees_it() -> None:
    report = render(set_field(set_field(empty(), "key_details.term", ""), "key_details.product", "Checkout"))
    assert "pmtui the title is the product" in report
    assert "the title" not in page(report).html


def test_an_empty_review_has_only_what_is_always_known() -> None:
    shown = page(render(empty()))
    assert shown.headings == [(1, "Learning review"), (2, "Key details"), (2, "Root cause")]
    assert shown.under("Learning review").paragraphs == ["Draft"]
    assert shown.under("Root cause").paragraphs == ["No root cause is recorded."]


def test_no_root_is_only_said_where_there_is_neither_statement_nor_root() -> None:
    none = "No root cause is recorded."
    reason = replace(empty(), root_cause=RootCause(not_found="The logs were gone"))
    assert page(render(reason)).under("Root cause").paragraphs == [
        "No root cause was found: The logs were gone",
        none,
    ]
    root = RootCause(whys=(Why(id="w", text="a", whys=(Why(id="v", text="b", verdict="root"),)),), not_found="x")
    assert none not in render(replace(empty(), root_cause=root))
    assert none not in render(replace(empty(), root_cause=RootCause(statement="It was worn out")))


@pytest.mark.parametrize("count", [1, 2, 40, 41])
def test_the_diagram_is_for_2_to_40_whys(count: int) -> None:
    whys = tuple(Why(id=f"w{n}", text=f"why {n}") for n in range(count))
    report = render(replace(empty(), root_cause=RootCause(problem="p", whys=whys)))
    assert ("```mermaid" in report) == (count in (2, 40))


def test_a_diagrams_labels_are_cut_and_coded() -> None:
    whys = (Why(id="a", text='say "hi"; [x]'), Why(id="b", text="ü" * 61 + "\n", verdict="root"))
    code = page(render(replace(empty(), root_cause=RootCause(whys=whys)))).under("Five whys").code[0]
    assert 'w1["say #34;hi#34;#59; #91;x#93;"]' in code
    assert f'w2(["{"ü" * 59}#8230;"]):::rootCause' in code


def test_a_tree_of_a_hundred_levels_stays_a_tree() -> None:
    whys: tuple[Why, ...] = ()
    for n in range(100, 0, -1):
        whys = (Why(id=f"w{n}", text="" if n % 3 == 0 else f"why {n}\nsecond line", whys=whys),)
    items = page(render(replace(empty(), root_cause=RootCause(whys=whys)))).under("Five whys").items
    assert [depth for depth, _ in items] == list(range(1, 101))
    assert seen(items[99][1]) == ["why 100", "second line"]


def test_a_figure_that_is_not_there_is_not_shown() -> None:
    session = change_item(checkout(), "timeline", "t1", evidence=("gone", "e2", "e1"), text="see (Fig. 9)")
    assert "see (Fig. 9) ([Fig. 2](#fig-2), [Fig. 1](#fig-1))" in render(session)


def test_a_path_out_of_the_attachments_is_refused() -> None:
    session = replace(empty(), evidence=(Evidence(id="a", path="x"), Evidence(id="b", path="../../etc/passwd")))
    with pytest.raises(DocumentError, match=r"^Fig\. 2: path: .*attachment folder"):
        render(session)


def test_files_are_linked_and_pictures_shown() -> None:
    session = replace(
        empty(),
        evidence=(Evidence(id="a", path="a (1)#?.PNG", kind="screenshot"), Evidence(id="b", path="ü ](x).log")),
    )
    shown = page(render(session, attachments="my folder"))
    assert 'src="my%20folder/a%20%281%29%23%3F.PNG" alt="a (1)#?.PNG"' in shown.html
    assert shown.links == ["my%20folder/%C3%BC%20%5D%28x%29.log"]
    assert seen(shown.under("Fig. 2").paragraphs[-1]) == ["File", "ü ](x).log"]


def test_a_link_that_runs_a_script_is_no_link() -> None:
    session = set_field(checkout(), "key_details.headline", "[a](javascript:alert(1)) [b](http://x.y/z_(1)_2)")
    session = replace(session, further_reading=(Reading(id="r", title="t", url="javascript:alert(1)"),))
    links = page(render(session)).links
    assert "http://x.y/z_(1)_2" in links
    assert not any("javascript" in link for link in links)


def test_the_revision_changes_with_the_session_and_not_with_when_it_was_saved() -> None:
    session = checkout()
    assert re.fullmatch("[0-9a-f]{12}", revision(session))
    assert revision(session) == revision(replace(session, updated_at="2027-01-01T00:00:00Z"))
    assert revision(session) != revision(set_field(session, "key_details.owner", "Ana"))


def test_an_odd_id_cannot_break_the_last_line() -> None:
    assert render(empty("a) b\n# c")).split("\n")[-2].startswith("[//]: # (pmtui a%29%20b%0A%23%20c ")
