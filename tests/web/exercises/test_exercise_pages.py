"""Exercises on pages: built by the therapist, ticked by the person, seen at the next visit."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import BACKEND, browser_of

from drypoint.clinic.accounts.queries import today as today_of
from drypoint.clinic.home_care.actions import exercise_days
from drypoint.clinic.people.actions import access
from drypoint.clinic.visits.actions import exercises, visits
from drypoint.clinic.visits.queries.treatments import current_prescription


@pytest.fixture
def care(db: None) -> Care:
    found = Care()
    found.visit = visits.start(
        by=found.therapist, episode=found.episode, therapist=found.member, started_at=timezone.now()
    )
    return found


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


@pytest.fixture
def person(care: Care) -> Client:
    granted = access.grant(
        by=factories.acting(care.clinic, "front_desk"), person=care.person, email="a@home.test"
    )
    client = Client()
    client.force_login(granted.user, backend=BACKEND)
    return client


def prescribed(care: Care) -> None:
    rows = [{"name": "Bridge", "exercise": "bridge", "sets": 2}, {"name": "Walking", "words": "20 minutes"}]
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=rows)


def test_a_tap_adds_an_exercise_with_its_least_dose_and_saves_its_id(care: Care, browser: Client) -> None:
    url = f"/visits/{care.visit.pk}/exercises/"
    empty = {"supersedes": "", "exercise-count": "0"}
    page = browser.post(url, {**empty, "more": "add:bridge"}).content.decode()
    assert 'value="bridge"' in page and "/bridge." in page and "Late in pregnancy" in page
    said = {"exercise-0-name": "Bridge", "exercise-0-exercise": "bridge", "exercise-0-sets": "2"}
    both = browser.post(url, {**empty, "exercise-count": "1", **said, "more": "add:squat"}).content.decode()
    assert 'name="exercise-count" value="2"' in both and 'value="squat"' in both
    dropped = browser.post(url, {**empty, "exercise-count": "1", **said, "more": "drop:0"}).content.decode()
    assert 'name="exercise-count" value="0"' in dropped
    assert browser.post(url, {**empty, "more": "add:headstand"}).status_code == 404
    assert browser.post(url, {**empty, "exercise-count": "1", **said}).status_code == 302
    standing = current_prescription(care.visit)
    assert standing is not None and standing.exercises[0].exercise == "bridge"


def test_suggestions_follow_the_muscles_of_the_plan(care: Care, browser: Client) -> None:
    url = f"/visits/{care.visit.pk}/exercises/"
    assert "choose from the library" in browser.get(url).content.decode()
    care.screen(care.visit)
    care.draw(care.visit)
    care.propose(visit=care.visit)
    page = browser.get(url).content.decode()
    assert "Clamshell" in page and "gluteus medius" in page and 'value="add:clamshell"' in page


def test_programme_prints_in_the_persons_language(care: Care, browser: Client, person: Client) -> None:
    url = f"/visits/{care.visit.pk}/exercises/sheet.pdf"
    assert browser.get(url).status_code == 404
    prescribed(care)
    for client, address in ((browser, url), (person, f"/my/exercises/{care.visit.pk}/sheet.pdf")):
        answer = client.get(address)
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_person_reads_ticks_and_tells_and_the_therapist_sees_it(
    care: Care, browser: Client, person: Client
) -> None:
    assert "You have no exercises now" in person.get("/my/exercises/").content.decode()
    assert "You have no exercises now" in person.get(f"/my/exercises/{care.visit.pk}/").content.decode()
    assert person.get(f"/my/exercises/{care.visit.pk}/sheet.pdf").status_code == 404
    prescribed(care)
    assert person.get("/my/exercises/")["Location"] == f"/my/exercises/{care.visit.pk}/"
    url = f"/my/exercises/{care.visit.pk}/"
    page = person.get(url).content.decode()
    assert "Squeeze your buttocks" in page and "20 minutes" in page and "Stop if pain gets sharp" in page
    today = today_of(care.clinic).isoformat()
    said = {"supersedes": "", "on": today, "done": ["bridge"], "effort": "4", "pain": "2", "words": "fine"}
    assert person.post(url, said)["Location"] == url
    assert "Today: 1 of 2 done" in person.get("/my/").content.decode()
    again = person.post(url, said)
    assert again.status_code == 409 and "saved by somebody else" in again.content.decode()
    standing = care.visit.exercise_days.current().get()
    hard = person.post(
        url, {**said, "supersedes": str(standing.pk), "pain": "8"}, follow=True
    ).content.decode()
    assert "Leave these exercises for today and call your clinic" in hard
    episode = browser.get(f"/episodes/{care.episode.pk}/").content.decode()
    assert "Pain 8 of 10 while exercising" in episode and "Exercises at home" in episode and "fine" in episode
    later = care.start_visit(400)
    for address in (
        f"/visits/{later.pk}/",
        f"/visits/{later.pk}/treatments/",
        f"/visits/{later.pk}/exercises/",
    ):
        assert "Pain 8 of 10 while exercising" in browser.get(address).content.decode(), address


def test_what_cannot_be_stands_beside_the_form_and_nothing_is_lost(care: Care, person: Client) -> None:
    prescribed(care)
    url = f"/my/exercises/{care.visit.pk}/"
    said = {"supersedes": "", "on": "2001-01-01", "done": ["bridge"], "effort": "99", "words": "kept"}
    answer = person.post(url, said)
    assert answer.status_code == 422 and "kept" in answer.content.decode()
    assert not care.visit.exercise_days.exists()


def test_several_programmes_are_listed_and_nobody_sees_anothers(care: Care, person: Client) -> None:
    from drypoint.clinic.episodes.actions import episodes

    prescribed(care)
    other = episodes.open(
        by=care.therapist,
        person=care.person,
        complaint="neck_pain",
        title="Neck",
        therapist=care.member,
        opened_on=today_of(care.clinic),
    )
    second = visits.start(by=care.therapist, episode=other, therapist=care.member, started_at=timezone.now())
    exercises.prescribe(
        by=care.therapist, visit=second, exercises=[{"name": "Chin tuck", "exercise": "chin_tuck"}]
    )
    page = person.get("/my/exercises/").content.decode()
    assert "Neck" in page and "Left buttock pain" in page
    stranger = Care(name="Elsewhere")
    prescribed(stranger)
    assert person.get(f"/my/exercises/{stranger.visit.pk}/").status_code == 404


def test_library_shows_each_joint_with_pictures_or_says_there_is_none(browser: Client) -> None:
    page = browser.get("/exercises/?joint=hip").content.decode()
    assert "Clamshell" in page and "exercises/clamshell" in page
    assert "No picture" in browser.get("/exercises/?joint=jaw").content.decode()
    assert browser.get("/exercises/?joint=nowhere").status_code == 200


def test_owner_chooses_what_after_care_says(care: Care) -> None:
    owner = browser_of(factories.make_therapist(care.clinic, "owner"))
    url = "/settings/after-care/restrictions/"
    assert "Texts disagree here" in owner.get(url).content.decode()
    assert owner.get("/settings/after-care/moon/").status_code == 404
    assert owner.get("/settings/after-care/soreness_peak/").status_code == 404
    said = {"supersedes": "", "position": "none", "reason": "Read both"}
    assert owner.post(url, said).status_code == 302
    assert (
        "Some patient pages say that there are no restrictions." in owner.get("/settings/").content.decode()
    )
    stale = owner.post(url, said)
    assert stale.status_code == 409 and "Read both" in stale.content.decode()
    sheet = browser_of(care.member).get(f"/visits/{care.visit.pk}/after-care/").content.decode()
    assert "This clinic: Some patient pages say" in sheet and "How soreness usually fades" in sheet


def test_staff_may_tell_a_day_on_the_telephone(care: Care) -> None:
    prescribed(care)
    today = today_of(care.clinic)
    told = exercise_days.tick(by=care.therapist, visit=care.visit, on=today, today=today, done=["Walking"])
    assert told.recorded_as == "staff"
