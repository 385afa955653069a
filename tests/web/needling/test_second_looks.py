"""A second look is blind on the page, and the clinic's agreement stands beside what was published."""

from typing import Any

import pytest
from django.test import Client
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import actor_for
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.visits.actions import blind_palpations, palpation, visits
from drypoint.clinic.visits.models import Visit, VisitStatus
from drypoint.outcomes.agreement import FEWEST

KEY = "gluteus_medius-left-1"
MUSCLES = ("gluteus_medius", "gluteus_maximus", "piriformis", "infraspinatus", "supraspinatus")
BOTH = {"unaware": "on", "agreed": "on"}


@pytest.fixture
def colleague(care: Care) -> Membership:
    return factories.make_therapist(care.clinic, name="Sam Second")


def address(care: Care) -> str:
    return f"/visits/{care.visit.pk}/second-look/"


def first_finds(care: Care, **signs: Any) -> None:
    found = {"taut_band": True, "status": "active"} | signs
    palpation.mark(by=care.therapist, visit=care.visit, muscle="gluteus_medius", side="left", **found)


def test_second_examiner_sees_the_place_and_nothing_of_what_was_found(
    care: Care, colleague: Membership
) -> None:
    page = browser_of(colleague).get(address(care)).content.decode()
    assert "Nothing to look at yet" in page
    first_finds(care, ppt_kpa=213.0)
    page = browser_of(colleague).get(address(care)).content.decode()
    assert "Gluteus medius" in page
    form = page.partition("<form")[2]
    assert "Active" not in page and "213" not in page and 'value="yes" id' in form
    assert form.count("checked") == 0 or 'value="yes" checked' not in form


def test_second_look_is_saved_and_then_compared(care: Care, colleague: Membership) -> None:
    first_finds(care)
    browser = browser_of(colleague)
    said = {f"{KEY}-taut_band": "no", f"{KEY}-trigger_point": "yes", **BOTH}
    page = browser.post(address(care), said, follow=True).content.decode()
    assert "Your second look is saved." in page
    assert "yes / no" in page and "yes / yes" in page
    assert "Save and compare" not in page
    look = care.visit.blind_palpations.get()
    assert (look.examiner, look.taut_band, look.spot_tenderness) == (colleague, False, None)
    assert care.visit.palpation_findings.current().get().taut_band is True
    treating = browser_of(care.member).get(address(care)).content.decode()
    assert "yes / no" in treating and "You palpated or treat at this visit" in treating
    third = browser_of(factories.make_therapist(care.clinic)).get(address(care)).content.decode()
    assert "yes / no" not in third and "Save and compare" in third


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({f"{KEY}-taut_band": "no", "unaware": "on"}, "This field is required"),
        (BOTH, "Say what you felt at one place at least."),
        ({f"{KEY}-taut_band": "perhaps", **BOTH}, "Save and compare"),
    ],
)
def test_second_look_that_is_none_is_refused(
    care: Care, colleague: Membership, said: dict[str, str], words: str
) -> None:
    first_finds(care)
    answer = browser_of(colleague).post(address(care), said)
    assert words in answer.content.decode()
    assert not care.visit.blind_palpations.exists()


def test_signed_visit_takes_no_second_look(care: Care, colleague: Membership) -> None:
    first_finds(care)
    Visit.objects.filter(pk=care.visit.pk).update(status=VisitStatus.SIGNED)
    page = browser_of(colleague).get(address(care)).content.decode()
    assert "A second look belongs into the visit itself" in page and "Save and compare" not in page


def look_at_many(care: Care, colleague: Membership, answers: list[tuple[bool, bool]]) -> None:
    """So many places, five a visit, each said as told."""
    second = actor_for(colleague)
    while answers:
        person = factories.make_person(care.clinic)
        episode = episodes.open(
            by=care.therapist,
            person=person,
            complaint="hip_buttock_pain",
            title="Pain",
            therapist=care.member,
            opened_on=care.episode.opened_on,
        )
        visit = visits.start(
            by=care.therapist, episode=episode, therapist=care.member, started_at=care.visit.started_at
        )
        looks = []
        for muscle in MUSCLES[: len(answers)]:
            first, said = answers.pop()
            place = {"muscle": muscle, "side": "left"}
            palpation.mark(by=care.therapist, visit=visit, **place, taut_band=first)
            looks.append({**place, "site": 1, "taut_band": said})
        blind_palpations.record(by=second, visit=visit, looks=looks, unaware=True, agreed=True)


def taut_band(page: str) -> str:
    return page.partition('id="taut_band"')[2].partition("</section>")[0]


def test_agreement_is_shown_from_enough_places_on_and_beside_what_was_published(
    care: Care, colleague: Membership
) -> None:
    browser = browser_of(care.member)
    empty = browser.get("/agreement/").content.decode()
    assert "No second look yet" in empty and "Lucas 2009" in taut_band(empty)
    answers = [(True, True)] * 12 + [(False, False)] * 10 + [(True, False)] * 4 + [(False, True)] * 3
    assert len(answers) == FEWEST - 1
    look_at_many(care, colleague, answers)
    few = taut_band(browser.get("/agreement/").content.decode())
    assert "too few to say" in few and "76 %" in few
    look_at_many(care, colleague, [(True, True)])
    page = browser.get("/agreement/").content.decode()
    shown = taut_band(page)
    assert "Agreed at 23 of 30 places. Kappa 0.53 (" in shown
    assert "Sam Second" in shown and "All examiners together" in shown
    assert "No published agreement on this sign" in page.partition('id="referred_pain"')[2]


@pytest.mark.parametrize(
    ("pair", "words"),
    [((True, True), "not defined: always the same answer"), ((True, False), "0.00, no interval")],
)
def test_agreement_says_when_kappa_means_nothing(
    care: Care, colleague: Membership, pair: tuple[bool, bool], words: str
) -> None:
    look_at_many(care, colleague, [pair] * FEWEST)
    assert words in taut_band(browser_of(care.member).get("/agreement/").content.decode())


def test_a_researcher_sees_no_names_of_pairs(care: Care, colleague: Membership) -> None:
    look_at_many(care, colleague, [(True, True)])
    page = browser_of(factories.make_member(care.clinic, "researcher")).get("/agreement/").content.decode()
    assert "Sam Second" not in page and "All examiners together" in page


def test_another_clinics_looks_are_not_counted(care: Care, colleague: Membership, stranger: Client) -> None:
    look_at_many(care, colleague, [(True, True)])
    assert "No second look yet" in stranger.get("/agreement/").content.decode()
