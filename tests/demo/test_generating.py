"""The demo clinic as it is made: every stage, nothing in the future, the same for a seed."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from msgspec.structs import replace
from tests.demo.conftest import NOW, SMALL

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.accounts.queries import features, missing_for_needling
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.followup.queries.way import Step, next_step
from drypoint.clinic.records import ClinicRecord
from drypoint.clinic.rules.queries import approved
from drypoint.clinic.stock.queries import why_not_usable
from drypoint.clinic.visits.actions.engine_results import replay
from drypoint.clinic.visits.queries import needle_lots
from drypoint.clinic.visits.queries.consents import standing_consents
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.demo import generating, house
from drypoint.demo.cast import Character, Stage, load_cast
from drypoint.demo.courses import IN_THE_ROOM
from drypoint.demo.generating import QUAY_PEOPLE, populate
from drypoint.demo.sign_ins import SignIn, new_sign_ins
from drypoint.safety import load_rules
from drypoint.web.presenters.today import present

pytestmark = pytest.mark.django_db


def person_of(clinic: Clinic, character: Character) -> Any:
    return clinic.people.get(given_name=character.given_name, family_name=character.family_name)


def last_visit(episode: Episode) -> Any:
    return episode.visits.order_by("-started_at").first()


def done_up_to(step: Step) -> Callable[[Episode], bool]:
    """Whether the open visit waits for exactly this step."""
    return lambda episode: next_step(last_visit(episode)).next is step


def needles_in(episode: Episode) -> bool:
    return session_state(last_visit(episode)).needles_in == 2 and episode.visits.open().count() == 1


def session_over(episode: Episode) -> bool:
    visit = last_visit(episode)
    return visit.status == "open" and visit.needling_session.status == "closed"


def clearance(answer: str) -> Callable[[Episode], bool]:
    def asked(episode: Episode) -> bool:
        found = episode.clearances.current().get()
        return (
            found.answer == answer
            and found.finding_ids != ()
            and last_visit(episode).screenings.get().outcome == "refer"
        )

    return asked


def plan_unsigned(episode: Episode) -> bool:
    return last_visit(episode).needling_plans.current().get().signed_at is None


STANDS: dict[Stage, Callable[[Episode], bool]] = {
    Stage.HISTORY_ONLY: lambda episode: episode.histories.count() == 1 and not episode.visits.exists(),
    Stage.CLEARANCE_WAITING: clearance("pending"),
    Stage.CLEARANCE_ANSWERED: clearance("with_conditions"),
    Stage.CONSENT_GIVEN: done_up_to(Step.PAIN_DRAWING),
    Stage.CONSENT_WITHDRAWN: lambda episode: episode.consents.exists() and not standing_consents(episode),
    Stage.PAIN_DRAWN: done_up_to(Step.RANKING),
    Stage.PALPATED: done_up_to(Step.PLAN),
    Stage.PLAN_WAITING: plan_unsigned,
    Stage.NEEDLES_IN: needles_in,
    Stage.NOTE_WAITING: session_over,
    Stage.TODAY_BEGUN: lambda episode: next_step(last_visit(episode)).next is Step.SCREENING,
    Stage.IN_COURSE: lambda episode: episode.closed_on is None and last_visit(episode).status == "signed",
}


@pytest.mark.parametrize("character", load_cast()[:SMALL], ids=lambda one: f"{one.stage}-{one.family_name}")
def test_everybody_stands_where_the_cast_says(small: Clinic, character: Character) -> None:
    person = person_of(small, character)
    if character.stage is Stage.BOOKED:
        assert person.appointments.filter(starts_at__gt=NOW).count() == 1
        assert not person.episodes.exists()
        return
    episode = person.episodes.get()
    assert STANDS[character.stage](episode), next_step(last_visit(episode)).next
    assert episode.visits.filter(status="signed").count() == character.signed_visits


def test_the_first_sixteen_show_every_stage_of_a_first_visit() -> None:
    shown = {one.stage for one in load_cast()[:SMALL]}
    assert shown == {*STANDS, Stage.BOOKED}
    assert {one.stage for one in load_cast()} == set(Stage)


def test_the_whole_cast_is_forty_of_whom_half_speak_spanish() -> None:
    cast = load_cast()
    assert len(cast) == len({one.name for one in cast}) == 40
    assert [one.language for one in cast].count("es") == 20


def test_everything_is_marked_as_fiction(small: Clinic) -> None:
    assert [one.kind for one in Clinic.objects.all()] == ["demo", "demo"]
    assert all("ictional" in note for note in small.people.values_list("desk_note", flat=True))
    assert all(email.endswith(".example") for email in small.people.values_list("email", flat=True))


def test_nothing_lies_in_the_future_but_appointments_and_links(small: Clinic) -> None:
    late = {}
    for model in apps.get_models():
        if not issubclass(model, ClinicRecord):
            continue
        names = {field.name for field in model._meta.concrete_fields}
        for name in names & {
            "created_at",
            "recorded_at",
            "received_at",
            "at",
            "started_at",
            "answered_at",
            "measured_at",
            "given_at",
            "signed_at",
            "onset_at",
        }:
            if found := model._default_manager.filter(clinic=small, **{f"{name}__gt": NOW}).count():
                late[f"{model._meta.model_name}.{name}"] = found
    assert late == {}
    assert not AuditEvent.objects.filter(clinic_id=small.pk, at__gt=NOW).exists()


def test_rows_bear_the_time_of_what_they_tell(small: Clinic) -> None:
    for visit in small.visits.all():
        assert abs((visit.created_at - visit.started_at).total_seconds()) < 60
        told = AuditEvent.objects.filter(subject_id=visit.pk, verb="visit.started").get()
        assert told.at == visit.created_at
    for event in small.session_events.all():
        assert abs((event.received_at - event.at).total_seconds()) < 1800
    for step in small.appointment_steps.filter(status="seen"):
        assert step.created_at < NOW


def test_stored_results_replay_the_same(small: Clinic) -> None:
    results = list(small.engine_results.all())
    assert {one.engine for one in results} == {"screen", "rank", "review", "triage", "decide", "forecast"}
    assert [str(one.pk) for one in results if not replay(one)] == []


def test_harm_is_on_record_with_its_incident(small: Clinic) -> None:
    faint = small.adverse_events.get(kind="fainting")
    assert small.incidents.get().adverse_event_id == faint.pk
    assert small.incidents.get().state == "reviewed"
    assert small.adverse_events.filter(kind="bruising", person__family_name="Lindholm").count() == 1
    with_faint = faint.visit.session_events.filter(type="adverse_event")
    assert with_faint.count() == 1


def test_check_ins_wait_for_a_reader_and_for_an_answer(small: Clinic) -> None:
    assert [one.level for one in small.check_ins.waiting()].count("emergency") == 1
    due = small.check_in_invitations.filter(check_ins__isnull=True, due_at__lte=NOW, expires_at__gt=NOW)
    assert [one.visit.episode.person.family_name for one in due] == ["Brooks"]


def test_today_is_alive(small: Clinic) -> None:
    from drypoint.clinic.actors import actor_for

    day = present(small, actor_for(small.memberships.get(user__email="therapist@demo.example")))
    assert day.appointments is not None and len(day.appointments) >= 4
    assert {str(row.state) for row in day.appointments} >= {"Booked", "Arrived"}
    assert day.check_ins and day.check_ins[0].level == "emergency"
    assert day.open_visits and day.unanswered


def test_staff_switches_rules_and_needles(small: Clinic) -> None:
    roles = [one.role for one in small.memberships.all()]
    assert sorted(set(roles)) == ["assistant", "front_desk", "owner", "researcher", "therapist"]
    assert features(small) == frozenset(Feature)
    assert small.feature_acceptances.count() == len(Feature)
    for language in ("en", "es"):
        assert approved(small, version=load_rules().version, language=language) is not None
    lapsed = small.memberships.get(user__name="Sofia Rinaldi")
    sound = small.memberships.get(user__name="Elena Duarte")
    assert missing_for_needling(lapsed, on=NOW.date())
    assert missing_for_needling(sound, on=NOW.date()) == []
    why = [why_not_usable(lot, on=NOW.date()) for lot in small.needle_lots.all()]
    assert len([one for one in why if one]) == 2
    assert small.session_events.filter(type="needle_opened", lot__isnull=True).count() == 0


def test_a_lot_that_was_in_use_is_recalled_and_people_are_told(small: Clinic) -> None:
    lot = small.needle_lots.exclude(recall_reason="").get()
    got = needle_lots.people_with(lot)
    assert got.exists()
    assert lot.recall_notices.count() == min(2, got.count())
    assert not small.session_events.filter(lot=lot, at__gt=lot.recalled_at).exists(), (
        "opened before its recall"
    )


def test_patient_signs_in_as_one_of_the_cast(small: Clinic) -> None:
    access = small.patient_accesses.get()
    assert access.user.email == "patient@demo.example"
    assert access.person.family_name == "Brooks"
    assert access.person.appointments.exists()


def test_the_second_clinic_is_another_world(small: Clinic) -> None:
    other = Clinic.objects.exclude(pk=small.pk).get()
    assert {one.family_name for one in other.people.all()} == {name for _given, name, _ in QUAY_PEOPLE}
    therapist = Membership.objects.get(user__email="therapist@quay.example")
    assert therapist.clinic_id == other.pk
    assert missing_for_needling(therapist, on=NOW.date()) == []


def test_same_seed_makes_the_same_clinic_and_another_makes_another(django_db_setup: None) -> None:
    sign_ins = _other_emails()
    first, again, other = (_made(seed, sign_ins) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_interruption_leaves_nothing() -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    before = set(Clinic.objects.all())
    with pytest.raises(KeyboardInterrupt):
        populate(now=NOW, rng=Random(1), sign_ins=_other_emails(), count=2, say=stop)
    assert set(Clinic.objects.all()) == before


@pytest.mark.parametrize("minutes_past_midnight", [1, 8, 20, 40, 55])
def test_demo_opens_when_the_clinics_midnight_falls_into_a_visit(
    minutes_past_midnight: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screening of an earlier day lets nobody be needled, so those in the room are asked again."""
    cast = tuple(one for one in load_cast() if one.stage in IN_THE_ROOM)
    monkeypatch.setattr(generating, "load_cast", lambda: cast)
    midnight = datetime(2027, 3, 3, tzinfo=ZoneInfo(str(house.SETTINGS["timezone"])))
    now = midnight + timedelta(minutes=minutes_past_midnight)
    with time_machine.travel(now, tick=False):
        clinic = populate(now=now, rng=Random(7), sign_ins=_other_emails(), count=len(cast))
        episodes = [person_of(clinic, one).episodes.get() for one in cast if one.stage is Stage.NEEDLES_IN]
        assert episodes and all(needles_in(episode) for episode in episodes)


def _other_emails() -> tuple[SignIn, ...]:
    """Sign-ins that nobody has yet."""
    return tuple(
        replace(one, email=one.email.replace(".example", ".other.example")) for one in new_sign_ins()
    )


@time_machine.travel(NOW, tick=False)
def _made(seed: int, sign_ins: tuple[SignIn, ...]) -> dict[str, list[str]]:
    """What the clinic says, without keys: the first of the cast, with two signed visits."""
    with transaction.atomic():
        populate(now=NOW, rng=Random(seed), sign_ins=sign_ins, count=1)
        told = {
            model._meta.label: sorted(_said(row) for row in model._default_manager.all())
            for model in apps.get_models()
            if issubclass(model, ClinicRecord)
        }
        transaction.set_rollback(True)
    return told


UUID_IN_WORDS = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
KEYED = {"sha256", "token_sha256", "payload", "content", "text"}
"""Fields that hold keys or hashes of them."""


def _said(row: models.Model) -> str:
    """What a row says, whatever ids it was given: some repeat the id of another row."""
    said = repr(
        [
            getattr(row, field.name)
            for field in row._meta.concrete_fields
            if not field.is_relation and not field.primary_key and field.name not in KEYED
        ]
    )
    return re.sub(UUID_IN_WORDS, "an id", said)
