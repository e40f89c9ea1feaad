"""The site of final reviews: an index that is read without script, pages with a way back, a feed; text stays text."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from pmtui.report.site.feed import MOST, feed
from pmtui.report.site.listed import Listed, listed
from pmtui.report.site.pages import lists, review_page
from pmtui.session.document import Action, Evidence, KeyDetails, Session, Sitting, Why
from tests.report.test_report_html import PNG, read
from tests.report.test_report_timeline import checkout
from tests.strategies import empty, sessions

TODAY = date(2026, 11, 26)
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</style><script>alert(1)</script>\"'><img src=//evil.example/x onerror=alert(2)>&amp;]]>"


def review(session_id: str, day: date, headline: str = "", **details: object) -> Session:
    """A final review."""
    kept = KeyDetails(product="Checkout", headline=headline, incident_date=day, **details)  # type: ignore[arg-type]
    return replace(empty(), id=session_id, status="final", created_at="2026-11-20T09:00:00Z", key_details=kept)


def index_of(*reviews: Session) -> str:
    return lists([listed(each, f"{each.id}.json") for each in reviews], "Learning reviews", TODAY)["index.html"]


def test_the_newest_incident_stands_first_and_each_is_found_by_product_tag_and_cause() -> None:
    old = review("a", date(2025, 3, 1), "Search was slow", tags=("Capacity",))
    new = review("b", date(2026, 11, 18), "Card payments refused", tags=("capacity", "dns"), severity="SEV2")
    cause = replace(new.root_cause, whys=(Why(id="w", text="Nobody was told.", verdict="root"),))
    page = read(index_of(old, replace(new, root_cause=cause)))
    said = " ".join(page.text.split())
    assert said.index("Card payments refused") < said.index("Search was slow")
    assert "2 final reviews · as of 26\xa0Nov\xa02026".replace("\xa0", " ") in said
    for group in ("Checkout 2", "Capacity 2", "dns 1", "Nobody was told. 1", "SEV2"):
        assert group.lower() in said.lower(), group
    assert page.addresses.count("reviews/b.html") == 5  # reviews, product, two tags, cause
    anchors = {address[1:] for address in page.addresses if address.startswith("#")}
    assert anchors <= set(re.findall(r' id="([\w-]+)"', index_of(old, replace(new, root_cause=cause))))


def test_open_actions_stand_by_the_day_they_are_due_and_what_is_overdue_says_so() -> None:
    actions = (
        Action(id="1", text="Later", owner="Priya", due=date(2027, 1, 1)),
        Action(id="2", text="No day"),
        Action(id="3", text="Late already", owner="Tom", due=date(2026, 11, 25)),
        Action(id="4", text="Done already", due=date(2026, 1, 1), status="done"),
    )
    said = read(index_of(replace(review("a", TODAY, "One"), actions=actions))).text
    assert said.index("Late already") < said.index("Later") < said.index("No day")
    assert "3 open actions, 1 of them overdue" in said and said.count(" overdue") == 2
    assert "Done already" not in said and "Priya" in said


def test_a_ticket_is_a_link_where_the_config_says_whither_and_managers_see_none() -> None:
    action = Action(id="1", text="Renew", ticket="OPS-99")
    own = replace(review("a", TODAY, "One"), actions=(action,))
    brief = replace(review("b", TODAY, "Two", audience="business"), actions=(action,))
    shown = [listed(each, f"{each.id}.json") for each in (own, brief)]
    page = read(lists(shown, "Ours", TODAY, ticket_url="https://jira.example/{}")["index.html"])
    assert page.addresses.count("https://jira.example/OPS-99") == 1 and page.text.count("OPS-99") == 1


def test_a_review_for_customers_tells_the_index_no_more_than_its_own_page() -> None:
    told = review(
        "a", TODAY, "Ines Weber broke it", audience="customer", attendees=("Ines Weber",), tags=("blunder",),
        severity="SEV1",
    )  # fmt: skip
    told = replace(
        told,
        root_cause=replace(told.root_cause, statement="Kept inside"),
        actions=(Action(id="1", text="Ask Ines Weber", owner="Ines Weber", ticket="OPS-1"),),
    )
    made = lists([listed(told, "a.json")], "Learning reviews", TODAY)
    for text in made.values():
        assert "a colleague broke it" in text.lower()
        for kept in ("Ines", "blunder", "Kept inside", "OPS-1", "SEV1"):
            assert kept not in text
    assert "Ines" not in review_page(told, "Learning reviews")


def test_whatever_was_typed_opens_no_tag_and_leads_nowhere_else() -> None:
    base = checkout()
    details = replace(
        base.key_details, product=HOSTILE, headline=HOSTILE, term=HOSTILE, severity=HOSTILE, tags=(HOSTILE,),
        owner=HOSTILE, team=HOSTILE, attendees=(HOSTILE,),
    )  # fmt: skip
    actions = (Action(id="1", text=f"[x](javascript:alert(1)) {HOSTILE}", owner=HOSTILE, ticket=HOSTILE),)
    cause = replace(base.root_cause, whys=(Why(id="w", text=HOSTILE, verdict="root"),))
    for audience in ("technical", "business", "customer"):
        session = replace(
            base, id=HOSTILE, key_details=replace(details, audience=audience), actions=actions, root_cause=cause
        )
        made = lists([listed(session, "a <b>.json")], HOSTILE, TODAY, "https://docs.example/x?a=1&b=<")
        page = made["index.html"]
        tags = read(page).tags
        assert "img" not in tags and page.count("<script>") == 1 and page.count("</style>") == 1
        assert page.index("<script>") > page.rindex("</main>")
        one = review_page(session, HOSTILE)
        assert "img" not in read(one).tags and "<script" not in one
        for address in read(page).addresses:
            assert address.startswith("#") or address in ("feed.xml", "reviews/a%20%3Cb%3E.html"), address
        entry = ElementTree.fromstring(made["feed.xml"].encode()).find(f"{ATOM}entry")
        assert entry is not None and "<script>" in (entry.findtext(f"{ATOM}title") or "")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_any_session_makes_pages_that_are_well_formed(session: Session) -> None:
    made = lists([listed(session, "a.json")], "Learning reviews", TODAY)
    read(made["index.html"])
    ElementTree.fromstring(made["feed.xml"].encode())
    read(review_page(session, "Learning reviews"))


def test_no_page_needs_a_network_or_a_script_and_only_the_index_may_run_its_own() -> None:
    page, one = index_of(checkout()), review_page(checkout(), "Learning reviews")
    for text in (page, one):
        assert "default-src 'none'" in text
        assert not re.search(r'src="(?!data:)|@import|url\(', text)
    assert "script-src 'sha256-" in page and "script-src" not in one
    assert '<form class="find" role="search" hidden>' in page and '<label for="find">' in page
    assert one.count('<a href="../index.html">← Learning reviews</a>') == 1


def test_the_page_of_a_template_is_called_as_its_heading() -> None:
    page = review_page(review("a", TODAY, "Carts & <b>baskets</b> were empty", audience="customer"), "Ours")
    assert "<title>Checkout: Carts &amp; &lt;b&gt;baskets&lt;/b&gt; were empty</title>" in page


def test_a_picture_is_part_of_its_page_and_another_file_is_named_but_not_linked() -> None:
    figures = (
        Evidence(id="1", path="graph.png", caption="Errors"),
        Evidence(id="2", path="app.log", caption="What it said"),
    )
    held = {"graph.png": PNG, "app.log": b"secret"}
    page = read(review_page(replace(checkout(), evidence=figures), "Learning reviews", read_file=held.__getitem__))
    assert any(address.startswith("data:image/png") for address in page.addresses)
    assert "What it said (app.log: kept with the review, not on this site)" in page.text
    assert not any("app.log" in address for address in page.addresses)


def test_the_feed_is_atom_with_ids_that_stay() -> None:
    kept = review("0199f0c2-0000-7000-8000-000000000001", TODAY, "Refused & back", tags=("dns",))
    later = replace(kept, meeting=(Sitting(held_at="2026-11-24T10:00:00Z"),))
    other = review("one of another tool", date(2026, 1, 1), "Older")
    text = feed([listed(each, f"{n}.json") for n, each in enumerate((later, other))], "Ours", TODAY)
    root = ElementTree.fromstring(text.encode())
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None, name
    assert root.findtext(f"{ATOM}updated") == "2026-11-24T10:00:00Z"
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in root.iter(f"{ATOM}entry")]
    assert ids[0] == "urn:uuid:0199f0c2-0000-7000-8000-000000000001"
    assert all(UUID(each.removeprefix("urn:uuid:")) for each in (*ids, root.findtext(f"{ATOM}id") or ""))
    again = feed([listed(replace(kept, key_details=KeyDetails(headline="New")), "9.json")], "Ours", date(2027, 1, 1))
    assert ids[0] in again
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert links == ["feed.xml", "index.html", "reviews/0.html", "reviews/1.html"]
    there = ElementTree.fromstring(feed([], "Ours", TODAY, "https://docs.example/reviews/").encode())
    assert there.get("{http://www.w3.org/XML/1998/namespace}base") == "https://docs.example/reviews/"
    assert there.findtext(f"{ATOM}updated") == "2026-11-26T00:00:00Z"


def test_a_feed_holds_the_newest_alone() -> None:
    many = [listed(review(f"id {n}", TODAY), f"{n}.json") for n in range(MOST + 5)]
    last: Listed = many[-1]._replace(updated="2027-01-01T00:00:00Z", title="The last one")
    text = feed([*many[:-1], last], "Ours", TODAY)
    assert text.count("<entry>") == MOST
    assert text.index("The last one") < text.index("</entry>")
    turned = feed([last._replace(product="Check\u202eout")], "Ours", TODAY)
    assert "<summary>\u2068Check\u202eout\u2069 · " in turned, "a mark of direction turns nothing beside it"


def test_of_many_causes_the_first_are_seen_and_the_others_open_under_their_number() -> None:
    whys = tuple(Why(id=f"w{n}", text=f"Cause {n}", verdict="root") for n in range(6))
    one = review("a", TODAY, "One")
    made = lists([listed(replace(one, root_cause=replace(one.root_cause, whys=whys)), "a.json")], "Ours", TODAY)
    first, _, rest = made["index.html"].partition('<details class="more"><summary>3 more causes</summary>')
    assert "Cause 2" in first and "Cause 3" not in first and "Cause 5" in rest.partition("</details>")[0]
