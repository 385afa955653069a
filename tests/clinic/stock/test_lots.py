"""Needle lots: what may be opened."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.queries import today
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.stock import queries
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import MovementKind

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


GTIN, BOX = "09506000134352", "19506000134359"
PACK = {
    "maker": "Maker",
    "product": "Filiform",
    "length_mm": Decimal("40.0"),
    "diameter_mm": Decimal("0.30"),
    "lot": "L-1",
    "expires": factories.FAR_OFF,
    "packs": 2,
}


def test_more_of_a_code_adds_to_its_lot_whatever_the_words(owner: Actor, clinic: Clinic) -> None:
    first = lots.receive(by=owner, **PACK, gtin=GTIN)
    second = lots.receive(by=owner, **PACK | {"maker": "MAKER Inc.", "product": "Fili"}, gtin=GTIN)
    assert second.pk == first.pk
    assert second.packs == 4
    assert [one.kind for one in second.movements.all()] == [MovementKind.RECEIVED] * 2
    other = lots.receive(by=owner, **PACK | {"lot": "L-2"}, gtin=GTIN)
    assert queries.known_by_code(clinic, GTIN) == other
    assert queries.known_by_code(clinic, BOX) is None
    assert queries.known_by_code(clinic, "") is None


def test_a_lot_that_was_typed_learns_its_code(owner: Actor, clinic: Clinic) -> None:
    lots.receive(by=owner, **PACK)
    known = lots.receive(by=owner, **PACK, gtin=GTIN)
    known.refresh_from_db()
    assert (known.gtin, known.packs) == (GTIN, 4)
    assert lots.receive(by=owner, **PACK).gtin == GTIN, "typed again: keeps it"


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"length_mm": Decimal("50.0")}, "length_mm"),
        ({"diameter_mm": Decimal("0.25")}, "diameter_mm"),
        ({"expires": date(2030, 1, 1)}, "expires"),
        ({"gtin": BOX}, "gtin"),
        ({"gtin": "12345"}, "gtin"),
        ({"gtin": "0950600013435X"}, "gtin"),
    ],
)
def test_a_pack_that_contradicts_its_lot_is_refused(
    owner: Actor, clinic: Clinic, other: dict[str, object], field: str
) -> None:
    lots.receive(by=owner, **PACK, gtin=GTIN)
    with pytest.raises(ValidationError) as refusal:
        lots.receive(by=owner, **{**PACK, "gtin": GTIN, **other})
    assert field in refusal.value.message_dict
    assert clinic.needle_lots.get().packs == 2


def test_needles_past_their_date_are_not_put_on_the_shelf(owner: Actor, clinic: Clinic) -> None:
    day = today(clinic)
    with pytest.raises(ValidationError) as refusal:
        lots.receive(by=owner, **PACK | {"expires": day - timedelta(days=1)})
    assert "past their date" in refusal.value.message_dict["expires"][0]
    assert not clinic.needle_lots.exists()
    assert lots.receive(by=owner, **PACK | {"expires": day}).packs == 2, "the last day counts"


def test_a_code_in_the_hand_finds_its_lot_and_no_other(owner: Actor, clinic: Clinic) -> None:
    typed = lots.receive(by=owner, **PACK)
    coded = lots.receive(by=owner, **PACK | {"length_mm": Decimal("50.0")}, gtin=GTIN)
    assert list(queries.lots_of_code(clinic, lot="L-1", gtin=GTIN)) == [coded]
    assert list(queries.lots_of_code(clinic, lot="L-1", gtin=BOX)) == [typed], "nobody scanned it so far"
    assert set(queries.lots_of_code(clinic, lot="L-1")) == {typed, coded}
    assert not queries.lots_of_code(clinic, lot="L-3", gtin=GTIN).exists()


def test_adjusting_keeps_the_count_and_the_reason(owner: Actor, clinic: Clinic) -> None:
    lot = factories.make_lot(clinic, packs=5)
    lots.adjust(by=owner, lot=lot, revision=1, packs=-5, reason=" wet box ")
    assert lot.packs == 0
    assert lot.movements.get(packs=-5).reason == "wet box"
    assert lot.movements.get(packs=-5).kind == MovementKind.CORRECTED
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
