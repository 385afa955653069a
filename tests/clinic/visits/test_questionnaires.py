"""Questionnaires by their items: pasted by the clinic that may, answered at a visit, scored, kept."""

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.audit.queries import trail
from drypoint.clinic.errors import Conflict, NotPermitted
from drypoint.clinic.visits.actions import engine_results, questionnaires
from drypoint.clinic.visits.models import EngineName, MeasuredWhen, QuestionnaireText
from drypoint.clinic.visits.queries.questionnaires import item_texts, last_texts
from drypoint.terms import InvalidInput

TEN = [f"Fictional item {number}" for number in range(1, 11)]


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def paste(care: Care, items: list[str], **more: object) -> QuestionnaireText:
    said = {"instrument": "ndi", "language": "en", "licence": "Letter of 3 May", **more}
    by = said.pop("by", None) or factories.acting(care.clinic, "owner")
    return questionnaires.paste(by=by, clinic=care.clinic, items=items, **said)  # type: ignore[arg-type]


def test_texts_stand_until_they_are_taken_back(care: Care) -> None:
    assert item_texts(care.clinic, "ndi", "en") == ()
    first = paste(care, TEN)
    assert item_texts(care.clinic, "ndi", "en") == tuple(TEN)
    assert item_texts(care.clinic, "ndi", "es") == tuple(TEN), "rather another language than none"
    assert item_texts(care.clinic, "odi", "en") == ()
    paste(care, [], supersedes=first)
    assert item_texts(care.clinic, "ndi", "en") == ()
    assert last_texts(care.clinic)["ndi", "en"].licence == "Letter of 3 May"
    with pytest.raises(Conflict):
        paste(care, TEN)


@pytest.mark.parametrize(
    ("items", "more", "field"),
    [
        (TEN[:9], {}, "items"),
        ([*TEN[:9], " "], {}, "items"),
        ([*TEN[:9], "x" * 501], {}, "items"),
        (TEN, {"licence": " "}, "licence"),
    ],
)
def test_texts_that_cannot_be(care: Care, items: list[str], more: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        paste(care, items, **more)
    assert field in refused.value.message_dict
    assert not QuestionnaireText.objects.exists()


def test_only_who_keeps_the_clinics_settings_pastes(care: Care) -> None:
    with pytest.raises(NotPermitted):
        paste(care, TEN, by=care.therapist)
    with pytest.raises(InvalidInput, match="no scoring"):
        paste(care, TEN, instrument="moon")


def test_answers_are_scored_and_kept_with_the_score(care: Care) -> None:
    kept = questionnaires.answer(
        by=care.therapist,
        visit=care.visit,
        instrument="ndi",
        answers=[2, 1, 3, 0, 2, 1, None, 2, 1, 2],
        when=MeasuredWhen.BEFORE,
        measured_at=BEGUN,
    )
    assert (kept.instrument, kept.value, kept.when) == ("ndi", 31.1, MeasuredWhen.BEFORE)
    result = care.visit.engine_results.get(engine=EngineName.SCORE)
    assert result.request["answers"][6] is None
    assert engine_results.replay(result)
    assert {"measurement.recorded", "engine_result.kept"} <= {one.verb for one in trail(care.clinic.pk)}
    with pytest.raises(InvalidInput, match="answered; the score needs 8"):
        questionnaires.answer(
            by=care.therapist,
            visit=care.visit,
            instrument="ndi",
            answers=[1],
            when=MeasuredWhen.BEFORE,
            measured_at=BEGUN,
            supersedes=kept,
        )
    assert care.visit.measurements.count() == 1
