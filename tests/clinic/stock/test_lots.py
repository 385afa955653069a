"""Needle lots: what may be opened."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.stock import queries
from drypoint.clinic.stock.actions import lots

DAY = date(2027, 3, 1)


def test_more_of_a_known_lot_adds_to_it(owner: Actor, clinic: Clinic) -> None:
    first = factories.make_lot(clinic, packs=5)
    second = factories.make_lot(clinic, packs=2)
    assert first.pk == second.pk
    first.refresh_from_db()
    assert first.packs == 7
    assert [movement.packs for movement in first.movements.order_by("created_at")] == [5, 2]
    with pytest.raises(ValidationError) as refusal:
        factories.make_lot(clinic, expires=date(2030, 1, 1))
    assert "expires" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("field", "value"), [("packs", 0), ("length_mm", Decimal("0")), ("diameter_mm", Decimal("-0.3"))]
)
def test_receiving_refuses_what_cannot_be(owner: Actor, clinic: Clinic, field: str, value: object) -> None:
    given = {
        "maker": "M",
        "product": "P",
        "length_mm": Decimal("40"),
        "diameter_mm": Decimal("0.3"),
        "lot": "L",
        "expires": factories.FAR_OFF,
        "packs": 1,
    }
    with pytest.raises(ValidationError) as refusal:
        lots.receive(by=owner, **{**given, field: value})
    assert field in refusal.value.message_dict
    assert not clinic.needle_lots.exists()


def test_adjusting_keeps_the_count_and_the_reason(owner: Actor, clinic: Clinic) -> None:
    lot = factories.make_lot(clinic, packs=5)
    lots.adjust(by=owner, lot=lot, revision=1, packs=-5, reason=" wet box ")
    assert lot.packs == 0
    assert lot.movements.get(packs=-5).reason == "wet box"
    for packs, reason, field in ((-1, "lost", "packs"), (0, "nothing", "packs"), (1, " ", "reason")):
        with pytest.raises(ValidationError) as refusal:
            lots.adjust(by=owner, lot=lot, revision=2, packs=packs, reason=reason)
        assert field in refusal.value.message_dict
    lot.refresh_from_db()
    assert (lot.packs, lot.revision) == (0, 2)


@pytest.mark.parametrize(("expires", "usable"), [(date(2027, 2, 28), False), (DAY, True)])
def test_a_lot_is_usable_until_its_last_day(clinic: Clinic, expires: date, usable: bool) -> None:
    lot = factories.make_lot(clinic, expires=expires)
    assert list(queries.usable_lots(clinic, on=DAY)) == ([lot] if usable else [])
    if usable:
        queries.require_usable(lot, on=DAY)
    else:
        with pytest.raises(NotAllowedNow, match="expired"):
            queries.require_usable(lot, on=DAY)


def test_a_recalled_lot_is_blocked_at_once_and_stays_so(owner: Actor, clinic: Clinic) -> None:
    lot = factories.make_lot(clinic)
    with pytest.raises(ValidationError):
        lots.recall(by=owner, lot=lot, revision=1, reason=" ")
    lots.recall(by=owner, lot=lot, revision=1, reason="not sterile")
    with pytest.raises(NotAllowedNow, match="not sterile"):
        queries.require_usable(lot, on=DAY)
    assert not queries.usable_lots(clinic, on=DAY).exists()
    assert list(queries.lots(clinic)) == [lot]
    with pytest.raises(NotAllowedNow):
        lots.recall(by=owner, lot=lot, revision=2, reason="again")
    with pytest.raises(NotAllowedNow, match="recalled"):
        factories.make_lot(clinic)


def test_an_empty_shelf_never_stops_a_session_but_is_not_offered(owner: Actor, clinic: Clinic) -> None:
    lot = factories.make_lot(clinic, packs=1)
    lots.adjust(by=owner, lot=lot, revision=1, packs=-1, reason="miscounted")
    assert queries.why_not_usable(lot, on=DAY) == ""
    assert not queries.usable_lots(clinic, on=DAY).exists()


def test_usable_lots_of_one_size(owner: Actor, clinic: Clinic) -> None:
    lot = factories.make_lot(clinic)
    forty, thirty = Decimal("40"), Decimal("30")
    assert list(queries.usable_lots(clinic, on=DAY, length_mm=forty, diameter_mm=Decimal("0.30"))) == [lot]
    assert not queries.usable_lots(clinic, on=DAY, length_mm=thirty).exists()
    assert not queries.usable_lots(clinic, on=DAY, diameter_mm=Decimal("0.25")).exists()
