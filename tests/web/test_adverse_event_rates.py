"""Rates of adverse events: exact, named as what they are, beside published figures."""

import csv
import io

import pytest
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

from drypoint.clinic.incidents.actions import adverse_events
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.incidents.queries import Recorded, recorded
from drypoint.clinic.incidents.severity import WHITE
from drypoint.web.presenters import adverse_event_rates as presenter


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def bruise(care: Care) -> None:
    adverse_events.record(
        by=care.therapist,
        person=care.person,
        kind=AdverseEventKind.BRUISING,
        scheme=WHITE.code,
        grade="mild",
        visit=care.visit,
    )


def test_none_in_five_hundred_is_said_as_one_sided() -> None:
    rows = {row.name: row for row in presenter.rows(Recorded(treatments=500, events={"bruising": 3}))}
    lung = rows["Suspected or confirmed pneumothorax"]
    assert lung.here == "0 in 500: below 0.6 %, one-sided 95 %"
    assert lung.bounds == "0.0 % to 0.7 %, two-sided 95 %"
    assert [one.says for one in lung.published] == ["0 in 7,629 (treatments, reported by therapists)"]
    assert rows["Bruise"].here == "3 in 500: 0.6 %; below 1.5 %, one-sided 95 %"
    assert [one.says for one in rows["Bruise"].published] == [
        "7.55 % of 7,629 (treatments, reported by therapists)",
        "7.7 % of 20,464 (treatments, reported by therapists)",
    ], "two studies, not their mean"


def test_one_visit_counts_once_and_only_treatments_count(care: Care) -> None:
    assert recorded(care.clinic) == Recorded(treatments=0, events={})
    page = browser_of(care.member).get(reverse("adverse_event_rates"))
    assert page.context["rows"] == []
    care.needle()
    bruise(care)
    bruise(care)
    assert recorded(care.clinic) == Recorded(treatments=1, events={"bruising": 1})
    page = browser_of(care.member).get(reverse("adverse_event_rates"))
    assert page.context["rows"][0].here.startswith("1 in 1")


def test_csv_holds_every_kind_with_its_bounds(care: Care) -> None:
    care.needle()
    bruise(care)
    text = browser_of(care.member).get(reverse("adverse_event_rates_download")).content.decode()
    rows = {row["kind"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == set(AdverseEventKind.values)
    assert (rows["bruising"]["events"], rows["bruising"]["percent"]) == ("1", "100.0000")
    assert rows["bruising"]["low95"] == "2.5000"
    assert presenter.as_csv(Recorded(treatments=0, events={})).count("\n") == 1


def test_other_clinics_do_not_count(care: Care) -> None:
    care.needle()
    bruise(care)
    assert recorded(factories.make_clinic(name="Elsewhere")) == Recorded(treatments=0, events={})
