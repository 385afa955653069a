"""Needles by the code of their pack: receiving them, and naming the lot that is opened."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.clinic import factories
from tests.web.conftest import SignIn

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.stock.actions import lots

GTIN = "09506000134352"
RECEIVE, NAME = "/stock/receive/", "/stock/code/"
PACK = {
    "maker": "Maker",
    "product": "Filiform",
    "length_mm": "50",
    "diameter_mm": "0.30",
    "lot": "L-7",
    "expires": "2099-05-31",
    "packs": "3",
    "needles_per_pack": "100",
    "gtin": GTIN,
}


def near(days: int = 400) -> date:
    """A day that two digits of a year can name."""
    return timezone.localdate() + timedelta(days=days)


def code(lot: str = "L-7", expires: date | None = None, gtin: str = GTIN) -> str:
    return f"01{gtin}17{expires or near():%y%m%d}10{lot}"


def test_nothing_is_saved_before_the_code_is_confirmed(therapist: Client, demo: Clinic) -> None:
    page = therapist.post(RECEIVE, {"code": code(), "read": "1"})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "compare it with the pack" in shown and "Nothing is saved yet." in shown
    assert page.context["form"].initial["lot"] == "L-7"
    assert page.context["form"].initial["expires"] == near()
    assert "new here: type maker and size once" in shown
    assert not demo.needle_lots.exists()


def test_the_second_pack_of_an_article_is_scanned_and_counted(therapist: Client, demo: Clinic) -> None:
    therapist.post(RECEIVE, PACK | {"expires": near().isoformat()})
    page = therapist.post(RECEIVE, {"code": f"]d2{code('L-8')}", "read": "1"})
    assert "remembered from the last pack" in page.content.decode()
    shown = page.context["form"].initial
    assert (shown["maker"], shown["length_mm"], shown["needles_per_pack"]) == ("Maker", 50, 100)
    page = therapist.post(RECEIVE, {"code": code("L-7"), "read": "1"})
    assert "more of it adds to it" in page.content.decode()
    therapist.post(RECEIVE, PACK | {"expires": near().isoformat(), "maker": "Maker Ltd"})
    assert demo.needle_lots.get().packs == 6


@pytest.mark.parametrize(
    ("scanned", "says"),
    [
        (f"01{GTIN[:-1]}9", "check digit"),
        (f"01{GTIN}10", "ends too early"),
        (f"01{GTIN}55", "not known here"),
        ("", "required"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_code(therapist: Client, scanned: str, says: str) -> None:
    page = therapist.post(RECEIVE, {"code": scanned, "read": "1"})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'href="#field_code"' in page.content.decode()


def test_a_pack_past_its_date_is_refused_when_scanned_and_when_saved(therapist: Client, demo: Clinic) -> None:
    old = near(-1)
    assert (
        "past their date"
        in therapist.post(RECEIVE, {"code": code(expires=old), "read": "1"}).content.decode()
    )
    saved = therapist.post(RECEIVE, PACK | {"expires": old.isoformat()})
    assert saved.status_code == 422 and 'href="#field_expires"' in saved.content.decode()
    assert not demo.needle_lots.exists()


def test_a_recalled_lot_is_told_when_its_code_is_scanned(therapist: Client, demo: Clinic) -> None:
    lot = factories.make_lot(demo, "L-7", expires=near(), gtin=GTIN)
    lots.recall(by=factories.setting_up(demo), lot=lot, revision=1, reason="notice 12")
    assert "Send it back" in therapist.post(RECEIVE, {"code": code(), "read": "1"}).content.decode()


def test_code_without_lot_or_date_says_so(therapist: Client) -> None:
    shown = therapist.post(RECEIVE, {"code": "(10)L-7", "read": "1"}).content.decode()
    assert "not in the code" in shown and "no article number" in shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9506000134352", GTIN), (f" {GTIN} ", GTIN), ("", ""), ("9506000134353", None), ("12", None)],
)
def test_an_article_number_may_be_typed(
    therapist: Client, demo: Clinic, typed: str, kept: str | None
) -> None:
    answer = therapist.post(RECEIVE, PACK | {"gtin": typed})
    if kept is None:
        assert answer.status_code == 422 and "no article number" in answer.content.decode()
    else:
        assert demo.needle_lots.get().gtin == kept


def named(client: Client, scanned: str, status: int = 200) -> dict[str, object]:
    answer = client.post(NAME, {"code": scanned})
    assert answer.status_code == status
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def test_a_code_names_the_lot_that_is_opened(therapist: Client, demo: Clinic) -> None:
    lot = factories.make_lot(demo, "L-7", expires=near(), gtin=GTIN)
    answer = named(therapist, code())
    assert answer == {
        "lot": str(lot.pk),
        "usable": True,
        "says": "Chosen: 0.30 × 40 mm · Filiform · lot L-7",
    }


def test_a_code_names_no_lot_rather_than_a_wrong_one(therapist: Client, demo: Clinic) -> None:
    assert "names no lot" in named(therapist, f"(01){GTIN}")["says"]
    assert "never received" in named(therapist, code())["says"]
    assert "check digit" in named(therapist, f"01{GTIN[:-1]}9", 422)["says"]
    factories.make_lot(demo, "L-7", expires=near(), gtin=GTIN)
    assert "another date" in named(therapist, code(expires=near(10)))["says"]
    for answer in (named(therapist, code("L-9")), named(therapist, code(expires=near(10)))):
        assert answer["lot"] is None and not answer["usable"]


def test_two_needles_with_one_lot_number_are_not_told_apart_by_guessing(
    therapist: Client, demo: Clinic
) -> None:
    factories.make_lot(demo, "L-7", expires=near())
    therapist.post(RECEIVE, PACK | {"gtin": "", "expires": near().isoformat()})
    assert demo.needle_lots.count() == 2
    assert "More than one needle" in named(therapist, "(10)L-7")["says"]


def test_a_lot_that_must_not_be_opened_is_named_with_the_reason(therapist: Client, demo: Clinic) -> None:
    old = factories.make_lot(demo, "OLD", expires=accounts.today(demo) - timedelta(days=1), gtin=GTIN)
    answer = named(therapist, code("OLD", expires=old.expires))
    assert (answer["lot"], answer["usable"]) == (str(old.pk), False)
    assert "expired" in answer["says"]


def test_another_clinics_code_names_nothing_here(therapist: Client, demo: Clinic) -> None:
    factories.make_lot(factories.make_clinic(demo.kind, "Elsewhere"), "L-7", expires=near(), gtin=GTIN)
    assert named(therapist, code())["lot"] is None
    page = therapist.post(RECEIVE, {"code": code(), "read": "1"})
    assert "maker" not in page.context["pack"].fields, "what is remembered is the clinic's own"


def test_who_may_not_see_stock_names_no_lot(as_role: SignIn) -> None:
    assert as_role("front_desk").post(NAME, {"code": code()}).status_code == 403
