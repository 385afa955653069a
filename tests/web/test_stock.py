"""Needles: the shelf, receiving, counting, recalling, and whom a lot touched."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care, event, inserted
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.actions import sessions

PACK = {
    "maker": "Maker",
    "product": "Filiform",
    "length_mm": "40",
    "diameter_mm": "0,30",
    "lot": "L-7",
    "expires": "2099-05-01",
    "packs": "3",
}


@pytest.fixture
def lot(demo: Clinic) -> NeedleLot:
    return factories.make_lot(demo)


def test_received_packs_stand_on_the_shelf(therapist: Client, demo: Clinic) -> None:
    answer = therapist.post("/stock/receive/", PACK)
    received = demo.needle_lots.get()
    assert answer.url == reverse("needle_lot", args=[received.pk])
    page = therapist.get("/stock/").content.decode()
    assert "0.30 × 40 mm" in page
    assert "Usable until 1 May 2099" in page
    assert therapist.get("/stock/receive/").context["form"].initial["maker"] == "Maker", "as last time"


def test_a_pack_with_another_date_is_refused_beside_the_date(therapist: Client, demo: Clinic) -> None:
    therapist.post("/stock/receive/", PACK)
    answer = therapist.post("/stock/receive/", PACK | {"expires": "2098-05-01"})
    assert answer.status_code == 422
    assert 'href="#field_expires"' in answer.content.decode()
    assert 'value="L-7"' in answer.content.decode()
    assert demo.needle_lots.get().packs == 3


def test_what_expired_or_was_recalled_must_leave_the_shelf(
    therapist: Client, demo: Clinic, lot: NeedleLot
) -> None:
    today = accounts.today(demo)
    factories.make_lot(demo, "OLD", expires=today - timedelta(days=1))
    factories.make_lot(demo, "SOON", expires=today + timedelta(days=10))
    lots.recall(by=factories.setting_up(demo), lot=lot, revision=1, reason="notice 12")
    page = therapist.get("/stock/").content.decode()
    assert "take them off the shelf" in page
    assert "Expired on" in page
    assert "Recalled" in page
    assert "Expires soon" in page


def test_shelf_asks_the_database_as_often_for_many_as_for_one(
    therapist: Client,
    demo: Clinic,
    lot: NeedleLot,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(5):
        factories.make_lot(demo, f"N{number}")
    with django_assert_max_num_queries(6):
        therapist.get("/stock/")


def test_count_is_corrected_with_the_reason(therapist: Client, lot: NeedleLot) -> None:
    url = reverse("needle_lot_adjust", args=[lot.pk])
    assert therapist.post(url, {"revision": 1, "counted": 2, "reason": "counted"}).status_code == 302
    page = therapist.get(reverse("needle_lot", args=[lot.pk])).content.decode()
    assert "-3" in page
    assert "counted" in page


def test_count_that_changes_nothing_says_so_beside_it(therapist: Client, lot: NeedleLot) -> None:
    url = reverse("needle_lot_adjust", args=[lot.pk])
    answer = therapist.post(url, {"revision": 1, "counted": 5, "reason": "counted"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["counted"]


def test_second_of_two_who_count_is_told(therapist: Client, demo: Clinic, lot: NeedleLot) -> None:
    lots.adjust(by=factories.setting_up(demo), lot=lot, revision=1, packs=1, reason="found one")
    url = reverse("needle_lot_adjust", args=[lot.pk])
    answer = therapist.post(url, {"revision": 1, "counted": 2, "reason": "counted"})
    assert answer.status_code == 409
    assert therapist.post(url, {"revision": 2, "counted": 2, "reason": "counted"}).status_code == 302
    lot.refresh_from_db()
    assert lot.packs == 2


def test_recall_needs_a_reason_and_happens_once(therapist: Client, lot: NeedleLot) -> None:
    url = reverse("needle_lot_recall", args=[lot.pk])
    assert therapist.post(url, {"revision": 1, "reason": " "}).status_code == 422
    assert therapist.post(url, {"revision": 1, "reason": "notice 12"}).status_code == 302
    page = therapist.get(reverse("needle_lot", args=[lot.pk])).content.decode()
    assert "no needle of this lot may be opened" in page
    assert "notice 12" in page
    assert therapist.post(url, {"revision": 2, "reason": "again"}).status_code == 422


def test_a_lot_shows_whom_it_touched_and_that_is_audited(db: None) -> None:
    care = Care()
    lot = factories.make_lot(care.clinic)
    care.begin()
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[event("opened"), event("needle_opened", 0.5, needle="n1"), inserted()],
        lots={"n1": lot},
    )
    page = browser_of(care.member).get(reverse("needle_lot", args=[lot.pk])).content.decode()
    assert care.person.full_name in page
    assert "1 person" in page
    assert AuditEvent.objects.filter(verb="needlelot.opened", subject_id=lot.pk).count() == 1


def test_who_may_not_see_stock_or_change_it(as_role: SignIn, lot: NeedleLot) -> None:
    assert as_role("front_desk").get("/stock/").status_code == 403
    assistant = as_role("assistant")
    assert "Receive needles" not in assistant.get("/stock/").content.decode()
    assert assistant.get("/stock/receive/").status_code == 403


def test_another_clinics_lot_does_not_exist(therapist: Client, demo: Clinic) -> None:
    theirs = factories.make_lot(factories.make_clinic(demo.kind, "Elsewhere"), expires=date(2099, 1, 1))
    for name in ("needle_lot", "needle_lot_adjust", "needle_lot_recall"):
        assert therapist.get(reverse(name, args=[theirs.pk])).status_code == 404
