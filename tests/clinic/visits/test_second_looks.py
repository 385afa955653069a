"""A second look is blind, adds nothing to the chart, and is paired with what the first had found by then."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.actors import Actor, actor_for
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.visits.actions import blind_palpations, palpation, rankings, redactions
from drypoint.clinic.visits.models import BlindPalpation, TriggerPointStatus
from drypoint.clinic.visits.queries import second_looks
from drypoint.terms import InvalidInput

GLUTEUS = {"muscle": "gluteus_medius", "side": "left"}
PIRIFORMIS = {"muscle": "piriformis", "side": "left"}


@pytest.fixture
def second(care: Care) -> Actor:
    """A colleague."""
    return actor_for(factories.make_therapist(care.clinic))


def look(care: Care, by: Actor, *looks: dict[str, Any], **words: bool) -> list[BlindPalpation]:
    kept = [{"site": 1, **one} for one in looks]
    return blind_palpations.record(
        by=by, visit=care.visit, looks=kept, **{"unaware": True, "agreed": True} | words
    )


def found(care: Care, **signs: Any) -> None:
    palpation.mark(by=care.therapist, visit=care.visit, **GLUTEUS, **signs)


def test_second_look_is_paired_with_what_stood_then_and_not_with_a_later_correction(
    care: Care, second: Actor
) -> None:
    found(care, taut_band=True, status=TriggerPointStatus.ACTIVE)
    look(care, second, {**GLUTEUS, "taut_band": False, "trigger_point": True})
    found(care, taut_band=False, spot_tenderness=True)
    (pair,) = second_looks.pairs_of(care.clinic)
    assert (pair.first.pk, pair.second.pk) == (care.member.pk, second.membership_id)
    assert pair.person_id == care.person.pk and pair.place == ("gluteus_medius", "left", 1)
    assert pair.answers["taut_band"] == (True, False)
    assert pair.answers["trigger_point"] == (True, True)
    assert pair.answers["spot_tenderness"] == (None, None)


@pytest.mark.parametrize(
    ("status", "there"),
    [("active", True), ("latent", True), ("none", False), ("resolved", False), ("unsaid", None)],
)
def test_a_status_says_whether_there_is_a_point(care: Care, second: Actor, status: str, there: bool) -> None:
    found(care, status=status)
    look(care, second, {**GLUTEUS, "trigger_point": True})
    (pair,) = second_looks.pairs_of_visit(care.visit, second=second.membership_id)
    assert pair.answers["trigger_point"] == (there, True)


def test_second_look_changes_neither_ranking_nor_chart(care: Care, second: Actor) -> None:
    care.draw()
    found(care, recognised_pain=True)
    before = rankings.rank(by=care.therapist, visit=care.visit)
    points = care.episode.trigger_points.count()
    look(care, second, {**GLUTEUS, "recognised_pain": False, "trigger_point": False})
    after = rankings.rank(by=care.therapist, visit=care.visit)
    assert after.request == before.request
    assert after.result["candidates"] == before.result["candidates"]
    assert care.episode.trigger_points.count() == points
    assert care.visit.palpation_findings.current().get().recognised_pain is True


def test_who_palpated_or_treats_is_no_second_examiner(care: Care, second: Actor) -> None:
    palpation.mark(by=second, visit=care.visit, **GLUTEUS, taut_band=True)
    for by in (care.therapist, second):
        with pytest.raises(NotAllowedNow, match="your own palpation"):
            look(care, by, {**GLUTEUS, "taut_band": True})


@pytest.mark.parametrize("missing", ["unaware", "agreed"])
def test_both_words_are_needed(care: Care, second: Actor, missing: str) -> None:
    found(care, taut_band=True)
    with pytest.raises(NotAllowedNow, match="Confirm both"):
        look(care, second, {**GLUTEUS, "taut_band": True}, **{missing: False})


def test_second_look_is_saved_once_and_only_where_somebody_palpated(care: Care, second: Actor) -> None:
    found(care, taut_band=True)
    with pytest.raises(NotAllowedNow, match="Nobody has palpated there"):
        look(care, second, {**PIRIFORMIS, "taut_band": True})
    look(care, second, {**GLUTEUS, "taut_band": True})
    with pytest.raises(NotAllowedNow, match="saved once"):
        look(care, second, {**GLUTEUS, "taut_band": False})
    assert BlindPalpation.objects.count() == 1


@pytest.mark.parametrize(
    "looks", [[], [{**GLUTEUS}], [{**GLUTEUS, "taut_band": True}, {**GLUTEUS, "taut_band": True}]]
)
def test_a_look_says_something_once(care: Care, second: Actor, looks: list[dict[str, Any]]) -> None:
    found(care, taut_band=True)
    with pytest.raises(InvalidInput):
        look(care, second, *looks)


def test_database_refuses_a_correction(care: Care, second: Actor) -> None:
    found(care, taut_band=True)
    (one,) = look(care, second, {**GLUTEUS, "taut_band": True})
    with pytest.raises(IntegrityError), transaction.atomic():
        BlindPalpation.objects.create(
            clinic=care.clinic,
            visit=care.visit,
            examiner_id=second.membership_id,
            recorded_as="staff",
            supersedes=one,
            **PIRIFORMIS,
        )


def test_what_is_redacted_is_counted_no_more(care: Care, second: Actor) -> None:
    owner = factories.acting(care.clinic, "owner")
    found(care, taut_band=True)
    palpation.mark(by=care.therapist, visit=care.visit, **PIRIFORMIS, taut_band=True)
    first, other = look(care, second, {**GLUTEUS, "taut_band": True}, {**PIRIFORMIS, "taut_band": True})
    redactions.redact(by=owner, fact=first, reason="Wrong person")
    assert [pair.place[0] for pair in second_looks.pairs_of(care.clinic)] == ["piriformis"]
    standing = care.visit.palpation_findings.get(trigger_point__muscle="piriformis")
    redactions.redact(by=owner, fact=standing, reason="Wrong person")
    assert second_looks.pairs_of(care.clinic) == []
    assert other.taut_band is True


def test_pairs_need_two_named_people(care: Care, second: Actor) -> None:
    found(care, taut_band=True)
    look(care, second, {**GLUTEUS, "taut_band": True})
    care.visit.palpation_findings.update(recorded_by=None)
    assert second_looks.pairs_of(care.clinic) == []


def test_places_are_listed_by_name(care: Care) -> None:
    palpation.mark(by=care.therapist, visit=care.visit, **PIRIFORMIS, status="active")
    found(care, status="none")
    assert second_looks.places_to_look_at(care.visit) == [
        ("gluteus_medius", "left", 1),
        ("piriformis", "left", 1),
    ]


def test_marking_keeps_the_other_signs_and_the_same_twice_writes_once(care: Care) -> None:
    found(care, taut_band=True)
    found(care, recognised_pain=True, ppt_kpa=210.0)
    found(care, recognised_pain=True)
    finding = care.visit.palpation_findings.current().get()
    assert (finding.taut_band, finding.recognised_pain, finding.ppt_kpa) == (True, True, 210.0)
    assert finding.status == TriggerPointStatus.UNSAID
    assert care.visit.palpation_findings.count() == 2
    found(care, taut_band=None, status=TriggerPointStatus.ACTIVE)
    with pytest.raises(InvalidInput, match="active point"):
        found(care, recognised_pain=False)
    standing = care.visit.palpation_findings.current().get()
    assert (standing.taut_band, standing.recognised_pain, standing.status) == (None, True, "active")
