"""What holds for every action: permission, clinic, audit row, conflict, all or nothing."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.records.action_table import BY_NAME, CASES, Case
from tests.clinic.records.world import World, everything, is_record

from drypoint import clinic
from drypoint.clinic.accounts.actions import clinics
from drypoint.clinic.actors import Actor, patient
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.keys import new_id

APPS = ("accounts", "people", "diary", "rules", "stock", "incidents", "training")


def _short_name(case: Case) -> str:
    return case.name.removeprefix("drypoint.clinic.")


def _taking(*keywords: str) -> list[Case]:
    return [case for case in CASES if set(keywords) & set(inspect.signature(case.action).parameters)]


each_action = pytest.mark.parametrize("case", CASES, ids=_short_name)


def _modules() -> Iterator[ModuleType]:
    for app in APPS:
        package = importlib.import_module(f"{clinic.__name__}.{app}.actions")
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


OF_SIGN_INS = {
    "drypoint.clinic.accounts.actions.sign_ins.prove",
    "drypoint.clinic.accounts.actions.sign_ins.forget_second_step",
}
"""Of no clinic: they write a row in each that the sign-in opens; ``tests/web/test_sign_in.py`` tests them."""

OF_SESSIONS = {
    "drypoint.clinic.incidents.actions.session_adverse_events.record",
    "drypoint.clinic.incidents.actions.session_closings.close",
    "drypoint.clinic.incidents.actions.session_recordings.record",
}
"""They write through actions of both tables; ``incidents/test_sessions_that_go_wrong.py`` tests them."""


def _public_actions() -> set[str]:
    return {
        f"{module.__name__}.{name}"
        for module in _modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


@pytest.fixture
def here(db: None) -> World:
    return World("Here")


@pytest.fixture
def there(db: None) -> World:
    return World("There")


def _prepare(case: Case, world: World) -> tuple[Actor, dict[str, Any]]:
    keywords = case.keywords(world)
    return (world.themselves if case.own else world.owner), keywords


def test_every_public_action_is_in_the_table() -> None:
    assert _public_actions() == set(BY_NAME) | {f"{clinics.__name__}.found"} | OF_SIGN_INS | OF_SESSIONS


def test_every_action_names_its_actor_and_takes_keywords_only() -> None:
    for case in CASES:
        parameters = inspect.signature(case.action).parameters
        assert parameters["by"].annotation is Actor, case.name
        assert all(p.kind in {p.KEYWORD_ONLY, p.VAR_KEYWORD} for p in parameters.values()), case.name


@each_action
def test_action_leaves_one_audit_row_with_names_but_no_content(case: Case, here: World) -> None:
    by, keywords = _prepare(case, here)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    case.action(by=by, **keywords)
    (row,) = AuditEvent.objects.exclude(pk__in=before)
    assert (row.clinic_id, row.actor_kind, row.membership_id, row.person_id) == (
        here.clinic.pk,
        by.kind,
        by.membership_id,
        by.person_id,
    )
    written = " ".join([row.verb, *row.fields])
    secrets = [value for value in keywords.values() if isinstance(value, str) and " " in value]
    assert not [secret for secret in (*secrets, "Secretname", "SECRET") if secret in written]


@pytest.mark.parametrize("case", _taking("person", "entry", "access", "appointment"), ids=_short_name)
def test_action_about_a_patient_is_audited_under_that_patient(case: Case, here: World) -> None:
    by, keywords = _prepare(case, here)
    case.action(by=by, **keywords)
    last = AuditEvent.objects.order_by("-at", "-id")[0]
    assert last.about_person_id in {here.person.pk, here.archived_person.pk}


@each_action
def test_action_of_another_clinics_owner_is_refused_as_if_nothing_existed(
    case: Case, here: World, there: World
) -> None:
    _, keywords = _prepare(case, here)
    stranger = there.themselves if case.own else there.owner
    if not any(is_record(value) for value in keywords.values()):
        made = case.action(by=stranger, **keywords)
        assert made.clinic_id == there.clinic.pk
        return
    before = everything()
    with pytest.raises(ForeignRecord):
        case.action(by=stranger, **keywords)
    assert everything() == before


@each_action
def test_action_refuses_each_single_foreign_record(case: Case, here: World, there: World) -> None:
    by, keywords = _prepare(case, here)
    foreign = case.keywords(there)
    before = everything()
    for name in [name for name, value in keywords.items() if is_record(value)]:
        with pytest.raises(ForeignRecord):
            case.action(by=by, **{**keywords, name: foreign[name]})
        assert everything() == before, name


@each_action
def test_action_refuses_a_role_without_the_permission(case: Case, here: World) -> None:
    _, keywords = _prepare(case, here)
    researcher = factories.acting(here.clinic, "researcher")
    before = everything()
    with pytest.raises((NotPermitted, ForeignRecord)):
        case.action(by=researcher, **keywords)
    assert everything() == before


@each_action
def test_action_refuses_another_patient(case: Case, here: World) -> None:
    _, keywords = _prepare(case, here)
    somebody_else = patient(clinic_id=here.clinic.pk, person_id=new_id())
    before = everything()
    with pytest.raises((NotPermitted, ForeignRecord)):
        case.action(by=somebody_else, **keywords)
    assert everything() == before


@each_action
def test_action_writes_all_or_nothing(case: Case, here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    by, keywords = _prepare(case, here)
    before = everything()

    def broken(**_: Any) -> None:
        raise RuntimeError("the audit row could not be written")

    monkeypatch.setattr(audit, "_append", broken)
    with pytest.raises(RuntimeError):
        case.action(by=by, **keywords)
    assert everything() == before


@pytest.mark.parametrize("case", _taking("revision"), ids=_short_name)
def test_action_with_a_stale_revision_is_told_and_loses_nothing(case: Case, here: World) -> None:
    by, keywords = _prepare(case, here)
    (record,) = [value for value in keywords.values() if hasattr(value, "revision")][:1]
    type(record).objects.filter(pk=record.pk).update(revision=record.revision + 1)
    before, held = everything(), dict(vars(record))
    with pytest.raises(Conflict):
        case.action(by=by, **keywords)
    assert everything() == before
    assert {name: value for name, value in vars(record).items() if name in held and name != "_state"} == {
        name: value for name, value in held.items() if name != "_state"
    }


@pytest.mark.parametrize("case", _taking("supersedes"), ids=_short_name)
def test_two_people_correcting_the_same_fact_second_is_told(case: Case, here: World) -> None:
    by, keywords = _prepare(case, here)
    first = case.action(by=by, **keywords)
    before = everything()
    with pytest.raises((Conflict, ValidationError)) as told:
        case.action(by=by, **keywords)
    if case.name.endswith(("none_known", "none_taken")):  # theirs stands, so there is nothing to correct
        assert told.type in {Conflict, ValidationError}
    else:
        assert told.type is Conflict
    assert everything() == before
    assert type(first).objects.current().filter(pk=first.pk).exists()


@pytest.mark.parametrize("revoke", ["accounts.actions.credentials.revoke", "people.actions.access.revoke"])
def test_revoking_twice_is_refused(revoke: str, here: World) -> None:
    case = BY_NAME[f"drypoint.clinic.{revoke}"]
    by, keywords = _prepare(case, here)
    case.action(by=by, **keywords)
    with pytest.raises(NotAllowedNow):
        case.action(by=by, **keywords)
