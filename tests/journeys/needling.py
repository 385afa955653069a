"""The story's middle: where it hurts, which muscle, the plan, the needles, each counted."""

import re
from collections.abc import Iterable

from playwright.sync_api import Locator, expect
from tests.journeys.arriving import then_i_am_on, then_it_says, when_i_go_on_to
from tests.journeys.hands import Hand


def when_the_pain_is_drawn(
    hand: Hand, zones: Iterable[tuple[str, str, str, str]], *, words: str, intensity: str, quality: str
) -> None:
    """Each zone by code, part of the body, place and side."""
    when_i_go_on_to(hand, "Pain drawing")
    then_i_am_on(hand, "Pain drawing")
    hand.answer("How strong is this pain?", intensity)
    hand.answer("What does it feel like?", quality)
    for code, part, place, side in zones:
        hand.mark(code, part=part, place=place, side=side)
    hand.write("In the patient's own words", words)
    hand.press("button", "Save the drawing")
    then_it_says(hand, "The pain drawing is saved.")


def then_the_ranking_offers(hand: Hand, muscle: str) -> None:
    """Among the candidates, with what speaks for and against it, as an order of search only."""
    then_i_am_on(hand, "Ranking")
    page = hand.page
    expect(page.get_by_role("main")).to_contain_text("palpation decides")
    rest = page.locator("summary").filter(has_text="more, each below")
    if rest.count():
        hand.unfold("more, each below")
    expect(page.get_by_role("heading", name=muscle, exact=True)).to_be_visible()


def when_the_muscle_is_palpated(hand: Hand, muscle: str, *, signs: dict[str, str], status: str) -> None:
    """One card; it is folded away until it is asked for. Each tap is saved by itself."""
    card = hand.page.locator("details.card, details").filter(
        has=hand.page.get_by_role("heading", name=muscle, exact=True)
    )
    if not card.evaluate("one => one.open"):
        hand.unfold(muscle)
    for sign, found in signs.items():
        hand.answer(sign, found, within=card)
        expect(card.get_by_role("status")).to_contain_text("Saved.")
    hand.answer("Status", status, within=card)
    expect(card.locator("summary .tag")).to_contain_text(status)


def then_it_is_among_the_first(hand: Hand, muscle: str) -> None:
    """What the ranking makes of the fingers' findings, in its first places."""
    expect(ranking_now(hand).get_by_role("link", name=muscle, exact=True)).to_have_count(1)


def ranking_now(hand: Hand) -> Locator:
    """The list beside the cards."""
    return hand.page.get_by_role("heading", name="Ranking now").locator(
        "xpath=following::*[self::ol or self::ul][1]"
    )


def when_the_needling_is_planned(
    hand: Hand, muscle: str, *, needle: str, position: str, technique: str
) -> None:
    """From the palpation on: one tap takes the active point into the plan."""
    hand.press("link", "To the needling plan")
    then_i_am_on(hand, "Needling plan")
    hand.press("link", "Make a plan")
    hand.press("button", muscle)
    row = hand.page.get_by_role("group", name="Insertion 1")
    hand.choose("Needle", needle, within=row)
    hand.choose("Position", position, within=row)
    hand.answer("Technique", technique, within=row)
    hand.look(hand.page)
    hand.press("button", "Save and review")


def then_the_review_shows(hand: Hand, *structures: str, worst: str) -> None:
    """What lies under the insertion, always."""
    under = hand.page.get_by_role("region", name="What lies under")
    for structure in structures:
        expect(under).to_contain_text(structure)
    expect(under).to_contain_text(worst)
    hand.look(hand.page)


def when_the_plan_is_signed(hand: Hand) -> None:
    """Under the review."""
    hand.press("button", "Sign the plan")
    then_it_says(hand, "The plan is signed.")


def when_the_session_starts(hand: Hand) -> None:
    """After what to look at before the first needle."""
    hand.press("link", "To the session")
    then_i_am_on(hand, "Needling session")
    hand.press("button", "Start the session")
    when_the_device_gets_its_digits(hand)
    then_the_count_is(hand, needles_in=0, out=0, of=0)
    hand.look(hand.page)


def when_the_device_gets_its_digits(hand: Hand, digits: str = "246810") -> None:
    """Once on each device: they open what was recorded, without the network too."""
    for title in ("Choose six digits for this device", "Once more, to be sure"):
        lock = hand.page.get_by_role("region", name=title)
        for digit in digits:
            hand.press("button", digit, within=lock)
    expect(hand.page.get_by_role("group", name="Part of the session")).to_be_visible()


def then_the_count_is(hand: Hand, *, needles_in: int, out: int, of: int) -> None:
    """At the top of the recorder, always in sight."""
    count = hand.page.get_by_role("region", name="Needle count").get_by_role("status").first
    expect(count).to_have_text(re.compile(rf"in\s*{needles_in}\D+out\s*{out}\D*of\s*{of}\s*$"))


def when_a_needle_goes_in(hand: Hand, muscle: str) -> None:
    """At the planned place, once what lies under it is in sight."""
    hand.press("button", re.compile(rf"^\D*\d*\s*{re.escape(muscle)}"), within=places(hand))
    expect(hand.page.get_by_role("heading", name=muscle, exact=True)).to_be_visible()
    expect(hand.page.get_by_text("What lies under")).to_be_visible()
    hand.press("button", re.compile(r"^(Next needle|Needle) in$"))


def places(hand: Hand) -> Locator:
    """The list of planned places beside the picture."""
    return hand.page.get_by_role("group", name="Planned places", exact=True)


def needles_in(hand: Hand) -> Locator:
    """The needles that are in, the last one first."""
    return hand.page.get_by_role("region", name="Needles in")


def when_it_twitches(hand: Hand, times: int) -> None:
    """One press for each twitch."""
    for number in range(1, times + 1):
        hand.press("button", re.compile(r"^Twitch \+1"))
        expect(needles_in(hand)).to_contain_text(f"{number} twitch" if number == 1 else f"{number} twitches")


def when_it_aches(hand: Hand) -> None:
    """A sensation, as the person says it."""
    hand.press("button", re.compile(r"^Sensation, pain, more"))
    hand.press("button", "Ache", within=hand.page.get_by_role("group", name="It feels"))


def when_a_needle_comes_out(hand: Hand) -> None:
    """The one that is in."""
    hand.press("button", re.compile(r"^Out\s*:"))


def when_the_needles_are_counted(hand: Hand, number: int) -> None:
    """Into the sharps container; no typing."""
    hand.press("button", "Count and close")
    for digit in str(number):
        hand.press("button", digit)
    hand.press("button", "Counted")


def when_the_session_is_closed(hand: Hand) -> None:
    """Offered only once every needle is accounted for."""
    expect(hand.page.get_by_text("Every needle is accounted for.")).to_be_visible()
    hand.look(hand.page)
    hand.press("button", "Close the session")
    expect(hand.page.get_by_role("region", name="Needle count")).to_contain_text("Closed")


def when_the_details_are_noted(hand: Hand, *, skin: str, tolerance: str) -> None:
    """What no press says."""
    hand.press("link", "Session details")
    then_i_am_on(hand, "Session details")
    hand.write("Skin preparation", skin)
    hand.write("How it was borne", tolerance)
    hand.press("button", "Save")
    then_it_says(hand, "Saved.")
