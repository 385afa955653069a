"""Steps that journeys share, named as the story tells them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from drypoint.clinic.accounts.models import Membership, User

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that the other scheme may break on the same page."""
PASSWORD = "correct horse battery"


def given_a_password(user: User) -> None:
    """One that the journeys know; setting it again would end the windows that are signed in."""
    if not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])


def given_i_am_signed_in(page: Page, member: Membership) -> None:
    """Through the form, as people do."""
    given_i_signed_in_as(page, member.user)


def given_i_signed_in_as(page: Page, user: User) -> None:
    """Staff or patient."""
    given_a_password(user)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA or of good practice, as axe sees it; colours light and dark."""
    for scheme, rules in (("light", RULES), ("dark", OF_COLOUR)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page, rules) == [], f"{page.url} in {scheme}"
    page.emulate_media(color_scheme=None, reduced_motion=None)


def assert_accessible_from_its_end(page: Page) -> None:
    """What a bar that stays in reach half covers on the way is no small target."""
    page.locator("footer").scroll_into_view_if_needed()
    assert_accessible(page)


def violations(page: Page, rules: list[str]) -> list[str]:
    """What axe finds on the page as it stands, by sets of rules or single ones."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    result = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", rules
    )
    return [
        f"{broken['id']}: {broken['help']} at {node['target']}"
        for broken in result["violations"]
        for node in broken["nodes"]
    ]


def assert_fits(page: Page, *widths_px: int) -> None:
    """Nothing makes the page scroll sideways at these widths."""
    before = page.viewport_size
    for width in widths_px or (390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
            f"{page.url} at {width}"
        )
    if before:
        page.set_viewport_size(before)


@contextmanager
def a_window(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Of somebody who is signed in nowhere."""
    context = browser.new_context(base_url=address, **options)
    try:
        yield context.new_page()
    finally:
        context.close()


PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
