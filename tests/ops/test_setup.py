"""A real clinic is founded once, with everything off and nobody else let in."""

from tests.ops.conftest import Site

FOUND = ("setup", "--clinic", "Northside", "--owner-name", "Olga Owner", "--owner-email", "olga@example.org")
PASSWORD = "a long enough pass phrase\n"


def test_setup_founds_a_clinic_with_every_switch_off(tmp_path) -> None:
    site = Site(tmp_path / "data")

    done = site.drypoint(*FOUND, stdin=PASSWORD)

    assert done.returncode == 0, done.stderr
    said = site.python(
        "from drypoint.clinic.accounts import queries\n"
        "from drypoint.clinic.accounts.models import Clinic\n"
        "clinic = Clinic.objects.get()\n"
        "member = clinic.memberships.get()\n"
        "print(clinic.name, clinic.kind, len(queries.features(clinic)), member.role, member.user.email)"
    )
    assert said == "Northside real 0 owner olga@example.org"
    assert site.doctor_passes()


def test_setup_refuses_a_weak_password_and_makes_nothing(tmp_path) -> None:
    site = Site(tmp_path / "data")
    refused = site.drypoint(*FOUND, stdin="short\n")
    assert refused.returncode == 2
    assert "password" in refused.stderr
    assert (
        site.python(
            "from drypoint.clinic.accounts.models import Clinic, User\n"
            "print(Clinic.objects.count() + User.objects.count())"
        )
        == "0"
    )


def test_setup_refuses_a_demo_database(site) -> None:
    refused = site.drypoint(*FOUND, stdin=PASSWORD)
    assert refused.returncode == 2
    assert "demo" in refused.stderr


def test_data_is_private_in_a_folder_that_is_not(tmp_path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    site = Site(folder)

    assert site.drypoint(*FOUND, stdin=PASSWORD).returncode == 0

    assert [file.name for file in folder.iterdir() if file.stat().st_mode & 0o077] == []
    assert site.doctor_passes()
