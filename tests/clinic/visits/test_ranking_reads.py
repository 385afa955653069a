"""What the ranking is asked, when it is asked again, and the series of trigger points."""

import pytest
from tests.clinic.visits.care import Care

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.visits.actions import pain_drawings, palpation, rankings
from drypoint.clinic.visits.models import DrawnBy
from drypoint.clinic.visits.queries.rankings import (
    current_drawing,
    earlier_drawing,
    is_up_to_date,
    latest_ranking,
    ranking_request,
)
from drypoint.clinic.visits.queries.trigger_points import active_in, with_series


def test_ranking_is_refreshed_only_where_it_can_be(care: Care) -> None:
    assert rankings.refresh(by=care.therapist, visit=care.visit) is None
    assert ranking_request(care.visit, top=5, language="en") is None
    care.draw()
    kept = rankings.refresh(by=care.therapist, visit=care.visit)
    assert kept is not None and kept == latest_ranking(care.visit)
    assert kept.request["qualities"] == ["ache"]


def test_ranking_stays_off_in_a_clinic_that_has_not_accepted_it(db: None) -> None:
    care = Care(ClinicKind.REAL, "Real")
    care.draw()
    assert rankings.refresh(by=care.therapist, visit=care.visit) is None


def test_ranking_is_out_of_date_after_palpation(care: Care) -> None:
    care.draw()
    kept = rankings.rank(by=care.therapist, visit=care.visit)
    assert is_up_to_date(kept, care.visit)
    palpation.record(by=care.therapist, visit=care.visit, muscle="piriformis", side="left", status="active")
    assert not is_up_to_date(kept, care.visit)


def test_words_of_a_drawing_are_kept_and_earlier_drawings_found(care: Care) -> None:
    pain_drawings.record(
        by=care.themselves,
        visit=care.visit,
        chart_version="1",
        figure="neutral",
        drawn_by=DrawnBy.PATIENT,
        zones=[],
        words="It pulls",
    )
    drawing = current_drawing(care.visit)
    assert drawing is not None and drawing.words == "It pulls"
    assert earlier_drawing(care.visit) is None
    assert earlier_drawing(care.start_visit(7)) == drawing


def test_trigger_point_keeps_its_identity_and_its_series(care: Care) -> None:
    later = care.start_visit(7)
    for visit, status in ((later, "latent"), (care.visit, "active")):
        palpation.record(by=care.therapist, visit=visit, muscle="piriformis", side="left", status=status)
    (point,) = with_series(care.episode)
    assert [finding.status for finding in point.palpation_findings.all()] == ["active", "latent"]
    assert active_in(care.visit) == [point]
    assert active_in(later) == []


def test_ranking_without_a_drawing_is_refused_in_words(care: Care) -> None:
    with pytest.raises(NotAllowedNow, match="Draw the pain first"):
        rankings.rank(by=care.therapist, visit=care.visit)
