"""What a recording device asks of the server, over HTTP."""

import base64
import json
import time
from typing import Any

import msgspec
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from allauth.account.internal.userkit import user_id_to_str
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, event, inserted
from tests.web.conftest import browser_of

from drypoint.clinic.accounts.actions import memberships, sign_ins
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.audit.queries import trail
from drypoint.clinic.incidents.models import AdverseEvent, Incident
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import sessions
from drypoint.clinic.visits.models import RecorderKey, SessionEvent, Visit, VisitStatus
from drypoint.needling import Event, SessionRequest, session
from drypoint.safety import load_places

KEY = base64.b64encode(bytes(range(32))).decode()


def post(browser: Client, care: Care, *events: dict[str, Any], **said: Any) -> Any:
    body = {"device": "tablet-1", "sent_at": timezone.now().isoformat(), "after": 0, "events": events, **said}
    return browser.post(
        f"/visits/{care.visit.pk}/session/events/", json.dumps(body), content_type="application/json"
    )


def snapshot(browser: Client, care: Care) -> Any:
    return browser.get(f"/visits/{care.visit.pk}/session/snapshot/")


def test_device_gets_all_that_it_needs_to_go_on_alone(care: Care, browser: Client) -> None:
    care.ready()
    assert snapshot(browser, care).json()["error"] == "not_started"
    assert post(browser, care, event("opened")).json()["error"] == "not_started"
    lot = factories.make_lot(care.clinic)
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    post(browser, care, opened := event("opened"))
    answer = snapshot(browser, care)
    said = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    (place,) = said["places"]
    assert (place["key"], place["dwell_minutes"], place["lots"]) == (
        "gluteus_medius-left-1",
        None,
        [str(lot.pk)],
    )
    assert place["spot"]["view"] in {view["name"] for view in said["views"]}
    assert place["under"]["structures"]
    assert [one["event"]["id"] for one in said["events"]] == [opened["id"]]
    assert (said["cursor"], said["may_record"]) == (1, True)
    assert said["members"][str(care.member.pk)]
    others = {one["muscle"]: one for one in said["others"]}
    assert set(others["gluteus_maximus"]["sides"]) == {"left", "right"}
    assert others["gluteus_medius"]["sides"] == ["right"]
    assert "trapezius_upper" not in others
    assert trail(care.clinic.pk, subject_id=care.visit.pk).filter(verb="visit.opened").exists()


def test_every_muscle_that_the_consent_covers_is_reviewed_for_this_person(
    care: Care, browser: Client
) -> None:
    care.screen(anticoagulant=True)
    care.consent(*(one.code for one in load_places().regions))
    care.sign(care.propose())
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    others = snapshot(browser, care).json()["others"]
    assert sum(len(one["sides"]) for one in others) > 200
    assert all(one["under"] is not None and set(one["findings"]) == set(one["sides"]) for one in others)
    told = {found["id"] for one in others for side in one["findings"].values() for found in side}
    assert "anticoagulant_deep_muscle" in told
    # Nothing of the right side is planned: one side alone is not both sides of the chest.
    assert "bilateral_thorax" not in told


def test_batch_is_answered_with_what_is_stored_and_what_others_recorded(
    care: Care, browser: Client, assistant: Client
) -> None:
    care.begin()
    first = [event("needle_opened", needle="n1"), inserted()]
    told = post(browser, care, *first).json()
    assert {key: one["number"] for key, one in told["stored"].items()} == {
        first[0]["id"]: 1,
        first[1]["id"]: 2,
    }
    assert (told["status"], told["state"]["needles_in"], told["events"], told["cursor"]) == ("open", 1, [], 2)
    twitch = {**event("twitched", 2, insertion="i1"), "device": "tablet-2"}
    heard = post(assistant, care, twitch, device="tablet-2").json()
    assert [one["event"]["id"] for one in heard["events"]] == [one["id"] for one in first]
    assert heard["cursor"] == 3
    quiet = post(browser, care, after=told["cursor"]).json()
    assert [one["event"]["id"] for one in quiet["events"]] == [twitch["id"]]
    assert (quiet["cursor"], quiet["more"]) == (3, False)
    assert quiet["snapshot_etag"] == snapshot(browser, care).json()["etag"] == told["snapshot_etag"]
    log = [one["event"] for one in snapshot(browser, care).json()["events"]]
    folded = session(SessionRequest(events=tuple(msgspec.convert(one, Event) for one in log)))
    assert folded.insertions[0].twitches == 1


def test_what_changes_the_snapshot_changes_its_tag(care: Care, browser: Client) -> None:
    care.begin()
    tags = [post(browser, care).json()["snapshot_etag"]]
    factories.make_lot(care.clinic)
    tags.append(post(browser, care).json()["snapshot_etag"])
    care.consent("shoulder")
    tags.append(post(browser, care).json()["snapshot_etag"])
    care.sign(care.propose(supersedes=care.visit.needling_plans.get()))
    tags.append(post(browser, care).json()["snapshot_etag"])
    assert len(set(tags)) == 4
    assert post(browser, care).json()["snapshot_etag"] == tags[-1]


def test_a_long_log_is_told_in_parts(care: Care, browser: Client) -> None:
    care.begin()
    for _batch in range(3):
        post(browser, care, *(event("paused") for _number in range(200)))
    first = post(browser, care, device="tablet-2").json()
    assert (len(first["events"]), first["more"], first["cursor"]) == (500, True, 500)
    rest = post(browser, care, device="tablet-2", after=500).json()
    assert (len(rest["events"]), rest["more"], rest["cursor"]) == (100, False, 600)


def test_refusals_are_told_in_json_and_lead_nowhere(
    care: Care, browser: Client, stranger: Client, desk: Client, client: Client
) -> None:
    care.begin()
    for who, status, code in (
        (client, 401, "signed_out"),
        (desk, 403, "not_permitted"),
        (stranger, 404, "not_here"),
    ):
        for answer in (post(who, care, event("opened")), snapshot(who, care)):
            assert (answer.status_code, answer.json()["error"]) == (status, code)
            assert answer.json()["says"]
            assert answer["Cache-Control"] == "no-store"
    assert post(browser, care, *(event("paused") for _number in range(201))).status_code == 413
    large = post(browser, care, event("adverse_event", data={"note": "x" * 1_000_000}))
    assert (large.status_code, large.json()["error"]) == (413, "too_large")
    address = f"/visits/{care.visit.pk}/session/events/"
    for body in ("{", "[]", '{"device": 1}', '{"events": [], "after": "x", "device": "d"}'):
        answer = browser.post(address, body, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]) == (400, "not_understood")
    assert not SessionEvent.objects.exists()
    unreadable = post(browser, care, event("opened"), sent_at="yesterday")
    assert unreadable.status_code == 200


def test_member_of_a_real_clinic_without_a_second_step_is_told_so(db: None) -> None:
    care = Care(ClinicKind.REAL)
    answer = browser_of(care.member).get(f"/visits/{care.visit.pk}/session/snapshot/")
    assert (answer.status_code, answer.json()["error"]) == (401, "second_step")


def test_member_of_several_clinics_who_chose_none_is_told_to_sign_in_again(care: Care) -> None:
    second = factories.make_clinic(ClinicKind.DEMO, "Second")
    sign_ins.prove(care.member.user)
    memberships.add(
        by=factories.setting_up(second), email=care.member.user.email, name="Same", role="therapist"
    )
    answer = snapshot(browser_of(care.member), care)
    assert (answer.status_code, answer.json()["error"]) == (401, "signed_out")


def test_harm_that_a_device_recorded_is_in_the_record_and_wants_its_grade(
    care: Care, browser: Client
) -> None:
    care.begin()
    faint = event("adverse_event", 3, data={"kind": "fainting", "note": "Pale, lying down"})
    odd = event("adverse_event", 4, muscle="gluteus_medius", side="left", data={"kind": "Itches"})
    bare = event("adverse_event", 5)
    post(browser, care, faint, odd, bare)
    post(browser, care, faint)
    found = list(AdverseEvent.objects.order_by("onset_at"))
    assert [(one.kind, one.grade, one.description) for one in found] == [
        ("fainting", "", "Pale, lying down"),
        ("other", "", "Itches"),
        ("other", "", ""),
    ]
    assert (found[1].muscle, found[1].side, found[1].visit) == ("gluteus_medius", "left", care.visit)


def test_session_that_a_device_ends_as_an_incident_is_reported_once(care: Care, browser: Client) -> None:
    care.begin()
    log = [
        event("needle_opened", needle="n1"),
        inserted(),
        event("broken", 3, needle="n1"),
        event("count_checked", 4, data={"sharps": 0}),
        event("closed", 5, data={"note": "The tip stayed in"}),
    ]
    told = post(browser, care, *log).json()
    post(browser, care, *log)
    (incident,) = Incident.objects.all()
    assert (told["status"], incident.kind, incident.what_happened) == (
        "incident",
        "needle_broken",
        "The tip stayed in",
    )


def test_new_digits_need_a_fresh_proof_of_the_person(care: Care, browser: Client) -> None:
    browser.post(
        "/recorder/keys/", json.dumps({"device": "tablet-1", "key": KEY}), content_type="application/json"
    )
    where = "/recorder/keys/?device=tablet-1&new_digits=1"
    refused = browser.get(where)
    assert refused.status_code == 403
    assert (refused.json()["error"], refused.json()["url"]) == ("prove", "/accounts/reauthenticate/")
    for seconds_ago, status in ((301, 403), (10, 200)):
        session = browser.session
        session[f"{PROOFS}_user"] = user_id_to_str(care.member.user)
        session[PROOFS] = [{"method": "password", "at": time.time() - seconds_ago}]
        session.save()
        assert browser.get(where).status_code == status
    assert browser.get(where).json()["key"] == KEY


def test_key_is_kept_sealed_and_given_back_to_its_member_only(
    care: Care, browser: Client, assistant: Client
) -> None:
    def keep(key: str, device: str = "tablet-1") -> Any:
        return browser.post(
            "/recorder/keys/", json.dumps({"device": device, "key": key}), content_type="application/json"
        )

    assert browser.get("/recorder/keys/?device=tablet-1").status_code == 404
    assert keep(KEY).json() == keep(KEY).json() == {"kept": True}
    assert KEY not in RecorderKey.objects.get().sealed
    assert browser.get("/recorder/keys/?device=tablet-1").json()["key"] == KEY
    assert assistant.get("/recorder/keys/?device=tablet-1").status_code == 404
    other = base64.b64encode(bytes(32)).decode()
    for key, device in ((other, "tablet-1"), ("AAAA", "t"), ("?", "t"), (KEY, ""), (KEY, "x" * 65)):
        assert keep(key, device).status_code == 400
    verbs = set(trail(care.clinic.pk, membership_id=care.member.pk).values_list("verb", flat=True))
    assert {"recorder_key.kept", "recorder_key.given_back"} <= verbs


def test_looked_at_is_noted_from_the_page(care: Care, browser: Client, assistant: Client) -> None:
    care.begin()
    asked = inserted(1, muscle="gluteus_maximus")
    post(browser, care, asked)
    address = f"/visits/{care.visit.pk}/session/events/{asked['id']}/look/"
    assert assistant.post(address).status_code == 403
    assert browser.post(f"/visits/{care.visit.pk}/session/events/{new_id()}/look/").status_code == 404
    assert browser.post(address, {"words": "Sore on palpation"}).status_code == 302
    assert SessionEvent.objects.get().look.words == "Sore on palpation"
    assert browser.post(address).status_code == 409


def test_answer_takes_few_statements(care: Care, browser: Client) -> None:
    care.begin()
    post(browser, care, event("opened"))
    with CaptureQueriesContext(connection) as made:
        post(browser, care, event("paused", 1))
    assert len(made) <= 24, [one["sql"][:90] for one in made]
    with CaptureQueriesContext(connection) as made:
        post(browser, care)
    assert len(made) <= 10, [one["sql"][:90] for one in made]


def test_late_batch_is_kept_after_the_note_was_signed(care: Care, browser: Client) -> None:
    care.needle()
    Visit.objects.update(status=VisitStatus.SIGNED)
    late = event("adverse_event", 8, data={"kind": "bruising"})
    told = post(browser, care, late, sent_at=None).json()
    assert "note_signed" in told["stored"][late["id"]]["questions"]
    assert "addendum" in told["questions"]["note_signed"]


@pytest.mark.parametrize("address", ["/recorder/", "/visits/recorder-worker.js"])
def test_shell_and_worker_hold_nobody(care: Care, browser: Client, client: Client, address: str) -> None:
    for who in (client, browser):
        answer = who.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
        assert care.person.family_name not in answer.content.decode()


def test_batch_and_key_of_another_member_are_refused_until_they_sign_in(
    care: Care, browser: Client, assistant: Client
) -> None:
    care.begin()
    event_at = f"/visits/{care.visit.pk}/session/events/"
    batch = {"device": "tablet-1", "member": str(care.member.pk), "events": [event("paused")]}
    refused = assistant.post(event_at, json.dumps(batch), content_type="application/json")
    assert (refused.status_code, refused.json()["error"]) == (401, "signed_out")
    assert not care.clinic.session_events.exists()
    assert browser.post(event_at, json.dumps(batch), content_type="application/json").status_code == 200
    key = {"device": "tablet-1", "member": str(care.member.pk), "key": KEY}
    assert (
        assistant.post("/recorder/keys/", json.dumps(key), content_type="application/json").status_code == 401
    )
    assert not RecorderKey.objects.exists()
