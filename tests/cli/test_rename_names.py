"""`pmtui rename tag OLD NEW`: one name in every review, final ones too, and `--undo`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.app.rename_names import NameChanges
from pmtui.index.location import open_index
from pmtui.library.folder import Library
from pmtui.session.document import Action, KeyDetails, Session, Why
from pmtui.session.edits import set_field
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def reviews(library: Library, make_session: Callable[..., Session]) -> list[Session]:
    """A draft, a final review, and one that has both spellings; all three with an owner called Tom."""
    made = [
        make_session(
            status=status, key_details=KeyDetails(product="Checkout", tags=tags),
            actions=(Action(id="a", text="x", owner="Tom"),),
            **{"root_cause.whys": (Why(id="w", text="No alert", verdict="root"),)},
        )
        for status, tags in (("draft", ("pay",)), ("final", ("dns", "Pay")), ("draft", ("Pay", "pay", "vendor")))
    ]  # fmt: skip
    for session in made:
        library.add(session)
    return made


def now(library: Library, session: Session) -> Session:
    entry = library.by_id(session.id)
    assert entry is not None
    return library.read(entry)


def tags(library: Library, reviews: list[Session]) -> list[tuple[str, ...]]:
    return [now(library, session).key_details.tags for session in reviews]


def test_two_spellings_become_one_and_undo_has_them_back(run: Run, library: Library, reviews: list[Session]) -> None:
    shown = run("rename", "tag", "pay", "Payments", "--dry-run")
    assert {line.split("\t")[0] for line in shown.lines} == {reviews[0].id, reviews[2].id}
    assert shown.err == "pmtui: would rename the tag “pay” to “Payments” in 2 reviews (2 places)\n"
    assert tags(library, reviews) == [("pay",), ("dns", "Pay"), ("Pay", "pay", "vendor")]

    done = run("rename", "tags", "Pay", "pay")
    assert (done.status, set(done.lines)) == (0, {reviews[1].id, reviews[2].id})
    assert done.err == "pmtui: renamed the tag “Pay” to “pay” in 2 reviews (2 places)\n"
    assert tags(library, reviews) == [("pay",), ("dns", "pay"), ("pay", "vendor")], "the final one, too"
    assert now(library, reviews[1]).status == "final"

    back = run("rename", "--undo")
    assert back.err == "pmtui: renamed the tag “pay” to “Pay” in 2 reviews (2 places)\n"
    assert tags(library, reviews) == [("pay",), ("dns", "Pay"), ("Pay", "pay", "vendor")]
    run("rename", "--undo").refused("no renaming to take back")


def test_an_owner_everywhere_but_where_somebody_changed_it_since(
    run: Run, library: Library, reviews: list[Session]
) -> None:
    assert run("rename", "owner", "Tom", "Tom A.").status == 0
    assert [now(library, each).actions[0].owner for each in reviews] == ["Tom A."] * 3
    library.change(reviews[0].id, lambda session: set_field(session, "actions", ()))
    back = run("rename", "--undo")
    assert "1 place changed since: left as they are" in back.err
    assert [now(library, each).actions[0].owner for each in reviews[1:]] == ["Tom"] * 2


def test_causes_and_products_are_renamed_in_every_review(run: Run, library: Library, reviews: list[Session]) -> None:
    assert len(run("rename", "cause", "No alert", "There was no alert").lines) == 3
    assert now(library, reviews[1]).root_cause.whys[0].text == "There was no alert"
    assert len(run("rename", "product", "Checkout", "Shop").lines) == 3
    assert now(library, reviews[0]).key_details.product == "Shop"


def test_what_cannot_be_renamed_is_said(run: Run, reviews: list[Session]) -> None:
    run("rename", "tag", "vendors", "x").refused("no review has the tag “vendors”: there is “vendor”")
    run("rename", "tag", "zzz", "x").refused("no review has the tag “zzz”: ")
    run("rename", "tag", "pay", "a, b").refused("commas and semicolons stand between names")
    run("rename", "tag", "pay", " ").refused("the new name is empty")
    run("rename", "tag", "pay", "pay").refused("the same")
    run("rename", "tag", "pay", "pay", "--dry-run").refused("the same")
    run("rename", "colour", "pay", "x").refused("colour: nothing of that kind", "product, team, customer, tag")
    run("rename", "tag", "pay").refused("pmtui rename tag OLD NEW")
    run("rename").refused("rename takes an ID")


def test_one_that_cannot_be_written_is_named_and_the_others_are_done(
    run: Run, library: Library, reviews: list[Session]
) -> None:
    assert run("search", "alert").status == 0, "the index knows all three"
    entry = library.by_id(reviews[0].id)
    assert entry is not None
    facts = open_index(library).facts()
    library.path_of(entry).write_text("{")
    outcome = NameChanges(library).rename("person", "Tom", "Tom A.", facts)
    assert {each.id for each in outcome.renaming.reviews} == {reviews[1].id, reviews[2].id}
    assert len(outcome.failed) == 1 and entry.file in outcome.failed[0]


def test_what_another_program_writes_meanwhile_is_kept(
    run: Run, library: Library, reviews: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = library.open(reviews[0].id)
    opened.do(lambda session: set_field(session, "summary.overview", "typed meanwhile"), "overview", None)
    run("rename", "product", "Checkout", "Shop")
    opened.save()
    assert (opened.session.key_details.product, opened.session.summary.overview) == ("Shop", "typed meanwhile")
    assert now(library, reviews[0]).key_details.product == "Shop"


def test_without_a_cache_folder_it_is_taken_back_while_the_program_runs(
    library: Library, reviews: list[Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    index = open_index(library)
    index.refresh()
    changes = NameChanges(library)
    assert changes.rename("tag", "pay", "Pay", index.facts()).amount == "2 reviews (2 places)"
    assert changes.last is not None
    assert changes.last and changes.undo(changes.last).amount == "2 reviews (2 places)"
    assert tags(library, reviews) == [("pay",), ("dns", "Pay"), ("Pay", "pay", "vendor")]


def test_a_call_that_nothing_can_take_back_says_so(
    run: Run, reviews: list[Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    done = run("rename", "tag", "pay", "Pay")
    assert (done.status, len(done.lines)) == (0, 2)
    assert "pmtui: --undo will not take it back" in done.err
    run("rename", "--undo").refused("no renaming to take back")


def test_what_another_program_took_back_or_renamed_since_is_not_taken_back_instead(
    library: Library, reviews: list[Session]
) -> None:
    def rename(old: str, new: str) -> None:
        index = open_index(library)
        index.refresh()
        assert NameChanges(library).rename("tag", old, new, index.facts()).renaming.reviews

    here = NameChanges(library)
    rename("dns", "DNS")
    seen = here.last
    assert seen is not None
    rename("vendor", "supplier")
    before = tags(library, reviews)
    assert "look again" in here.undo(seen).failed[0] and tags(library, reviews) == before
    for _ in range(2):
        last = here.last
        assert last is not None and not here.undo(last).failed
    assert here.last is None and "look again" in here.undo(seen).failed[0]
