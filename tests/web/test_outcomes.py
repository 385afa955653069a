"""Outcomes without names, and the knowledge behind the pages."""

import csv
import io

from django.test import Client
from tests.clinic.followup.test_outcomes import treat
from tests.web.conftest import SignIn

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.queries.outcomes import SMALLEST_GROUP
from drypoint.web.knowledge import knowledge_files


def treat_enough(clinic: Clinic) -> None:
    """Ten people with neck pain, and a few with other complaints."""
    for number in range(SMALLEST_GROUP):
        treat(clinic, "neck_pain", 8, 8 - number % 3)
    for complaint in ("plantar_heel_pain", "migraine"):
        treat(clinic, complaint, 5)


def test_few_people_are_not_counted_in_public(therapist: Client, demo: Clinic) -> None:
    treat(demo, "neck_pain", 5, 4)
    page = therapist.get("/outcomes/").content.decode()
    assert "Fewer than 10 people have been treated" in page
    assert "outcomes.csv" not in page
    lines = list(csv.reader(io.StringIO(therapist.get("/outcomes/outcomes.csv").content.decode())))
    assert len(lines) == 1, "the head alone"


def test_page_counts_and_names_nobody(as_role: SignIn, demo: Clinic) -> None:
    treat_enough(demo)
    page = as_role("researcher").get("/outcomes/")
    said = page.content.decode()
    assert "3 complaints counted together" in said
    assert "−1.0" in said
    assert "decision of this project" in said
    assert not any(person.family_name in said for person in demo.people.all())
    whole = page.context["table"].rows[-1]
    assert [cell.text for cell in whole[1:4]] == ["12", "12", "22"]


def test_a_complaint_with_enough_people_stands_by_its_name(therapist: Client, demo: Clinic) -> None:
    for _person in range(SMALLEST_GROUP):
        treat(demo, "neck_pain", 8, 9)
    page = therapist.get("/outcomes/").content.decode()
    assert "neck pain" in page.lower()
    assert "+1.0" in page


def test_csv_has_the_same_rows(therapist: Client, demo: Clinic) -> None:
    treat_enough(demo)
    answer = therapist.get("/outcomes/outcomes.csv")
    assert "attachment" in answer["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.content.decode())))
    assert lines[1][0].split() == ["migraine", "neck_pain", "plantar_heel_pain"]
    assert lines[1][1:] == ["12", "12", "22", "0", "-1", "10"]
    assert lines[2][0] == "all"
    assert lines[2][5:] == ["", ""]
    assert lines[-2] == ["visits", "22", "0", "0.000"]
    assert lines[-1] == ["insertions", "0", "0", ""]


def test_assistants_see_counts_and_the_front_desk_does_not(as_role: SignIn) -> None:
    assert as_role("assistant").get("/outcomes/").status_code == 200
    assert as_role("front_desk").get("/outcomes/").status_code == 403


def test_knowledge_is_counted_file_by_file(as_role: SignIn) -> None:
    page = as_role("researcher").get("/sources/").content.decode()
    assert "atlas/hazards.json" in page
    assert "Broken references" in page
    by_name = {f"{one.room}/{one.name}": one for one in knowledge_files()}
    zones, rules = by_name["atlas/zones.json"], by_name["safety/rules.json"]
    assert zones.rows == 122
    assert zones.rows_published == 0, "our own arrangement is no publication"
    assert 0 < rules.rows_published <= rules.rows
    assert all(one.rows_unverified <= one.rows for one in by_name.values())
    assert by_name["safety/sources.json"].sources
