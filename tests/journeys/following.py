"""The story's end: other treatments, what changed, the sheet, the decision, the note, the days after."""

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.journeys.arriving import then_i_am_on, then_it_says, when_i_go_on_to
from tests.journeys.hands import Hand


def when_another_treatment_is_recorded(hand: Hand, kind: str, *, minutes: int, words: str) -> None:
    """With the minutes spent one to one."""
    hand.press("link", "To other treatments")
    then_i_am_on(hand, "Other treatments")
    hand.answer("What was done", kind)
    hand.write("Minutes, one to one", str(minutes))
    hand.write("In a few words", words)
    hand.press("button", "Add")
    expect(hand.page.get_by_text(f"Timed together: {minutes} minutes")).to_be_visible()


def when_an_exercise_is_given(hand: Hand, name: str, *, sets: int, repetitions: int) -> None:
    """To take home."""
    hand.press("link", "Prescribe exercises")
    then_i_am_on(hand, "Exercises to take home")
    hand.press("button", "One in own words")
    row = hand.page.get_by_role("group", name="Exercise 1")
    hand.write("Exercise", name, within=row)
    hand.write("Sets", str(sets), within=row)
    hand.write("Repetitions", str(repetitions), within=row)
    hand.press("button", "Save the exercises")
    then_it_says(hand, "The exercises are saved.")


def when_it_is_measured_again(
    hand: Hand, *, pain: tuple[int, int], motion: tuple[str, str, int, int] | None = None
) -> None:
    """Pain before and after; perhaps a motion, its side, and its degrees before and after."""
    when_i_go_on_to(hand, "Reassessment")
    then_i_am_on(hand, "Reassessment")
    hand.answer("Pain before", str(pain[0]))
    hand.answer("Pain after", str(pain[1]))
    if motion is not None:
        name, side, before, after = motion
        row = hand.page.get_by_role("group", name="Motion 1")
        hand.choose("Joint and motion", name, within=row)
        hand.choose("Side", side, within=row)
        hand.write("Before", str(before), within=row)
        hand.write("After", str(after), within=row)
        hand.write("Device", "goniometer", within=row)
    hand.press("button", "Save the measurements")
    then_it_says(hand, "The measurements are saved.")
    hand.look(hand.page)


def when_the_sheet_is_handed_over(hand: Hand) -> None:
    """With the check-in links made along with it."""
    when_i_go_on_to(hand, "After-care")
    then_i_am_on(hand, "After-care")
    hand.press("button", "Handed over")
    then_it_says(hand, "The sheet is handed over.")


def then_the_sheet_on_paper_says(hand: Hand, *words: str) -> None:
    """Read back from its PDF."""
    address = hand.page.get_by_role("link", name="Sheet as PDF").get_attribute("href")
    assert address
    said = pdf_text(hand.page, address)
    for one in words:
        assert one in said, f"{one!r} is not in {said!r}"


def then_the_note_on_paper_says(hand: Hand, *words: str) -> None:
    """Read back from its PDF, which is the same to the byte each time."""
    address = hand.page.get_by_role("link", name="Note as PDF").get_attribute("href")
    assert address
    assert pdf(hand.page, address) == pdf(hand.page, address)
    said = pdf_text(hand.page, address)
    for one in words:
        assert one in said, f"{one!r} is not in {said!r}"


def pdf(page: Page, address: str) -> bytes:
    """A PDF as the signed-in browser downloads it."""
    answer = page.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def pdf_text(page: Page, address: str) -> str:
    """Its words, each run of white space as one space."""
    reader = PdfReader(io.BytesIO(pdf(page, address)))
    return re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))


def when_the_rules_are_asked(hand: Hand) -> None:
    """For a suggestion, which is not a decision."""
    to_the_decision(hand)
    hand.press("button", "Ask for forecast and next step")
    expect(hand.page.get_by_role("button", name="Ask again")).to_be_visible()
    hand.look(hand.page)


def to_the_decision(hand: Hand) -> None:
    """From the way of the visit, which may be walked in another order too."""
    hand.press("link", re.compile("^Visit of "))
    hand.press("link", "Decision")
    then_i_am_on(hand, "Decision")


def when_i_decide(hand: Hand, choice: str, *, why: str) -> None:
    """With a reason, as it may depart from the suggestion."""
    if not hand.page.url.endswith("/decision/"):
        to_the_decision(hand)
    hand.answer("Your decision", choice)
    hand.write("Why", why)
    hand.press("button", re.compile("^Record the decision$"))
    then_it_says(hand, "The decision is recorded.")


def when_the_note_is_signed(hand: Hand, signer: str) -> None:
    """Drafted whole from the record; the procedure code is confirmed along with it."""
    when_i_go_on_to(hand, "Note")
    then_i_am_on(hand, "Note, not signed yet")
    hand.press("button", f"Sign as {signer}")
    then_it_says(hand, "The note is signed.")
    then_i_am_on(hand, "Signed note")


def the_first_check_in_link(hand: Hand) -> str:
    """As the sheet prints it and the page of the visit shows it again."""
    hand.press("link", "Next: check-ins")
    then_i_am_on(hand, "Check-ins")
    shown = hand.page.get_by_text(re.compile(r"/c/[\w-]+/")).first.inner_text()
    found = re.search(r"/c/[\w-]+/", shown)
    assert found
    return found[0]


def when_the_patient_opens_the_link(hand: Hand, link: str, *, born: str) -> None:
    """On their own phone, signed in nowhere; first the date of birth."""
    hand.page.goto(link)
    hand.look(hand.page)
    hand.write("Your date of birth", born)
    hand.press("button", "Go on")
    expect(hand.page.get_by_role("heading", name="Since your visit")).to_be_visible()
    hand.look(hand.page)


SIGNS = (
    "Are you short of breath?",
    "Do you have pain in your chest or at the tip of your shoulder, perhaps when breathing in?",
    "Have you collapsed or passed out since?",
    "Did a sudden headache come, the worst of your life?",
    "Is any part of your body newly weak or numb?",
    "Has control of your bladder or bowel changed?",
    "Is there a swelling that grows or is hard and tight, pain in your side, or blood in your urine?",
    "Do you have a new dry cough, or do you cough up blood?",
    "Do you have a new headache that gets worse when you sit or stand up?",
    "Do you have a fever or chills?",
    "Is there redness that spreads, pus, a hot swollen joint, or pain that grows day by day?",
    "Is there bleeding that does not stop?",
    "Do you have a bruise?",
)


def when_the_patient_answers(hand: Hand, *, yes: tuple[str, ...], pain: int, soreness: int) -> None:
    """Signs of harm first, no to all but ``yes``; then how it is."""
    for question in SIGNS:
        hand.answer(question, "Yes" if question in yes else "No")
    hand.answer("How much pain do you have now?", str(pain))
    hand.answer("How sore is the place where the needles were?", str(soreness))
    hand.press("button", "Send my answers")


def then_the_patient_is_told(hand: Hand, *words: str) -> None:
    """What to do, and when not to wait."""
    then_i_am_on(hand, "Your answers are with the clinic")
    for one in words:
        expect(hand.page.get_by_role("main")).to_contain_text(one)


def when_i_read_the_check_in(hand: Hand, name: str, *, level: str, what_i_did: str) -> None:
    """From the board, and note that I read it."""
    hand.press("link", "Check-ins", within=hand.page.get_by_role("navigation", name="Main"))
    then_i_am_on(hand, "Check-ins")
    hand.press("link", re.compile(rf"^{name}.*{level}$", re.DOTALL))
    then_i_am_on(hand, "Check-in")
    hand.write("What did you do?", what_i_did)
    hand.press("button", "I have read it")
    then_it_says(hand, "Noted that you have read it.")
