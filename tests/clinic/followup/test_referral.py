"""The letter to a doctor says what was found, what is planned and what is asked."""

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care

from drypoint import documents
from drypoint.clinic.episodes.actions import clearances, plans_of_care
from drypoint.clinic.episodes.models import Clearance
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.queries.referral import referral_letter_content


def ask(care: Care, by: object = None) -> Clearance:
    return clearances.ask(
        by=by or care.therapist,  # type: ignore[arg-type]
        episode=care.episode,
        asked_whom="Dr Weber\n2 Hill Road",
        finding_ids=["epilepsy", "told by telephone"],
        question="May needling go ahead?",
        asked_at=BEGUN,
    )


def test_letter_before_anything_was_recorded(care: Care) -> None:
    content = referral_letter_content(ask(care))
    text = documents.text_of(documents.layout_of_referral_letter(content))
    assert content.recipient == ("Dr Weber", "2 Hill Road")
    assert "Dear Dr Weber," in text
    assert "no muscle chosen yet" in text
    assert "told by telephone" in text
    assert "May needling go ahead?" in text


def test_letter_names_findings_plan_and_who_asks(care: Care) -> None:
    plans_of_care.record(
        by=care.therapist,
        episode=care.episode,
        indication="Pain on walking despite exercise",
        needling=True,
        needling_reason="active points",
        planned_visits=4,
        interval_days=7,
    )
    screening = care.screen(epilepsy=True)
    care.propose(GLUTEUS, {"zone": "bt.upper", "side": "left"})
    content = referral_letter_content(ask(care), language="es", urgent=True, agreed_to_share="1 March")
    text = documents.text_of(documents.layout_of_referral_letter(content))
    because = next(
        one["because"] for one in screening.engine_result.result["findings"] if one["id"] == "epilepsy"
    )
    for said in (because, "Pain on walking despite exercise", content.signature.name, "1 March"):
        assert said in text
    assert "glúteo medio" in text.lower()
    assert documents.referral_letter(content).startswith(b"%PDF")


def test_letter_goes_out_under_a_name(care: Care) -> None:
    with pytest.raises(NotAllowedNow, match="under a name"):
        referral_letter_content(ask(care, by=factories.setting_up(care.clinic)))
