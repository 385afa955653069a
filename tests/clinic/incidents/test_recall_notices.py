"""After a recall: who got needles of the lot, and who was told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.visits.care import Care, event, inserted

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.incidents import queries
from drypoint.clinic.incidents.actions import recall_notices
from drypoint.clinic.incidents.models import RecallNotice, ToldHow
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.actions import sessions
from drypoint.clinic.visits.queries import needle_lots


@pytest.fixture
def care(db: None) -> Care:
    found = Care()
    found.begin()
    return found


@pytest.fixture
def lot(care: Care) -> NeedleLot:
    """Two needles of it were opened, one of them went in; a third came from another lot."""
    found, other = factories.make_lot(care.clinic), factories.make_lot(care.clinic, "OTHER")
    events = [
        event("opened"),
        event("needle_opened", 0.5, needle="n1"),
        inserted(1),
        event("needle_opened", 2, needle="n2"),
        event("needle_opened", 3, needle="n3"),
        inserted(4, insertion="i3", needle="n3", muscle="piriformis", data={"note": "also sore"}),
    ]
    sessions.record_events(
        by=care.therapist, visit=care.visit, events=events, lots={"n1": found, "n2": found, "n3": other}
    )
    return found


def recalled(care: Care, lot: NeedleLot) -> NeedleLot:
    lots.recall(by=factories.setting_up(care.clinic), lot=lot, revision=lot.revision, reason="a seal")
    return lot


def tell(care: Care, lot: NeedleLot, how: ToldHow, **more: object) -> RecallNotice:
    said = {"person": care.person, "told_on": date(2026, 3, 2), "told_by": care.member} | more
    return recall_notices.record(by=care.therapist, lot=lot, how=how, **said)


def test_who_got_needles_and_where_they_went_in(care: Care, lot: NeedleLot) -> None:
    (visit,) = needle_lots.visits_with(lot)
    assert visit.needles == 2
    assert list(needle_lots.people_with(lot)) == [care.person]
    assert needle_lots.places_of(lot, [visit]) == {visit.pk: (("gluteus_medius", "left", "1"),)}


def test_people_wait_until_somebody_told_them(care: Care, lot: NeedleLot) -> None:
    assert queries.recalls_to_tell(care.clinic) == []
    recalled(care, lot)
    assert queries.recalls_to_tell(care.clinic) == [(lot, 1)]
    tell(care, lot, ToldHow.NOT_REACHED)
    assert queries.recalls_to_tell(care.clinic) == [(lot, 1)], "an attempt tells nobody"
    told = tell(care, lot, ToldHow.TELEPHONE, told_on=date(2026, 3, 3))
    assert queries.recalls_to_tell(care.clinic) == []
    assert [one.how for one in queries.recall_notices(lot)[care.person.pk]] == ["telephone", "not_reached"]
    tell(care, lot, ToldHow.NOT_REACHED, told_on=date(2026, 3, 3), supersedes=told)
    assert queries.recalls_to_tell(care.clinic) == [(lot, 1)], "it was the answering machine"


def test_only_a_recall_is_told_of_and_not_ahead_of_time(care: Care, lot: NeedleLot) -> None:
    with pytest.raises(NotAllowedNow, match="Recall it first"):
        tell(care, lot, ToldHow.LETTER)
    recalled(care, lot)
    with pytest.raises(ValidationError) as refusal:
        tell(care, lot, ToldHow.LETTER, told_on=today(care.clinic) + timedelta(days=1))
    assert "told_on" in refusal.value.message_dict
    other = recalled(care, factories.make_lot(care.clinic, "L-5"))
    with pytest.raises(ForeignRecord):
        tell(care, lot, ToldHow.LETTER, supersedes=tell(care, other, ToldHow.LETTER))


def test_opened_needles_are_counted_since_the_last_count(care: Care, lot: NeedleLot) -> None:
    assert needle_lots.opened(care.clinic, since_count=True)[lot.pk] == 2
    undo = event("corrected", 5, data={"corrects": str(care.visit.session_events.filter(lot=lot).last().pk)})
    sessions.record_events(by=care.therapist, visit=care.visit, events=[undo])
    assert needle_lots.opened(care.clinic, since_count=True)[lot.pk] == 1, "taken back"
    lots.adjust(by=factories.setting_up(care.clinic), lot=lot, revision=1, packs=-1, reason="counted")
    # The session of the tests is dated after today: move the count behind it.
    lot.movements.filter(kind="corrected").update(created_at=factories.NOON + timedelta(days=1))
    assert lot.pk not in needle_lots.opened(care.clinic, since_count=True)
    assert needle_lots.opened(care.clinic, since_count=False)[lot.pk] == 1
