from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care

from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import consents
from drypoint.clinic.visits.queries.sessions import log, session_state
from drypoint.needling import SessionStatus

PLACE = "gluteus_medius-left-1"


class Tablet:
    """Presses the recorder's buttons."""

    def __init__(self, care: Care, browser: Client) -> None:
        self.care, self.browser = care, browser

    def press(self, press: str, *, status: int = 302, seed: Any = None, **said: Any) -> str:
        posted = {"press": press, "seed": str(seed or new_id()), **said}
        answer = self.browser.post(f"/visits/{self.care.visit.pk}/session/press/", posted)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    @property
    def state(self) -> Any:
        return session_state(self.care.visit)

    @property
    def insertion(self) -> str:
        return str(self.state.insertions[-1].insertion)

    @property
    def page(self) -> str:
        answer = self.browser.get(f"/visits/{self.care.visit.pk}/session/")
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def tablet(care: Care, browser: Client) -> Tablet:
    """The recorder of a session that has started."""
    care.begin()
    return Tablet(care, browser)


def test_session_starts_only_under_a_signed_plan(care: Care, browser: Client) -> None:
    url = f"/visits/{care.visit.pk}/session/"
    assert "There is no plan yet" in browser.get(url).content.decode()
    assert browser.post(f"{url}start/").status_code == 409
    care.screen()
    plan = care.propose()
    assert "The plan is not signed" in browser.get(url).content.decode()
    care.consent()
    care.sign(plan)
    page = browser.get(url).content.decode()
    assert page.index("What lies under") < page.index("Start the session")
    assert browser.post(f"{url}start/").status_code == 302
    assert [event.type for event in log(care.visit)] == ["opened"]
    assert browser.post(f"{url}start/").status_code == 409


def test_withdrawn_consent_keeps_a_session_from_starting(care: Care, browser: Client) -> None:
    care.screen()
    consent = care.consent()
    care.sign(care.propose())
    consents.withdraw(by=care.themselves, consent=consent, withdrawn_at=BEGUN + timedelta(hours=1))
    page = browser.get(f"/visits/{care.visit.pk}/session/").content.decode()
    assert "The session cannot start" in page and "Start the session" not in page


def test_whole_session_is_recorded_press_by_press(tablet: Tablet) -> None:
    recorder = tablet.page[tablet.page.index('id="recorder"') :]
    assert recorder.index("What lies under") < recorder.index("Needle in")
    tablet.press("in", place=PLACE)
    tablet.press("twitch", insertion=tablet.insertion, place=PLACE)
    tablet.press("twitch", insertion=tablet.insertion, place=PLACE)
    tablet.press("sensation", insertion=tablet.insertion, sensation="ache", pain_nprs="4")
    tablet.press("manipulated", insertion=tablet.insertion)
    tablet.press("estim_on", insertion=tablet.insertion)
    tablet.press("estim_off", insertion=tablet.insertion)
    inside = tablet.page
    assert "<b>1</b>" in inside and "in since" in inside
    assert "2 twitches" in inside and "ache, pain 4 of 10, moved 1 time" in inside
    tablet.press("out", insertion=tablet.insertion)
    assert "in for" in tablet.page and "Needles still in" not in tablet.page
    needle = tablet.state.insertions[0].needle
    tablet.press("in", place=PLACE, needle=needle)
    assert (tablet.state.needles_opened, len(tablet.state.insertions)) == (1, 2)
    tablet.press("removed_all")
    tablet.press("dropped")
    tablet.press("count", sharps="1")
    tablet.press("closed")
    assert tablet.state.state is SessionStatus.CLOSED
    closed = tablet.page
    assert "To other treatments" in closed and 'id="in-' not in closed


def test_pressing_twice_by_accident_is_one_event(tablet: Tablet) -> None:
    seed = new_id()
    tablet.press("in", place=PLACE, seed=seed)
    tablet.press("in", place=PLACE, seed=seed)
    assert tablet.state.needles_opened == 1 and len(tablet.state.insertions) == 1
    undo = new_id()
    last = str(log(tablet.care.visit)[-1].id)
    tablet.press("undo", event=last, seed=undo)
    tablet.press("undo", event=last, seed=undo)
    assert tablet.state.needles_opened == 0


def test_closing_waits_for_the_count_and_says_so(tablet: Tablet) -> None:
    tablet.press("in", place=PLACE)
    page = tablet.press("closed", status=422)
    assert "Needles still in: 1" in page
    tablet.press("removed_all")
    assert "Type how many you counted." in tablet.press("count", status=422, sharps="")
    tablet.press("count", sharps="0")
    assert "Needles unaccounted for: 1" in tablet.page and "A needle cannot be found" in tablet.page
    assert tablet.state.state is SessionStatus.OPEN


def test_missing_needle_closes_as_an_incident_that_names_it(tablet: Tablet) -> None:
    tablet.press("in", place=PLACE)
    tablet.press("removed_all")
    tablet.press("count", sharps="0")
    url = f"/visits/{tablet.care.visit.pk}/session/missing/"
    form = tablet.browser.get(url).content.decode()
    assert "Needle 1, Gluteus medius" in form
    bare = tablet.browser.post(url, {"seed": str(new_id()), "what_happened": "Searched the floor."})
    assert bare.status_code == 422 and "Searched the floor." in bare.content.decode()
    said = {
        "seed": str(new_id()),
        "what_happened": "Searched the floor.",
        "missing": [str(tablet.state.insertions[0].needle)],
    }
    assert tablet.browser.post(url, said).status_code == 302
    assert tablet.state.state is SessionStatus.INCIDENT
    incident = tablet.care.clinic.incidents.get()
    assert incident.kind == "needle_unaccounted" and incident.visit_id == tablet.care.visit.pk
    assert "Searched the floor." in incident.what_happened and "Needle 1" in incident.what_happened
    assert tablet.browser.post(url, said).status_code == 302
    assert tablet.care.clinic.incidents.count() == 1


def test_broken_needle_ends_as_an_incident(tablet: Tablet) -> None:
    tablet.press("in", place=PLACE)
    tablet.press("broken", needle=str(tablet.state.insertions[0].needle))
    assert "broken" in tablet.page
    tablet.press("count", sharps="0")
    tablet.press("closed")
    assert tablet.state.state is SessionStatus.INCIDENT
    assert tablet.care.clinic.incidents.get().kind == "needle_broken"


def test_pause_holds_new_needles_and_goes_on(tablet: Tablet) -> None:
    tablet.press("paused")
    assert "disabled" in tablet.page and "b-resumed-session" in tablet.page
    tablet.press("resumed")
    assert "b-resumed-session" not in tablet.page and "disabled" not in tablet.page


def test_lot_is_kept_and_one_that_must_not_be_opened_is_refused(tablet: Tablet) -> None:
    good = factories.make_lot(tablet.care.clinic)
    old = factories.make_lot(tablet.care.clinic, "OLD", expires=date(2020, 1, 1))
    assert "lot L-1" in tablet.page and "lot OLD" not in tablet.page
    page = tablet.press("in", place=PLACE, lot=str(old.pk), status=422)
    assert "Lot OLD expired" in page
    assert tablet.state.needles_opened == 0
    tablet.press("in", place=PLACE, lot=str(good.pk))
    assert tablet.care.visit.session_events.get(type="needle_opened").lot_id == good.pk


def test_refused_insertion_leaves_no_needle_behind(tablet: Tablet) -> None:
    consent = tablet.care.visit.consents.get()
    consents.withdraw(by=tablet.care.themselves, consent=consent, withdrawn_at=consent.given_at)
    # The page's clock must be past the withdrawal, which is never before its consent.
    type(consent.episode.withdrawals.get())._default_manager.update(withdrawn_at=timezone.now())
    type(consent)._default_manager.update(given_at=timezone.now() - timedelta(days=1))
    page = tablet.press("in", place=PLACE, status=422)
    assert "The consent was withdrawn" in page
    assert tablet.state.needles_opened == 0


def test_stale_places_and_stale_undo_are_refused_in_words(tablet: Tablet) -> None:
    assert "The plan has changed meanwhile" in tablet.press("in", place="soleus-left-1", status=422)
    tablet.press("in", place=PLACE)
    first = str(log(tablet.care.visit)[-1].id)
    tablet.press("twitch", insertion=tablet.insertion)
    assert "Something was recorded after it" in tablet.press("undo", event=first, status=422)
    assert "Choose what it feels like." in tablet.press("sensation", insertion=tablet.insertion, status=422)


def test_htmx_gets_the_recorder_alone(tablet: Tablet) -> None:
    url = f"/visits/{tablet.care.visit.pk}/session/press/"
    headers = {"HX-Request": "true"}
    done = tablet.browser.post(url, {"press": "in", "seed": str(new_id()), "place": PLACE}, headers=headers)
    assert done.status_code == 200 and b"<html" not in done.content and b'id="recorder"' in done.content
    wrong = tablet.browser.post(url, {"press": "closed", "seed": str(new_id())}, headers=headers)
    assert wrong.status_code == 422 and b"<html" not in wrong.content


def test_quick_entry_writes_the_events_it_tells_of(tablet: Tablet) -> None:
    url = f"/visits/{tablet.care.visit.pk}/session/quick/"
    ended = timezone.now() - timedelta(minutes=1)
    said = {
        "seed": str(new_id()),
        "ended_at": ended.strftime("%H:%M"),
        f"{PLACE}-needles": "2",
        f"{PLACE}-minutes": "5",
        f"{PLACE}-twitches": "3",
        f"{PLACE}-sensations": ["ache", "cramp"],
    }
    assert tablet.browser.post(url, said).status_code == 302
    assert tablet.browser.post(url, said).status_code == 302
    state = tablet.state
    assert (state.needles_opened, state.needles_in) == (2, 0)
    assert sum(one.twitches for one in state.insertions) == 3
    assert {one.dwell_seconds for one in state.insertions} == {300}


def test_quick_entry_refuses_what_cannot_be_and_keeps_it(tablet: Tablet) -> None:
    url = f"/visits/{tablet.care.visit.pk}/session/quick/"
    empty = {"seed": str(new_id()), "ended_at": "00:00"}
    assert "Type at least one needle." in tablet.browser.post(url, empty).content.decode()
    odd = tablet.browser.post(url, {**empty, f"{PLACE}-twitches": "3"})
    assert odd.status_code == 422 and "Type how many needles." in odd.content.decode()
    assert tablet.state.needles_opened == 0


def test_quick_entry_keeps_the_lot_that_was_used_and_warns_of_one_past_its_date(tablet: Tablet) -> None:
    url = f"/visits/{tablet.care.visit.pk}/session/quick/"
    old = factories.make_lot(tablet.care.clinic, "OLD", expires=date(2020, 1, 1))
    assert "lot OLD (expired)" in tablet.browser.get(url).content.decode()
    said = {"seed": str(new_id()), "ended_at": "00:00", f"{PLACE}-needles": "1", "lot": str(old.pk)}
    page = tablet.browser.post(url, said, follow=True).content.decode()
    assert "Lot OLD expired" in page and "recorded all the same" in page
    assert tablet.care.visit.session_events.get(type="needle_opened").lot == old


def test_adverse_event_is_recorded_once_in_log_and_record(tablet: Tablet) -> None:
    url = f"/visits/{tablet.care.visit.pk}/session/trouble/"
    page = tablet.browser.get(url).content.decode()
    assert page.index("/action-cards/faint/") < page.index("Record the adverse event")
    said = {"seed": str(new_id()), "kind": "fainting", "grade": "mild", "description": "Pale"}
    assert tablet.browser.post(url, {**said, "grade": ""}).status_code == 422
    assert tablet.browser.post(url, said).status_code == 302
    assert tablet.browser.post(url, said).status_code == 302
    assert tablet.state.adverse_events == ("Fainting or nearly fainting",)
    assert tablet.care.clinic.adverse_events.get().visit_id == tablet.care.visit.pk
    assert "Fainting or nearly fainting" in tablet.page


def test_details_are_saved_and_a_stale_save_meets_theirs(tablet: Tablet) -> None:
    url = f"/visits/{tablet.care.visit.pk}/session/details/"
    said = {"revision": "1", "skin_preparation": "Alcohol", "stimulation": "", "tolerance": "Well"}
    assert tablet.browser.post(url, said).status_code == 302
    stale = tablet.browser.post(url, {**said, "tolerance": "Badly"})
    assert stale.status_code == 409 and "Well" in stale.content.decode() and "Badly" in stale.content.decode()


def test_changed_plan_waits_for_its_signature(tablet: Tablet) -> None:
    standing = tablet.care.visit.needling_plans.current().get()
    more = tablet.care.propose(GLUTEUS, {**GLUTEUS, "muscle": "piriformis"}, supersedes=standing)
    assert "A changed plan waits for its signature" in tablet.page
    assert "place-piriformis-left-1" not in tablet.page
    tablet.care.sign(more)
    assert "place-piriformis-left-1" in tablet.page


def test_assistant_records_and_the_desk_does_not(care: Care, assistant: Client, desk: Client) -> None:
    care.begin()
    Tablet(care, assistant).press("in", place=PLACE)
    Tablet(care, desk).press("twitch", insertion="x", status=403)
