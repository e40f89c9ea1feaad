"""An action that is there already is linked to what it comes from, from either side."""

from pmtui.app.action_links import actions_from, link, linkable_actions, linkable_sources
from pmtui.session.document import Action, Lessons, Note, RootCause, Session, Why

ROOT = Why(id="r", text="Nobody was told", verdict="root")
OTHER = Why(id="o", text="The job ran", whys=(ROOT,))
OUT = Why(id="x", text="The disk was full", verdict="ruled_out")
FIRST = Action(id="a", text="Alert", source="o")
SECOND = Action(id="b", text="Renew by a job")
SESSION = Session(
    format="pmtui-session",
    version=2,
    id="s",
    root_cause=RootCause(problem="Refused", whys=(OTHER, OUT)),
    lessons=Lessons(went_wrong=(Note(id="n", text="The pager was mute"),)),
    actions=(FIRST, SECOND),
)


def test_an_action_is_offered_the_roots_first_and_what_was_ruled_out_never() -> None:
    assert linkable_sources(SESSION, FIRST) == [
        ("r", "Nobody was told", "root"),
        ("o", "The job ran", "answer · ✓ linked: again takes it off"),
        ("n", "The pager was mute", "went wrong"),
    ]


def test_an_answer_is_offered_the_actions_that_have_no_source_first() -> None:
    assert linkable_actions(SESSION, "r") == [("b", "Renew by a job", ""), ("a", "Alert", "from “The job ran”")]


def test_the_link_goes_over_and_the_same_again_takes_it_off() -> None:
    linked = link(FIRST, "r")(SESSION)
    assert actions_from(linked, "r") == (linked.actions[0],)
    assert actions_from(linked, "o") == ()
    assert link(linked.actions[0], "r")(linked).actions[0].source is None
