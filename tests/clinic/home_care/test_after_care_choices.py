"""What the clinic tells where after-care texts disagree: a signed choice, shown beside who says what."""

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.actors import actor_for
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.queries import after_care_words as words
from drypoint.clinic.home_care.actions import after_care_choices
from drypoint.clinic.home_care.queries import choices, last_choices


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def choose(care: Care, position: str = "rest_24_h", **more: object) -> object:
    said = {"question": "restrictions", "reason": "Staff meeting of 1 March", **more}
    by = said.pop("by", None) or factories.acting(care.clinic, "owner")
    return after_care_choices.choose(by=by, clinic=care.clinic, position=position, **said)  # type: ignore[arg-type]


def test_the_sheet_says_both_sides_and_what_the_clinic_chose(care: Care) -> None:
    def asked() -> words.Disputed:
        sheet = words.sheet(care.visit, language="es")
        return next(one for one in sheet.disputed if one.question == "¿Hay algo que no deba hacer?")

    assert asked().chosen == "" and len(asked().answers) == 2
    signed = choose(care)
    assert asked().chosen == "Evite ejercicio intenso y alcohol 24 horas." and "Owner" in asked().signed
    choose(care, "", supersedes=signed)
    assert asked().chosen == "" and choices(care.clinic) == {}
    assert last_choices(care.clinic)["restrictions"].reason == "Staff meeting of 1 March"


def test_only_a_licensed_owner_signs_and_says_why(care: Care) -> None:
    with pytest.raises(NotPermitted):
        choose(care, by=care.therapist)
    with pytest.raises(NotAllowedNow):
        choose(care, by=actor_for(factories.make_member(care.clinic, "owner")))
    with pytest.raises(ValidationError):
        choose(care, reason=" ")


@pytest.mark.parametrize(
    ("question", "position"), [("moon", ""), ("soreness_peak", "later"), ("restrictions", "moon")]
)
def test_only_an_answer_to_a_question_of_practice_can_be_chosen(
    care: Care, question: str, position: str
) -> None:
    with pytest.raises(ValidationError):
        choose(care, position, question=question)


def test_the_second_of_two_who_sign_meets_a_conflict(care: Care) -> None:
    choose(care)
    with pytest.raises(Conflict):
        choose(care, "none")
