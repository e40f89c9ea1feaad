"""The names of all reviews: two spellings become one everywhere, by one act that is taken back as one."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.library.folder import Library
from pmtui.session.document import KeyDetails, Session
from pmtui.tui.home.names import NamesScreen
from pmtui.tui.home.screen import LibraryScreen
from tests.tui.conftest import OpenApp


async def test_a_tag_is_renamed_everywhere_and_had_back(
    run_app: OpenApp, library: Library, make_session: Callable[..., Session]
) -> None:
    for status, tags in (("draft", ("payments",)), ("final", ("Payments", "dns")), ("final", ("Payments",))):
        library.add(make_session(status=status, key_details=KeyDetails(product="Checkout", tags=tags)))

    def tags() -> list[tuple[str, ...]]:
        return sorted(session.key_details.tags for _, session in library.sessions())

    before = tags()
    async with run_app() as sitting:
        await sitting.press("N")
        await sitting.until(lambda: "4 shown" in sitting.screen_text())
        assert "2 spelled in several ways" in sitting.screen_text()
        await sitting.until(lambda: "also “payments”" in sitting.screen_text())
        assert "esc back to the reviews" in sitting.screen_text()

        await sitting.press("b", "b", "b", "b", "down", "enter")
        await sitting.until(lambda: "Rename the tag “payments” in 1 review (1 place) to …" in sitting.screen_text())
        assert "2 reviews have it: both become one" in sitting.screen_text()
        await sitting.press("enter")
        renamed = "“payments” is “Payments” in 1 review (1 place) · u takes it back"
        await sitting.until(lambda: renamed in sitting.screen_text())
        await sitting.until(lambda: "2 shown" in sitting.screen_text())
        assert tags() == [("Payments",), ("Payments",), ("Payments", "dns")]

        await sitting.press("u")
        await sitting.until(lambda: "“Payments” is “payments” again in 1 review" in sitting.screen_text())
        await sitting.until(lambda: "3 shown" in sitting.screen_text())
        assert tags() == before
        assert isinstance(sitting.app.screen, NamesScreen)
        assert sitting.app.screen.one is not None and sitting.app.screen.one.text == "payments"
        await sitting.press("escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen))
