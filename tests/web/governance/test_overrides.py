"""The report on findings with which somebody went ahead."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, whole_session
from tests.web.conftest import browser_of

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.queries.overrides import report
from drypoint.clinic.incidents.actions import adverse_events
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.visits.actions import needling_plans, sessions
from drypoint.clinic.visits.models import Visit

PAGE, FILE = "/gone-ahead/", "/gone-ahead/gone-ahead.csv"
DAYS = {"first": BEGUN.date(), "last": BEGUN.date()}
ASKED = {name: str(day) for name, day in DAYS.items()}


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def _over(care: Care, visit: Visit | None = None, *, words: str = "Dose is stable; shallow only.") -> None:
    """A plan signed over an anticoagulant."""
    visit = visit or care.visit
    care.screen(visit, anticoagulant=True)
    care.consent(visit=visit)
    plan = care.propose(visit=visit)
    asked = {one["id"] for one in plan.review.result["findings"]}
    needling_plans.sign(by=care.therapist, plan=plan, reasons=dict.fromkeys(asked, words), signed_at=BEGUN)


def test_counts_stand_beside_what_they_are_of(care: Care) -> None:
    _over(care)
    care.needle(care.start_visit(days=1))
    found = report(care.clinic, **DAYS)
    assert (found.all_plans.plans, found.without.plans, found.over.plans) == (2, 1, 1)
    assert (found.all_plans.needled, found.over.needled) == (1, 0)
    rule = next(one for one in found.rules if one.finding == "anticoagulant")
    assert (rule.with_reason, rule.with_change, rule.count.plans) == (1, 0, 1)
    (signer,) = found.signers
    assert (signer.name, signer.signed, signer.count.plans) == (care.member.user.name, 2, 1)
    assert (
        report(care.clinic, first=DAYS["first"].replace(day=2), last=DAYS["last"].replace(day=2)).rules == ()
    )


def test_what_followed_is_the_visits_adverse_events_and_the_worst_check_in(care: Care) -> None:
    _over(care)
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    sessions.record_events(by=care.therapist, visit=care.visit, events=whole_session())
    adverse_events.record(
        by=care.therapist,
        person=care.person,
        visit=care.visit,
        kind=AdverseEventKind.BLEEDING,
        scheme="white",
        grade="mild",
    )
    check_ins.answer(by=care.therapist, visit=care.visit, answers={"fever": True}, answered_at=timezone.now())
    found = report(care.clinic, **DAYS)
    assert (found.over.with_adverse_event, found.over.answered, found.over.urgent) == (1, 1, 1)
    after = found.overrides[0].after
    assert [one.kind for one in after.adverse_events] == ["bleeding"]
    assert after.level == "same_day"


def test_page_shows_words_signer_and_what_followed(care: Care, browser: Client) -> None:
    _over(care)
    page = browser.get(PAGE, ASKED)
    said = page.content.decode()
    assert "Dose is stable; shallow only." in said
    assert care.member.user.name in said
    assert "Not needled." in said
    assert "/rules/anticoagulant/" in said
    assert AuditEvent.objects.filter(verb="override_report.opened").count() == 1
    assert (
        "No plan was signed over a finding"
        in browser.get(PAGE, {"first": "2020-01-01", "last": "2020-01-02"}).content.decode()
    )


def test_without_days_the_last_ninety_are_shown(care: Care, browser: Client) -> None:
    page = browser.get(PAGE)
    assert (page.context["last"] - page.context["first"]).days == 90


def test_file_lists_each_finding_and_runs_no_formula(care: Care, browser: Client) -> None:
    _over(care, words="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(browser.get(FILE, ASKED).content.decode())))
    assert "anticoagulant" in {row["finding"] for row in rows}
    assert {row["words"] for row in rows} == {"'=HYPERLINK(1)"}
    assert {row["needled"] for row in rows} == {"no"}


def test_days_in_the_wrong_order_are_told(browser: Client) -> None:
    asked: dict[str, Any] = {"first": "2027-03-02", "last": "2027-03-01"}
    assert browser.get(PAGE, asked).status_code == 422
    assert browser.get(FILE, asked).status_code == 422


@pytest.mark.parametrize("role", ["assistant", "researcher", "front_desk"])
def test_only_clinicians_see_it(care: Care, role: str) -> None:
    browser = browser_of(factories.make_member(care.clinic, role))
    assert browser.get(PAGE).status_code == 403
    assert browser.get(FILE).status_code == 403
