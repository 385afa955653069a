"""What the demo refuses to touch, and its sign-ins."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from tests.clinic import factories
from tests.demo.conftest import NOW

from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.config.environment import Environment
from drypoint.demo import sign_ins
from drypoint.demo.backdating import Backdating
from drypoint.demo.opening import Holds, holds, open_demo
from drypoint.terms import InvalidInput

pytestmark = pytest.mark.django_db


def test_an_empty_database_holds_nothing() -> None:
    assert holds() is Holds.NOTHING


def test_demo_clinics_are_known_again() -> None:
    factories.make_clinic(ClinicKind.DEMO)
    assert holds() is Holds.DEMO


@pytest.mark.parametrize("kinds", [[ClinicKind.REAL], [ClinicKind.DEMO, ClinicKind.REAL]])
def test_a_real_clinic_is_something_else(kinds: list[ClinicKind]) -> None:
    for kind in kinds:
        factories.make_clinic(kind, name=f"A {kind} clinic")
    assert holds() is Holds.SOMETHING_ELSE


def test_a_sign_in_without_a_clinic_is_something_else() -> None:
    User.objects.create_user("somebody@example.org", name="Somebody")
    assert holds() is Holds.SOMETHING_ELSE


def test_refusal_changes_nothing(tmp_path: Path) -> None:
    real = factories.make_clinic(name="Real")
    with pytest.raises(InvalidInput, match="not a demo; nothing was changed"):
        open_demo(Environment(data_dir=str(tmp_path)), now=NOW)
    assert [clinic.pk for clinic in Clinic.objects.all()] == [real.pk]
    assert list(tmp_path.iterdir()) == []


def test_opening_again_makes_nobody_and_keeps_the_passwords(tmp_path: Path) -> None:
    environment = Environment(data_dir=str(tmp_path))
    seen: list[tuple[int, int]] = []
    made = open_demo(environment, now=datetime.now().astimezone(), count=2, say=lambda *at: seen.append(at))
    people = {clinic.name: clinic.people.count() for clinic in Clinic.objects.all()}
    again = open_demo(environment, now=datetime.now().astimezone(), count=2)
    assert seen == [(1, 2), (2, 2)]
    assert sorted(people.values()) == [2, 2]
    assert people == {clinic.name: clinic.people.count() for clinic in Clinic.objects.all()}
    assert again == made
    for one in made:
        assert check_password(one.password, User.objects.get(email=one.email).password)


def test_a_lost_list_of_sign_ins_gets_new_passwords(tmp_path: Path) -> None:
    environment = Environment(data_dir=str(tmp_path))
    factories.make_clinic(ClinicKind.DEMO)
    User.objects.create_user("owner@demo.example", password="before", name="Owner")
    made = open_demo(environment, now=NOW)
    owner = next(one for one in made if one.role == "owner")
    assert check_password(owner.password, User.objects.get(email=owner.email).password)
    assert sign_ins.kept_sign_ins(tmp_path) == made


def test_sign_ins_are_for_the_folders_owner_only(tmp_path: Path) -> None:
    made = sign_ins.new_sign_ins()
    sign_ins.keep(tmp_path, made)
    sign_ins.keep(tmp_path, made)
    kept = tmp_path / sign_ins.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [sign_ins.FILE]
    assert len({one.password for one in made}) == len(made)
    assert [one.role for one in made][:6] == [
        "patient",
        "therapist",
        "assistant",
        "front_desk",
        "owner",
        "researcher",
    ]


def test_a_damaged_list_of_sign_ins_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / sign_ins.FILE).write_text("[{")
    with pytest.raises(InvalidInput, match="Delete it and start again"):
        sign_ins.kept_sign_ins(tmp_path)


def test_listing_names_every_role_with_its_password() -> None:
    made = sign_ins.new_sign_ins()
    lines = sign_ins.listing(made).splitlines()
    assert all(
        one.who in line and one.email in line and one.password in line
        for one, line in zip(made, lines, strict=True)
    )


def test_times_of_a_real_clinic_are_never_set_back() -> None:
    with pytest.raises(InvalidInput, match="this one is real"):
        Backdating(factories.make_clinic())


def test_only_rows_of_the_block_are_set_back() -> None:
    clinic = factories.make_clinic(ClinicKind.DEMO)
    before = factories.make_person(clinic, "Ana", "Before")
    past = Backdating(clinic)
    with past.at(NOW - timedelta(days=9000)):
        during = factories.make_person(clinic, "Ana", "During")
    later = factories.make_person(clinic, "Ana", "Later")
    for person in (before, during, later):
        person.refresh_from_db()
    assert during.created_at == NOW - timedelta(days=9000)
    assert before.created_at <= later.created_at
    assert min(before.created_at, later.created_at) > during.created_at
