"""The whole way by keyboard alone, with few words."""

import re
from typing import Any

from playwright.sync_api import Browser, Page
from tests.clinic import factories
from tests.journeys import arriving, following, needling
from tests.journeys.hands import Keyboard
from tests.journeys.steps import a_window

from drypoint.clinic.accounts.models import Clinic

MUSCLE = "Gluteus medius · left"


def test_the_whole_way_works_by_keyboard_alone(
    page: Page, browser: Browser, live_server: Any, demo: Clinic
) -> None:
    therapist = factories.make_therapist(demo, name="Kwame Boateng")
    factories.make_lot(demo)
    hand = Keyboard(page)

    arriving.when_i_sign_in(hand, therapist.user)
    arriving.when_a_person_is_registered(hand, "Ana", "Ruiz", born="1980-02-29", sex="Female")
    arriving.when_an_episode_is_opened(
        hand, search="hip", complaint="Hip or buttock pain, piriformis", title="Left hip"
    )
    arriving.when_the_first_visit_starts(hand)
    arriving.when_the_history_is_taken(hand, {"Since when?": "2026-11-01"})
    arriving.when_the_person_is_screened(
        hand,
        answers={
            "Red flags": {},
            "Today": {
                re.compile("^Has dry needling been explained"): "Yes",
                re.compile("^Can this person understand"): "Yes",
            },
            "Health": {re.compile("pregnant"): "No"},
        },
    )
    arriving.then_the_screening_says(hand, "Nothing was found that speaks against needling.")
    arriving.when_the_examination_is_recorded(hand, part="Left hip", finding="Sore", summary="Muscular")
    arriving.when_the_care_is_planned(
        hand, indication="Sleep", reason="Tried", visits=2, days=7, beside="Step-ups"
    )
    arriving.when_the_patient_consents(hand, "Ana Ruiz", regions=("buttock", "hip"))
    needling.when_the_pain_is_drawn(
        hand,
        (("hp.lateral", "Buttock and hip", "Outer hip, bony point", "Left"),),
        words="At the side",
        intensity="5",
        quality="Aching",
    )
    needling.then_the_ranking_offers(hand, MUSCLE)
    hand.press("link", "To palpation")
    needling.when_the_muscle_is_palpated(hand, MUSCLE, signs={"Taut band": "Present"}, status="Active")
    needling.when_the_needling_is_planned(
        hand, MUSCLE, needle="0.30 × 40 mm", position="Lying on the side", technique="Deep"
    )
    needling.when_the_plan_is_signed(hand)
    needling.when_the_session_starts(hand)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    needling.when_it_twitches(hand, 1)
    needling.when_a_needle_comes_out(hand)
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    needling.when_the_needles_are_counted(hand, 1)
    needling.when_the_session_is_closed(hand)
    following.when_another_treatment_is_recorded(hand, "Exercise", minutes=8, words="Step-ups")
    following.when_it_is_measured_again(hand, pain=(5, 4))
    following.when_the_sheet_is_handed_over(hand)
    following.when_i_decide(hand, "Continue as planned", why="Two were planned")
    following.when_the_note_is_signed(hand, "Kwame Boateng")
    link = following.the_first_check_in_link(hand)
    with a_window(browser, live_server.url) as window:
        patient = Keyboard(window)
        following.when_the_patient_opens_the_link(patient, link, born="1980-02-29")
        following.when_the_patient_answers(patient, yes=("Are you short of breath?",), pain=6, soreness=2)
        following.then_the_patient_is_told(patient, "call the emergency services")
    following.when_i_read_the_check_in(hand, "Ana Ruiz", level="Emergency", what_i_did="Called her")
