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
