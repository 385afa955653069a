"""Needles: the shelf, receiving, counting, recalling, and whom a lot touched."""

import csv
import io
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


@pytest.fixture
def touched(db: None) -> tuple[Care, NeedleLot]:
    """A lot of which a needle went into somebody, recalled since."""
    care = Care()
    lot = factories.make_lot(care.clinic)
    care.begin()
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[event("opened"), event("needle_opened", 0.5, needle="n1"), inserted()],
        lots={"n1": lot},
    )
    lots.recall(by=factories.setting_up(care.clinic), lot=lot, revision=1, reason="notice 12")
    return care, lot


def test_who_got_needles_of_a_recalled_lot_is_told_and_that_is_kept(touched: tuple[Care, NeedleLot]) -> None:
    care, lot = touched
    browser = browser_of(care.member)
    url, page = (
        reverse("needle_lot_told", args=[lot.pk, care.person.pk]),
        reverse("needle_lot", args=[lot.pk]),
    )
    shown = browser.get(page).content.decode()
    assert "0 of 1 told" in shown and "Not yet: record it" in shown and "Gluteus medius · left" in shown
    assert "1 person" in browser.get("/incidents/").content.decode()
    form = browser.get(url)
    assert form.context["form"].initial["told_by"] == care.member.pk
    said = {"told_on": "2026-03-02", "told_by": str(care.member.pk), "how": "not_reached"}
    assert browser.post(url, said).status_code == 302
    shown = browser.get(page).content.decode()
    assert "0 of 1 told" in shown and "Not yet: 2 Mar 2026, tried, not reached" in shown
    assert browser.post(url, said | {"told_on": "2026-03-03", "how": "telephone"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "1 of 1 told" in shown and f"3 Mar 2026, by telephone, by {care.member.user.name}" in shown
    assert "still to be told" not in browser.get("/incidents/").content.decode()
    kept = AuditEvent.objects.filter(verb="recallnotice.recorded", about_person_id=care.person.pk)
    assert kept.count() == 2


def test_a_wrong_record_of_telling_is_corrected_and_a_second_correction_meets_it(
    touched: tuple[Care, NeedleLot],
) -> None:
    care, lot = touched
    browser, url = browser_of(care.member), reverse("needle_lot_told", args=[lot.pk, care.person.pk])
    said = {"told_on": "2026-03-02", "told_by": str(care.member.pk), "how": "letter"}
    browser.post(url, said)
    first = lot.recall_notices.get()
    page = browser.get(url).content.decode()
    assert f"?corrects={first.pk}" in page and "by letter" in page
    form = browser.get(url, {"corrects": str(first.pk)}).context["form"]
    assert form.initial["supersedes"] == first.pk and form.initial["how"] == "letter"
    assert browser.post(url, said | {"how": "in_person", "supersedes": str(first.pk)}).status_code == 302
    late = browser.post(url, said | {"how": "message", "supersedes": str(first.pk)})
    assert late.status_code == 409 and "in person" in late.content.decode()
    assert lot.recall_notices.current().get().how == "in_person"
    assert browser.post(url, said | {"told_on": "2999-01-01"}).status_code == 422


def test_people_of_a_lot_as_csv_is_noted_and_not_kept_by_the_browser(touched: tuple[Care, NeedleLot]) -> None:
    care, lot = touched
    answer = browser_of(care.member).get(reverse("needle_lot_people", args=[lot.pk]))
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (row["name"], row["needles"], row["told_on"]) == (care.person.full_name, "1", "")
    assert row["places"] == "Gluteus medius · left"
    assert answer["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(verb="needlelot.people_downloaded", subject_id=lot.pk).count() == 1


def test_nobody_is_told_of_a_lot_that_stands_or_that_they_never_got(touched: tuple[Care, NeedleLot]) -> None:
    care, lot = touched
    browser, other = browser_of(care.member), factories.make_lot(care.clinic, "L-2")
    stranger = factories.make_person(care.clinic, "Bo", "Li")
    for which, person in ((other, care.person), (lot, stranger)):
        assert browser.get(reverse("needle_lot_told", args=[which.pk, person.pk])).status_code == 404


def test_incident_with_a_lot_is_reported_from_its_page(touched: tuple[Care, NeedleLot]) -> None:
    care, lot = touched
    browser = browser_of(care.member)
    assert f"/incidents/report/?needle_lot={lot.pk}" in browser.get(f"/stock/{lot.pk}/").content.decode()
    form = browser.get("/incidents/report/", {"needle_lot": str(lot.pk)}).content.decode()
    assert f'<option value="{lot.pk}" selected>' in form
    said = {"kind": "equipment", "title": "Seal", "what_happened": "Open", "needle_lot": str(lot.pk)}
    browser.post("/incidents/report/", said | {"happened_at": "2026-03-01T10:00"})
    assert "Seal" in browser.get(f"/stock/{lot.pk}/").content.decode()


def test_shelf_counts_what_sessions_opened_and_leaves_the_packs(touched: tuple[Care, NeedleLot]) -> None:
    care, lot = touched
    NeedleLot.objects.filter(pk=lot.pk).update(needles_per_pack=100)
    page = browser_of(care.member).get("/stock/").content.decode()
    assert "1 of 500" in page
    lot.refresh_from_db()
    assert lot.packs == 5


def test_days_of_expires_soon_are_chosen(therapist: Client, demo: Clinic) -> None:
    factories.make_lot(demo, "SOON", expires=accounts.today(demo) + timedelta(days=100))
    assert "No lot expires within these days." in therapist.get("/stock/").content.decode()
    page = therapist.get("/stock/?soon=180").content.decode()
    assert "1 lot expires within these days." in page and "Expires soon, on" in page
    assert therapist.get("/stock/?soon=9999").status_code == 200


def test_japanese_number_is_shown_where_it_is_beyond_doubt(therapist: Client, demo: Clinic) -> None:
    page = therapist.get(reverse("needle_lot", args=[factories.make_lot(demo).pk])).content.decode()
    assert "Japanese number" in page and "unverified" in page


def test_who_may_not_see_stock_or_change_it(as_role: SignIn, lot: NeedleLot) -> None:
    assert as_role("front_desk").get("/stock/").status_code == 403
    assistant = as_role("assistant")
    assert "Receive needles" not in assistant.get("/stock/").content.decode()
    assert assistant.get("/stock/receive/").status_code == 403


def test_another_clinics_lot_does_not_exist(therapist: Client, demo: Clinic) -> None:
    theirs = factories.make_lot(factories.make_clinic(demo.kind, "Elsewhere"), expires=date(2099, 1, 1))
    for name in ("needle_lot", "needle_lot_adjust", "needle_lot_recall", "needle_lot_people"):
        assert therapist.get(reverse(name, args=[theirs.pk])).status_code == 404
