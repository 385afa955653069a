"""The main job: a published case, from a person's first contact to a signed note and a check-in."""

import re
from typing import Any

from playwright.sync_api import Browser, Page
from tests.clinic import factories
from tests.journeys import arriving, following, needling
from tests.journeys.hands import Pointer
from tests.journeys.steps import PHONE, a_window, assert_accessible

from drypoint.clinic.accounts.models import Clinic
from drypoint.web.guided_cases import guided_cases

CASE = guided_cases()["case-015"]
"""Severe shoulder pain after cricket, traced to supraspinatus. The rest of the story is invented."""
MUSCLE = "Supraspinatus · right"
SHOULDER = "Shoulder and shoulder blade"


def test_a_published_case_goes_the_whole_way(
    page: Page, browser: Browser, live_server: Any, demo: Clinic
) -> None:
    therapist = factories.make_therapist(demo, name="Elena Duarte")
    factories.make_lot(demo)
    hand = Pointer(page, look=assert_accessible)

    arriving.when_i_sign_in(hand, therapist.user)
    arriving.when_a_person_is_registered(hand, "Imran", "Shah", born="1994-05-17", sex="Male")
    arriving.when_an_episode_is_opened(
        hand,
        search="shoulder",
        complaint="Shoulder impingement (subacromial pain)",
        title="Right shoulder pain",
    )
    arriving.when_the_first_visit_starts(hand)
    arriving.when_the_history_is_taken(
        hand,
        {
            "Since when?": "2026-10-03",
            "How did it begin?": CASE.words.en,
            "Work": "Clerk",
            "Sport and load": "Cricket, fast bowling twice a week",
            "What do they want to be able to do again?": "Bowl a full spell without pain",
            "What was tried": "Rest and ibuprofen",
            "With what result": "Less pain for some hours",
        },
        medicines="Ibuprofen 400 mg when needed",
    )
    arriving.when_the_person_is_screened(
        hand,
        answers={
            "Today": {
                re.compile("^Has dry needling been explained"): "Yes",
                re.compile("^Can this person understand"): "Yes",
            },
            "Places, operations and habits": {re.compile("^Do you take pain killers"): "Yes"},
        },
    )
    arriving.then_the_screening_says(hand, "Nothing was found that speaks against needling.")
    arriving.when_the_examination_is_recorded(
        hand,
        part="Right shoulder",
        finding="Painful arc from 70 degrees, strength kept",
        test=("Hawkins-Kennedy", "right", "Positive"),
        summary="Subacromial pain on the right; neck clears",
    )
    arriving.when_the_care_is_planned(
        hand,
        indication="Pain keeps him from lifting the right arm",
        reason="Trigger points are suspected beside the load on the tendon",
        visits=4,
        days=7,
        beside="External rotation with a band",
    )
    arriving.when_the_patient_consents(hand, "Imran Shah", regions=("shoulder and shoulder blade",))

    needling.when_the_pain_is_drawn(
        hand,
        (
            ("sh.front", SHOULDER, "Front of shoulder", "Right"),
            ("sh.side", SHOULDER, "Outer shoulder", "Right"),
        ),
        words=CASE.words.en,
        intensity="8",
        quality="Sharp",
    )
    needling.then_the_ranking_offers(hand, MUSCLE)
    hand.press("link", "To palpation")
    arriving.then_i_am_on(hand, "Palpation")
    absent = dict.fromkeys(("Taut band", "Spot tenderness", "Recognised pain", "Referred pain"), "Absent")
    needling.when_the_muscle_is_palpated(
        hand, "Deltoid, clavicular part · right", signs=absent, status="None found"
    )
    present = dict.fromkeys(absent, "Present")
    needling.when_the_muscle_is_palpated(hand, MUSCLE, signs=present, status="Active")
    needling.then_it_is_among_the_first(hand, MUSCLE)
    needling.when_the_needling_is_planned(
        hand, MUSCLE, needle="0.30 × 40 mm", position="Prone", technique="Tangential"
    )
    needling.then_the_review_shows(
        hand, "pleura and lung", "suprascapular nerve", worst="collapsed lung (pneumothorax)"
    )
    needling.when_the_plan_is_signed(hand)
    needling.when_the_session_starts(hand)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    needling.when_it_twitches(hand, 2)
    needling.when_it_aches(hand)
    needling.when_a_needle_comes_out(hand)
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.when_a_needle_comes_out(hand)
    needling.then_the_count_is(hand, needles_in=0, out=2, of=2)
    needling.when_the_needles_are_counted(hand, 2)
    needling.when_the_session_is_closed(hand)
    needling.when_the_details_are_noted(hand, skin="Alcohol wipe", tolerance="Well, no faintness")

    following.when_another_treatment_is_recorded(
        hand, "Exercise", minutes=15, words="External rotation, wall slides"
    )
    following.when_an_exercise_is_given(hand, "External rotation with a band", sets=3, repetitions=12)
    following.when_it_is_measured_again(hand, pain=(8, 5), motion=("Shoulder: abduction", "right", 70, 120))
    following.when_the_sheet_is_handed_over(hand)
    following.then_the_sheet_on_paper_says(hand, "Imran Shah", "supraspinatus", "Short of breath")
    following.when_the_rules_are_asked(hand)
    following.when_i_decide(hand, "Continue as planned", why="Four visits were planned")
    following.when_the_note_is_signed(hand, "Elena Duarte")
    following.then_the_note_on_paper_says(
        hand,
        "Imran Shah",
        "Elena Duarte",
        "supraspinatus",
        "Hawkins-Kennedy",
        "2 opened: 2 in the sharps container",
        "External rotation with a band",
        "20560",
        "Continue as planned",
    )

    link = following.the_first_check_in_link(hand)
    with a_window(browser, live_server.url, **PHONE) as phone:
        patient = Pointer(phone, look=assert_accessible)
        following.when_the_patient_opens_the_link(patient, link, born="1994-05-17")
        following.when_the_patient_answers(patient, yes=("Do you have a bruise?",), pain=3, soreness=4)
        following.then_the_patient_is_told(patient, "Expected after needling", "call the emergency services")
    following.when_i_read_the_check_in(
        hand, "Imran Shah", level="Expected", what_i_did="Read, nothing to do before Sunday"
    )
