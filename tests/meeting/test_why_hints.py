"""Hints on the why tree: what a facilitator would notice, softly, and no more than three at once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pmtui.meeting.why_hints import MOST, read_back, why_hints
from pmtui.meeting.wording import flags
from pmtui.session.document import Action, Impact, KeyDetails, Measure, RootCause, Session, Verdict, Why

PROBLEM = "Data of 5,000 projects was lost, and the site was down for 18 hours"


def why(text: str, *below: Why, verdict: Verdict | None = None, shown: bool = False) -> Why:
    """A why whose id is its text."""
    return Why(id=text, text=text, verdict=verdict, evidence=("fig",) if shown else (), whys=below)


def session(*whys: Why, problem: str = PROBLEM, actions: tuple[Action, ...] = ()) -> Session:
    cause = RootCause(problem=problem, whys=whys)
    return Session(format="pmtui-session", version=2, id="s", root_cause=cause, actions=actions)


def keys(made: Session, selected: str | None = None) -> list[str]:
    return [hint.key for hint in why_hints(made, selected)]


def text_of(key: str, made: Session, selected: str | None = None) -> str:
    return next(hint.text for hint in why_hints(made, selected) if hint.key == key)


def follow_up(source: str) -> Action:
    return Action(id="a-" + source, text="Do it", source=source)


def test_an_empty_tree_says_nothing_but_that_the_problem_has_no_number() -> None:
    assert keys(session()) == []
    assert keys(session(problem="")) == []
    assert keys(session(problem="The site was down")) == ["no_number"]


def test_a_tree_done_well_says_nothing() -> None:
    tree = (
        why(
            "The site's data directory was removed on the primary",
            why("Two hosts had like names, nothing on the screen told them apart", verdict="root", shown=True),
            why("The replica was rebuilt by hand", why("No archive of the segments was kept", verdict="contributing")),
        ),
        why("Nobody saw for weeks that the nightly dump failed", verdict="contributing"),
    )
    done = session(*tree, actions=(follow_up("Two hosts had like names, nothing on the screen told them apart"),))
    assert keys(done) == []


def test_one_line_of_three_answers_asks_what_else_had_to_be_true() -> None:
    assert "one_chain" in keys(session(why("data gone", why("disk full", why("alert lowered")))))
    assert "one_chain" not in keys(session(why("data gone", why("disk full"))))
    branched = session(why("data gone", why("disk full", why("alert lowered")), why("copy too old")))
    assert "one_chain" not in keys(branched)


def test_a_branch_that_was_ruled_out_is_no_branch() -> None:
    line = session(why("data gone", why("disk full", why("alert lowered")), why("tape lost", verdict="ruled_out")))
    assert "one_chain" in keys(line)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Human error", "person"),
        ("The engineer forgot the flag", "person"),
        ("Somebody misread the prompt", "person"),
        ("Ada typed the wrong host", "person"),
        ("There was no time for tests", "no_time"),
        ("Not enough budget", "no_time"),
        ("The team was understaffed", "no_time"),
        ("The vendor changed the API", "outside"),
        ("AWS had an outage in one zone", "outside"),
        ("Lack of monitoring", "lack_of"),
        ("There was no runbook", "lack_of"),
        ("Missing alerts", "lack_of"),
    ],
)
def test_an_answer_that_stops_too_early_has_a_hint(text: str, key: str) -> None:
    made = session(why("Data was copied late and the site stayed down", why(text)))
    made = replace(made, key_details=KeyDetails(attendees=("Ada K.",)))
    assert key in keys(made, text)
    (hint,) = [hint for hint in why_hints(made, text) if hint.key == key]
    assert hint.item_id == text


@pytest.mark.parametrize(
    "text",
    [
        "Nobody saw that it failed",
        "The page went to a rota that nobody is on since May",
        "No archive of the segments was kept",
        "The certificate was not in the inventory",
        "The tool accepts a path on the primary without asking",
        "Each time zone has its own rota",
    ],
)
def test_an_answer_that_can_be_changed_may_be_the_end(text: str) -> None:
    made = session(why("Data was copied late and the site stayed down", why(text)))
    assert not {"person", "no_time", "outside", "lack_of"} & set(keys(made, text))


def test_only_the_end_of_a_branch_is_looked_at_so_and_not_what_was_left() -> None:
    asked_on = session(why("The engineer forgot the flag", why("The tool takes any path without asking")))
    assert "person" not in keys(asked_on)
    assert "person" not in keys(session(why("The engineer forgot the flag", verdict="ruled_out")))
    assert "outside" not in keys(session(why("The vendor changed the API", verdict="contributing")))


def test_the_selected_answer_comes_first() -> None:
    made = session(why("Human error"), why("There was no runbook"))
    assert keys(made, "There was no runbook")[0] == "lack_of"
    assert keys(made, "Human error")[0] == "person"


def test_saying_the_same_again_is_noticed() -> None:
    again = session(why("The dump failed", why("The dumps were failing")))
    assert "circular" in keys(again)
    assert "circular" in keys(session(why(PROBLEM)))
    assert "circular" not in keys(session(why("The dump failed", why("The dump ran as an older version"))))


def test_five_deep_is_a_nudge_and_goes_away_with_a_verdict() -> None:
    def deep(verdict: Verdict | None) -> Session:
        last = why("the mails had no signature", verdict=verdict)
        return session(why("data gone", why("dump empty", why("job ended early", why("mails bounced", last)))))

    assert text_of("five_deep", deep(None)).startswith("Five is neither minimum nor maximum")
    assert "five_deep" not in keys(deep("root"))


def test_an_effect_with_a_number_but_without_a_branch_is_named() -> None:
    made = session(why("The data directory was removed", why("Two hosts, like names", verdict="contributing")))
    assert "18 hours" in text_of("effect", made)
    both = session(why("The data directory was removed"), why("The site was rebuilt from a slow copy"))
    assert "effect" not in keys(both)


def test_a_measure_without_a_branch_is_named() -> None:
    made = session(
        why("The payments were refused", why("The certificate had expired")),
        problem="Card payments refused for 47 minutes",
    )
    made = replace(made, impact=Impact(measures=(Measure(id="m", name="Invoices sent twice", value="31"),)))
    assert "Invoices sent twice: 31" in text_of("effect", made)


def test_roots_and_actions_belong_together() -> None:
    roots = (
        why("Two hosts had like names", verdict="root", shown=True),
        why("The site's dump failed unseen", verdict="root", shown=True),
    )
    assert text_of("root_no_action", session(*roots)) == "2 roots have no action"
    one = session(*roots, actions=(follow_up("Two hosts had like names"),))
    assert text_of("root_no_action", one) == "One root has no action"
    loose = Action(id="loose", text="Buy a dog")
    both = (*(follow_up(root.id) for root in roots), loose)
    made = session(why("data gone", *roots), actions=both, problem="5 projects")
    assert text_of("action_no_cause", made) == "One action has no cause here"


def test_a_root_without_a_figure_is_asked_for_what_shows_it() -> None:
    root = why("Two hosts had like names", verdict="root")
    made = session(why("data of the site gone", root), actions=(follow_up(root.id),))
    assert "no_evidence" in keys(made)
    assumed = why("Two hosts had like names (to be verified)", verdict="root")
    assert "no_evidence" not in keys(session(why("data of the site gone", assumed), actions=(follow_up(assumed.id),)))


def test_a_root_on_the_first_level_is_asked_about_once_more() -> None:
    root = why("The site's data directory had no guard", verdict="root", shown=True)
    assert "depth_one" in keys(session(root, actions=(follow_up(root.id),)))


def test_never_more_than_three_and_each_kind_once() -> None:
    messy = session(
        why("Human error", verdict="root"),
        why("The operator forgot it", verdict="root"),
        why("There was no time", why("Lack of staff", why("Vendor"))),
        why("The vendor was slow"),
        problem="The site was down",
    )
    found = keys(messy)
    assert len(found) == MOST == len(set(found))


def test_hints_are_soft_and_short() -> None:
    made = session(why("Human error"), why("no time"), why("the vendor"), why("lack of tests"), problem="It was down")
    for selected in ("Human error", "no time", "the vendor", "lack of tests"):
        for hint in why_hints(made, selected):
            assert len(hint.text) <= 120
            assert flags(hint.text.partition("”")[2], where="note") == ()


def test_a_chain_is_read_back_to_the_problem() -> None:
    made = session(why("The dump failed.", why("It ran as 9.2 against a 9.6 server"), why("other")))
    assert read_back(made, "It ran as 9.2 against a 9.6 server") == (
        "It ran as 9.2 against a 9.6 server",
        "The dump failed",
        PROBLEM,
    )
    assert read_back(made, "gone") == ()


def test_a_hundred_levels_and_a_wide_tree_are_no_trouble() -> None:
    chain = why("level 100")
    for level in range(99, 0, -1):
        chain = why(f"level {level}", chain)
    assert keys(session(chain))
    assert keys(session(*(why(f"answer number {n}") for n in range(1000)))) is not None
