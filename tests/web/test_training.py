"""Training works in every clinic, is one's own, and shows the answer only at its end."""

import pytest
from django.test import Client
from tests.clinic import factories
from tests.web.conftest import browser_of

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.people.models import Person
from drypoint.clinic.training.models import TrainingGuess
from drypoint.web.guided_cases import guided_cases
from drypoint.web.presenters import training as presenter

CASE = "/training/cases/case-015/"


@pytest.fixture
def member(demo: Clinic) -> Membership:
    return factories.make_therapist(demo)


@pytest.fixture
def browser(member: Membership) -> Client:
    return browser_of(member)


def guess(browser: Client, *muscles: str, case: str = CASE) -> TrainingGuess:
    assert browser.post(case, {"g": muscles or ["infraspinatus"]}).status_code == 302
    return TrainingGuess.objects.latest("recorded_at")


def exercise(one: TrainingGuess) -> str:
    return f"/training/exercises/{one.pk}/"


def answered(browser: Client, *muscles: str) -> str:
    one = guess(browser)
    return browser.post(exercise(one), {"g": muscles}, follow=True).content.decode()


def test_list_has_every_case_and_says_what_was_done(browser: Client) -> None:
    page = browser.get("/training/").content.decode()
    assert page.count("/training/cases/") == len(guided_cases())
    assert "0 of 14 cases answered" in page
    one = guess(browser)
    assert "Begun, not answered yet" in browser.get("/training/").content.decode()
    browser.post(exercise(one), {"g": ["infraspinatus", "supraspinatus"]})
    page = browser.get("/training/").content.decode()
    assert "1 of 14 cases answered" in page and "Your muscle number 2" in page


def test_choosing_goes_by_search_by_region_and_in_an_order(browser: Client) -> None:
    page = browser.get(f"{CASE}?g=supraspinatus&g=infraspinatus&g=nothing&q=deltoides").content.decode()
    assert "Shoulder" in page and "Deltoid" in page
    assert "?g=infraspinatus&amp;g=supraspinatus&amp;q=deltoides#chosen" in page, "make it first"
    assert "?g=infraspinatus&amp;q=deltoides#chosen" in page, "remove"
    full = browser.get(f"{CASE}?g=supraspinatus&g=infraspinatus&g=teres_minor&q=delt").content.decode()
    assert "Choose<span" not in full.partition('id="found"')[2], "the hand is full"
    fragment = browser.get(f"{CASE}?q=zzz", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and "No muscle has that name" in fragment
    assert browser.get("/training/cases/case-999/").status_code == 404


def test_nothing_tells_the_answer_before_it_is_given(browser: Client) -> None:
    one = guess(browser, "infraspinatus")
    browser.post(exercise(one), {"palpate": "infraspinatus", "g": ["infraspinatus"]})
    page = browser.get(exercise(one)).content.decode()
    assert "Cricket" not in page and guided_cases()["case-015"].citation not in page
    assert page.partition('id="choose"')[0].count("Supraspinatus") == 0
    assert "Findings beyond the report are assumed" in page


def test_a_guess_without_a_muscle_is_refused(browser: Client) -> None:
    answer = browser.post(CASE, {})
    assert answer.status_code == 422 and "Name from one to three" in answer.content.decode()
    one = guess(browser)
    again = browser.post(exercise(one), {})
    assert again.status_code == 422 and "Name from one to three" in again.content.decode()
    wrong = browser.post(exercise(one), {"palpate": "nothing", "g": ["infraspinatus"]})
    assert wrong.status_code == 422


def test_palpation_on_paper_finds_the_cluster_where_the_report_did(browser: Client) -> None:
    one = guess(browser)
    for muscle in ("supraspinatus", "infraspinatus"):
        answer = browser.post(exercise(one), {"palpate": muscle, "g": ["infraspinatus", "supraspinatus"]})
        assert answer.headers["Location"].endswith("?g=infraspinatus&g=supraspinatus#paper")
    case = guided_cases()["case-015"]
    first, second = presenter.findings_table(case, ["supraspinatus", "infraspinatus"]).rows
    cluster = "Taut band, Spot tenderness, Recognised pain, Referred pain"
    assert [str(cell.text) for cell in first[1:]] == [cluster, "–"]
    assert [str(cell.text) for cell in second[1:]] == ["–", cluster]
    found = browser.get(f"{exercise(one)}?q=supraspinatus", headers={"HX-Request": "true"})
    assert "Palpated" in found.content.decode()
    assert browser.get(CASE).headers["Location"] == exercise(one), "one goes on where one was"


def test_answer_shows_report_ranking_guess_and_patterns(browser: Client) -> None:
    one = guess(browser, "infraspinatus", "supraspinatus")
    browser.post(exercise(one), {"palpate": "supraspinatus", "g": ["infraspinatus"]})
    page = browser.post(exercise(one), {"g": ["supraspinatus"]}, follow=True).content.decode()
    assert guided_cases()["case-015"].citation[:40] in page
    assert "Your muscle number 2" in page and "Your first muscle" in page
    assert "The system, from the drawing alone" in page and "after your palpation on paper" in page
    assert page.count("found by the report") == 1 and page.count("<figure>") == 2
    kept = one.training_answers.get()
    assert kept.reported == ["supraspinatus"] and kept.system_place is not None and kept.atlas_version
    late = browser.post(exercise(one), {"g": ["infraspinatus"]})
    assert late.status_code == 409


def test_results_count_first_tries_and_leave_out_repeats(browser: Client) -> None:
    assert "No exercise answered yet" in browser.get("/training/results/").content.decode()
    answered(browser, "supraspinatus")
    answered(browser, "supraspinatus")
    page = browser.get("/training/results/").content.decode()
    assert "1 of 1" in page and "0 of 1" in page
    assert "1 repeated exercise is not counted" in page
    assert "In this clinic" not in page


def test_a_muscle_that_nobody_named_is_said(browser: Client) -> None:
    assert "Not among your muscles" in answered(browser, "masseter_superficial")


def test_what_somebody_guessed_is_theirs_and_the_owner_sees_counts(demo: Clinic, browser: Client) -> None:
    answered(browser, "masseter_superficial")
    one = TrainingGuess.objects.get()
    owner = browser_of(factories.make_therapist(demo, "owner"))
    for other in (owner, browser_of(factories.make_therapist(demo))):
        assert other.get(exercise(one)).status_code == 404
        assert other.post(exercise(one), {"g": ["infraspinatus"]}).status_code == 404
    page = owner.get("/training/results/").content.decode()
    assert "Exercises answered: 1, by 1 of the staff." in page and "Masseter" not in page


def test_training_makes_no_person_in_a_real_clinic(db: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    real = factories.make_therapist(factories.make_clinic())
    TOTP.activate(real.user, generate_totp_secret())
    browser = browser_of(real)
    assert "Training" in browser.get("/today/").content.decode()
    answered(browser, "supraspinatus")
    assert not Person.objects.exists()


def test_a_case_that_is_gone_keeps_its_result(browser: Client, member: Membership) -> None:
    answered(browser, "supraspinatus")
    TrainingGuess.objects.update(case="case-000")
    assert "case-000" in browser.get("/training/results/").content.decode()


def test_a_midline_muscle_has_its_own_side() -> None:
    case = guided_cases()["case-015"]
    assert presenter.side_of(case, "diaphragm") == "midline"
    assert presenter.side_of(case, "supraspinatus") == "right"
    assert presenter.system_place(case, presenter.ranked(guided_cases()["case-037"])) is None
