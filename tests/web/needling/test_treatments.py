from django.test import Client
from tests.clinic.visits.care import Care

from drypoint.clinic.visits.actions import exercises, other_treatments
from drypoint.clinic.visits.queries.treatments import current_prescription


def address(care: Care, page: str = "treatments/") -> str:
    return f"/visits/{care.visit.pk}/{page}"


def test_treatments_are_added_and_their_minutes_summed(care: Care, browser: Client) -> None:
    for kind, minutes in (("manual_therapy", "10"), ("exercise", "15"), ("taping", "")):
        said = {"kind": kind, "minutes": minutes, "words": "", "supersedes": ""}
        assert browser.post(address(care), said).status_code == 302
    page = browser.get(address(care)).content.decode()
    assert "25 minutes" in page and "not timed" in page


def test_treatment_is_corrected_and_a_stale_correction_meets_theirs(care: Care, browser: Client) -> None:
    first = other_treatments.record(by=care.therapist, visit=care.visit, kind="taping", minutes=5)
    url = address(care, f"treatments/{first.pk}/")
    assert 'value="5"' in browser.get(url).content.decode()
    said = {"kind": "taping", "minutes": "8", "words": "", "supersedes": str(first.pk)}
    assert browser.post(url, said).status_code == 302
    stale = browser.post(url, {**said, "minutes": "9"})
    page = stale.content.decode()
    assert stale.status_code == 409 and "saved by somebody else" in page and 'value="9"' in page
    standing = care.visit.other_treatments.current().get()
    assert standing.minutes == 8
    assert f'value="{standing.pk}"' in page


def test_impossible_minutes_stand_beside_their_field(care: Care, browser: Client) -> None:
    answer = browser.post(
        address(care), {"kind": "taping", "minutes": "900", "words": "kept", "supersedes": ""}
    )
    assert answer.status_code == 422 and "kept" in answer.content.decode()
    assert not care.visit.other_treatments.exists()


def test_exercises_are_prescribed_with_their_dose(care: Care, browser: Client) -> None:
    url = address(care, "exercises/")
    said = {
        "supersedes": "",
        "exercise-count": "2",
        "exercise-0-name": "Bridge",
        "exercise-0-sets": "3",
        "exercise-0-repetitions": "10",
        "exercise-0-hold_seconds": "5",
        "exercise-0-times_per_day": "2",
        "exercise-0-days_per_week": "5",
        "exercise-1-name": "",
    }
    more = browser.post(url, {**said, "more": "exercise"}).content.decode()
    assert 'name="exercise-count" value="3"' in more and 'value="Bridge"' in more
    assert browser.post(url, said).status_code == 302
    page = browser.get(address(care)).content.decode()
    assert "3 sets, 10 repetitions, hold 5 s, 2 times a day, 5 days a week" in page
    assert browser.post(url, said).status_code == 409
    wrong = browser.post(url, {**said, "exercise-0-sets": "0"})
    assert wrong.status_code == 422 and 'value="Bridge"' in wrong.content.decode()


def test_same_exercises_as_last_time(care: Care, browser: Client) -> None:
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=[{"name": "Bridge"}])
    later = care.start_visit(7)
    url = f"/visits/{later.pk}/exercises/"
    assert "Same as last time (1 Mar)" in browser.get(url).content.decode()
    assert 'value="Bridge"' in browser.get(f"{url}?from=last").content.decode()
    assert current_prescription(later) is None


def test_foreign_treatment_is_not_found(care: Care, browser: Client) -> None:
    later = care.start_visit(7)
    elsewhere = other_treatments.record(by=care.therapist, visit=later, kind="taping")
    assert browser.get(address(care, f"treatments/{elsewhere.pk}/")).status_code == 404
