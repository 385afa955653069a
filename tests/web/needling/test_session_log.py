"""After the hands are free: what is asked about, what was taken back, the log, harm without a grade."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from tests.clinic.visits.care import GLUTEUS, Care, event, inserted
from tests.web.needling.test_recorder import post

from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.web.presenters.session_logs import MOST_SHOWN


def page(browser: Client, care: Care) -> str:
    return browser.get(f"/visits/{care.visit.pk}/session/").content.decode()


def test_questioned_event_waits_for_a_look_and_says_who_looked(
    care: Care, browser: Client, assistant: Client
) -> None:
    care.begin()
    assert "Log of this session" not in page(browser, care)
    asked = inserted(1, muscle="gluteus_maximus")
    post(browser, care, asked)
    look = f"/visits/{care.visit.pk}/session/events/{asked['id']}/look/"
    assert "not on the signed plan" in page(browser, care)
    assert look in page(browser, care)
    assert look not in page(assistant, care)
    browser.post(look, {"words": "Sore on palpation"})
    after = page(browser, care)
    assert look not in after
    assert "Sore on palpation" in after
    assert care.member.user.name in after


def test_correction_stays_visible_with_who_when_and_why(
    care: Care, browser: Client, assistant: Client
) -> None:
    care.begin()
    wrong = event("needle_opened", needle="n1")
    post(browser, care, wrong)
    back = event("corrected", 1, data={"corrects": wrong["id"], "note": "Pressed by mistake"})
    post(assistant, care, {**back, "device": "tablet-2"}, device="tablet-2")
    shown = page(browser, care)
    assert "<s>Needle opened" in shown
    assert "Pressed by mistake" in shown
    assert "Needle opened (taken back)" in shown
    assert "tablet-2" in shown


def test_log_shows_both_clocks_where_the_devices_was_wrong(care: Care, browser: Client) -> None:
    care.begin()
    now = timezone.now()
    post(browser, care, event("paused"), sent_at=(now - timedelta(days=1)).isoformat())
    shown = page(browser, care)
    assert "1 Mar, 09:00:00" in shown
    assert "2 Mar, 09:00:0" in shown or "2 Mar, 08:59:5" in shown


def test_long_log_shows_its_end(care: Care, browser: Client) -> None:
    care.begin()
    for first in range(0, MOST_SHOWN + 1, 200):
        post(browser, care, *(event("paused") for _n in range(min(200, MOST_SHOWN + 1 - first))))
    assert "1 earlier event is not shown." in page(browser, care)


def test_harm_recorded_live_is_graded_afterwards(care: Care, browser: Client) -> None:
    care.begin()
    post(browser, care, event("adverse_event", 3, data={"kind": "fainting"}))
    harm = AdverseEvent.objects.get()
    address = f"/adverse-events/{harm.pk}/follow-up/"
    assert address in page(browser, care)
    assert "Not graded yet" in browser.get(f"/adverse-events/{harm.pk}/").content.decode()
    assert "Not graded yet" in browser.get("/adverse-events/").content.decode()
    said = {"supersedes": harm.pk, "outcome": "Well after ten minutes"}
    assert browser.post(address, said).status_code == 422
    assert browser.post(address, {**said, "grade": "terrible"}).status_code == 422
    assert browser.post(address, {**said, "grade": "mild"}).status_code == 302
    graded = AdverseEvent.objects.current().get()
    assert (graded.grade, graded.kind, graded.outcome) == ("mild", "fainting", "Well after ten minutes")
    assert address not in page(browser, care)
    form = browser.get(f"/adverse-events/{graded.pk}/follow-up/").content.decode()
    assert 'name="grade"' not in form


def test_planned_time_in_is_said_and_carried_on(care: Care, browser: Client) -> None:
    care.screen()
    care.consent()
    care.sign(
        care.propose({**GLUTEUS, "dwell_minutes": 10}, {**GLUTEUS, "side": "right", "dwell_minutes": 0})
    )
    shown = browser.get(f"/visits/{care.visit.pk}/plan/").content.decode()
    assert "10 minutes in" in shown
    assert "fast in, fast out" in shown
    assert "dwell_minutes" not in str(care.visit.needling_plans.get().review.request)
    change = browser.get(f"/visits/{care.visit.pk}/plan/change/").content.decode()
    assert 'name="insertion-0-dwell_minutes" value="10"' in change
    later = care.start_visit(7)
    care.screen(later)
    again = browser.post(f"/visits/{later.pk}/plan/change/", {"add": "last", "insertion-count": "0"})
    assert 'name="insertion-0-dwell_minutes" value="10"' in again.content.decode()
    typed = {
        "insertion-count": "1",
        "insertion-0-muscle": "gluteus_medius",
        "insertion-0-side": "left",
        "insertion-0-site": "1",
        "insertion-0-dwell_minutes": "15",
        "indication": "Pain on walking",
    }
    assert browser.post(f"/visits/{later.pk}/plan/change/", typed).status_code == 302
    assert later.needling_plans.get().insertions[0].dwell_minutes == 15
    wrong = browser.post(f"/visits/{later.pk}/plan/change/", {**typed, "insertion-0-dwell_minutes": "121"})
    assert wrong.status_code == 422
