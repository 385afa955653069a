"""The story's beginning: signing in, a person, an episode, the first visit, what the person tells."""

import re

from playwright.sync_api import expect
from tests.journeys.hands import Hand
from tests.journeys.steps import PASSWORD, given_a_password

from drypoint.clinic.accounts.models import User


def when_i_sign_in(hand: Hand, user: User) -> None:
    """At the door, by the form."""
    given_a_password(user)
    hand.page.goto("/accounts/login/")
    hand.write("Email", user.email)
    hand.write("Password", PASSWORD)
    hand.press("button", "Sign in")
    hand.page.wait_for_url("**/today/")


def then_i_am_on(hand: Hand, heading: str | re.Pattern[str]) -> None:
    """The page of that heading, and it is looked at."""
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(heading)
    hand.look(hand.page)


def then_it_says(hand: Hand, words: str) -> None:
    """Above the page, to eyes and to screen readers."""
    expect(hand.page.locator("#problems")).to_contain_text(words)


def when_a_person_is_registered(
    hand: Hand, given_name: str, family_name: str, *, born: str, sex: str
) -> None:
    """From the list of people."""
    hand.press("link", "People")
    then_i_am_on(hand, "People")
    hand.press("link", "New person")
    then_i_am_on(hand, "New person")
    hand.write("Given name", given_name)
    hand.write("Family name", family_name)
    hand.write("Date of birth", born)
    hand.choose("Sex as recorded", sex)
    hand.press("button", "Register")
    then_it_says(hand, f"{given_name} {family_name} is registered.")
    then_i_am_on(hand, f"{given_name} {family_name}")


def when_an_episode_is_opened(hand: Hand, *, search: str, complaint: str, title: str) -> None:
    """The complaint is found by an everyday word."""
    hand.press("link", "New episode")
    then_i_am_on(hand, "What does the person come with?")
    hand.write(re.compile("^What is it about"), search)
    hand.page.get_by_role("link", name="Migraine").wait_for(state="detached")
    hand.press("link", complaint)
    then_i_am_on(hand, "New episode")
    hand.write("Title", title)
    hand.press("button", "Open the episode")
    then_i_am_on(hand, title)


def when_the_first_visit_starts(hand: Hand) -> None:
    """From the episode's page."""
    hand.press("button", "Start the first visit")
    expect(hand.page.get_by_role("heading", name="The way of this visit")).to_be_visible()
    hand.look(hand.page)


def when_i_go_on_to(hand: Hand, step: str) -> None:
    """By the one button of the visit that says what comes next."""
    if "/visits/" not in hand.page.url or not re.search("/visits/[^/]+/$", hand.page.url):
        hand.press("link", re.compile("^Visit of "))
    hand.press("link", re.compile(rf"^Next:\s+{re.escape(step)}$"))


def when_the_history_is_taken(hand: Hand, answers: dict[str, str], *, medicines: str = "") -> None:
    """``answers`` by the question's words; what is not asked stays open."""
    when_i_go_on_to(hand, "History")
    then_i_am_on(hand, "History")
    for question, answer in answers.items():
        hand.write(question, answer)
    if medicines:
        hand.write("Medicines", medicines)
    hand.press("button", "Save")
    then_it_says(hand, "The history is saved.")


SCREENING_PARTS = (
    "Signs of an emergency",
    "Red flags",
    "Today",
    "Health",
    "Places, operations and habits",
)


def when_the_person_is_screened(
    hand: Hand, *, answers: dict[str, dict[str | re.Pattern[str], str]], reread: bool = True
) -> None:
    """Every part in turn: ``answers`` by part and question, and no to what is then still open."""
    when_i_go_on_to(hand, "Screening")
    for part in SCREENING_PARTS:
        then_i_am_on(hand, part)
        for question, answer in answers.get(part, {}).items():
            hand.answer(question, answer)
        hand.press("button", "I asked all: what is open is no")


def then_the_screening_says(hand: Hand, outcome: str) -> None:
    """With every required question answered."""
    then_i_am_on(hand, "What the screening found")
    expect(hand.page.get_by_role("main")).to_contain_text(outcome)
    expect(hand.page.get_by_role("heading", name="Still open")).to_have_count(0)


def when_the_examination_is_recorded(
    hand: Hand, *, part: str, finding: str, summary: str, test: tuple[str, str, str] | None = None
) -> None:
    """One part with its finding, perhaps one special test: its name, side and result."""
    when_i_go_on_to(hand, "Examination and plan of care")
    then_i_am_on(hand, "Examination")
    first = hand.page.get_by_role("group", name="Finding 1")
    hand.write("Part", part, within=first)
    hand.write("Finding", finding, within=first)
    if test is not None:
        name, side, result = test
        row = hand.page.get_by_role("group", name="Test 1")
        hand.write("Test", name, within=row)
        hand.choose("Side", side, within=row)
        hand.answer("Result", result, within=row)
    hand.write("Summary", summary)
    hand.press("button", "Save")
    then_it_says(hand, "The examination is saved.")


def when_the_care_is_planned(
    hand: Hand, *, indication: str, reason: str, visits: int, days: int, beside: str
) -> None:
    """The page that follows the examination; needling is one treatment among others."""
    then_i_am_on(hand, "Plan of care")
    hand.write("Indication", indication)
    hand.answer("Is dry needling part of it?", "Yes")
    hand.write("Why, or why not?", reason)
    hand.write("How many visits?", str(visits))
    hand.write("How far apart?", str(days))
    hand.write("Treatment", beside)
    hand.press("button", "Save the plan")
    then_it_says(hand, "The plan of care is saved.")


def when_the_patient_consents(hand: Hand, name: str, *, regions: tuple[str, ...]) -> None:
    """The therapist says where; the person reads and signs on the tablet."""
    when_i_go_on_to(hand, "Consent")
    then_i_am_on(hand, "Consent")
    for region in regions:
        hand.tick(region)
    hand.press("button", "Read and sign")
    then_i_am_on(hand, "Consent to dry needling")
    expect(hand.page.get_by_role("heading", name="You can stop at any second")).to_be_visible()
    hand.tick(re.compile("^I have read this or it was read to me"))
    hand.sign(name)
    hand.press("button", "I agree")
    then_it_says(hand, "Give the tablet back to your therapist.")
