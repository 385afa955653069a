"""Looking back: who was needled under which rules, with which lot, by whom, where, when."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, whole_session
from tests.web.conftest import browser_of

from drypoint.clinic.actors import actor_for
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.actions import sessions
from drypoint.safety import load_rules

PAGE, FILE = "/look-back/", "/look-back/look-back.csv"


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def lot(care: Care) -> NeedleLot:
    """A lot of which one needle was opened in the first visit."""
    found = factories.make_lot(care.clinic)
    care.begin()
    sessions.record_events(by=care.therapist, visit=care.visit, events=whole_session(), lots={"n1": found})
    return found


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def _found(browser: Client, **asked: Any) -> str:
    page = browser.get(PAGE, {"muscle": "", **asked})
    assert page.status_code == 200
    return str(page.context["counted"])


def test_nothing_is_shown_or_noted_before_something_is_asked(browser: Client, lot: NeedleLot) -> None:
    page = browser.get(PAGE)
    assert "counted" not in page.context
    assert not AuditEvent.objects.filter(verb="look_back.opened").exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 1),
        ({"muscle": "gluteus_medius"}, 1),
        ({"muscle": "soleus"}, 0),
        ({"zone": "bt.upper"}, 0),
        ({"first": str(BEGUN.date()), "last": str(BEGUN.date())}, 1),
        ({"first": str(BEGUN.date() + timedelta(days=1))}, 0),
        ({"last": str(BEGUN.date() - timedelta(days=1))}, 0),
    ],
)
def test_each_way_of_asking_finds_exactly_who_was_needled_so(
    browser: Client, lot: NeedleLot, asked: dict[str, str], found: int
) -> None:
    assert _found(browser, **asked).startswith(f"{found} session")


def test_rules_lot_and_therapist_find_the_session(browser: Client, care: Care, lot: NeedleLot) -> None:
    other = factories.make_lot(care.clinic, lot="OTHER")
    second = factories.make_therapist(care.clinic, name="Second Therapist")
    for name, hit, miss in (
        ("lot", lot.pk, other.pk),
        ("therapist", care.member.pk, second.pk),
    ):
        assert _found(browser, **{name: str(hit)}).startswith("1 session of 1 person")
        assert _found(browser, **{name: str(miss)}).startswith("0 sessions")
    assert _found(browser, rules=load_rules().version).startswith("1 session")
    assert browser.get(PAGE, {"rules": "0.0.1+never"}).status_code == 422


def test_a_plan_that_was_not_carried_out_is_not_found(browser: Client, care: Care) -> None:
    care.begin()
    assert _found(browser).startswith("0 sessions")


def test_page_and_file_name_the_person_and_the_audit_names_what_was_asked(
    browser: Client, care: Care, lot: NeedleLot
) -> None:
    page = browser.get(PAGE, {"lot": str(lot.pk)}).content.decode()
    assert care.person.full_name in page
    assert lot.lot in page
    answer = browser.get(FILE, {"lot": str(lot.pk)})
    assert answer["Content-Type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["name"] == care.person.full_name
    assert row["lots"] == lot.lot
    assert row["rules"] == load_rules().version
    assert row["places"] == "gluteus_medius left"
    noted = AuditEvent.objects.filter(verb="look_back.opened", clinic_id=care.clinic.pk)
    assert [event.fields for event in noted] == [["lot"], ["lot"]]


def test_days_in_the_wrong_order_are_told(browser: Client) -> None:
    asked = {"first": "2027-03-02", "last": "2027-03-01"}
    page = browser.get(PAGE, asked)
    assert page.status_code == 422
    assert "lies before the first" in page.content.decode()
    assert browser.get(FILE, asked).status_code == 422


def test_another_clinic_is_never_found(care: Care, lot: NeedleLot) -> None:
    theirs = Care(name="Elsewhere")
    assert _found(browser_of(theirs.member)).startswith("0 sessions")
    assert browser_of(theirs.member).get(PAGE, {"lot": str(lot.pk)}).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("assistant", 403), ("researcher", 403), ("front_desk", 403)])
def test_only_clinicians_look_back(care: Care, role: str, status: int) -> None:
    browser = browser_of(factories.make_member(care.clinic, role))
    assert browser.get(PAGE).status_code == status
    assert browser.get(FILE).status_code == status
    assert actor_for(care.member).may("look_back")
