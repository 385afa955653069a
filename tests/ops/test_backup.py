"""Backups are whole, portable, and refuse to harm."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ADD_PEOPLE = """
from datetime import date
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import system
from drypoint.clinic.people.actions import people
by = system(clinic_id=Clinic.objects.get().id, name="ops tests")
for number in range({count}):
    name = f"Ñandú {{number}}"
    person = people.register(by=by, given_name=name, family_name="O'Testé", birth_date=date(1980, 2, 29))
    print(person.id, flush=True)
"""
COUNT_PEOPLE = "from drypoint.clinic.people.models import Person; print(Person.objects.count())"


def manifest(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def contents(path: Path) -> dict[str, tuple[int, str]]:
    """Per table how many rows, and the digest of what they say."""
    tables = manifest(path)["tables"]
    assert isinstance(tables, list)
    return {table["model"]: (table["rows"], table["content"]) for table in tables}


def test_restore_brings_back_what_was_saved(site, tmp_path: Path) -> None:
    site.python(ADD_PEOPLE.format(count=3))
    saved, again = tmp_path / "saved.zip", tmp_path / "again.zip"
    assert site.drypoint("backup", str(saved)).returncode == 0
    site.python(ADD_PEOPLE.format(count=2))

    restored = site.drypoint("restore", str(saved))

    assert restored.returncode == 0, restored.stderr
    assert "every row was compared" in restored.stdout
    assert site.python(COUNT_PEOPLE) == "3"
    assert site.drypoint("backup", str(again)).returncode == 0
    assert contents(again) == contents(saved)
    assert site.doctor_passes()


def test_restore_keeps_the_old_database_aside(site, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    site.drypoint("backup", str(saved))
    site.drypoint("restore", str(saved))
    assert len(list(site.folder.glob("drypoint.sqlite3.before-*"))) == 1


SET_UP_SECOND_STEP = """
from allauth.mfa.totp.internal.auth import TOTP
from drypoint.clinic.accounts.models import User
TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXP")
"""


def test_restore_without_the_seal_keys_says_that_no_second_step_opens(
    site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DRYPOINT_SECRET_KEY", raising=False)
    site.python(SET_UP_SECOND_STEP)
    saved = tmp_path / "saved.zip"
    assert "seal-keys" in site.drypoint("backup", str(saved)).stdout
    with zipfile.ZipFile(saved) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    keys = site.folder / "seal-keys"
    assert b"JBSWY3DPEHPK3PXP" not in held
    assert keys.read_bytes() not in held

    assert "seal-keys" not in site.drypoint("restore", str(saved)).stdout, "the keys are still here"
    keys.rename(tmp_path / "kept-elsewhere")
    said = site.drypoint("restore", str(saved))

    assert said.returncode == 0, said.stderr
    assert "1 second steps were sealed with keys that this server does not have" in said.stdout
    assert "PROBLEM second steps" in site.drypoint("doctor").stdout
    (tmp_path / "kept-elsewhere").replace(keys)
    assert site.doctor_passes()


def test_uploaded_files_are_part_of_a_backup(site, tmp_path: Path) -> None:
    picture = site.folder / "files" / "2026" / "plan.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>")
    saved = tmp_path / "saved.zip"
    site.drypoint("backup", str(saved))
    picture.write_text("changed")

    assert site.drypoint("restore", str(saved)).returncode == 0
    assert picture.read_text() == "<svg/>"


def test_backup_moves_a_clinic_to_postgresql_and_back(
    site, postgresql: Callable[[str], str], tmp_path: Path
) -> None:
    site.python(ADD_PEOPLE.format(count=3))
    first, second = tmp_path / "sqlite.zip", tmp_path / "postgresql.zip"
    site.drypoint("backup", str(first))
    server = type(site)(tmp_path / "server", postgresql("moved"))

    moved = server.drypoint("restore", str(first))
    assert moved.returncode == 0, moved.stderr
    assert server.python(COUNT_PEOPLE) == "3"
    assert server.doctor_passes()
    assert server.drypoint("backup", str(second)).returncode == 0
    assert contents(second) == contents(first)

    back = site.drypoint("restore", str(second))
    assert back.returncode == 0, back.stderr
    assert site.python(COUNT_PEOPLE) == "3"


def test_backup_never_overwrites(site, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    saved.write_text("precious")
    refused = site.drypoint("backup", str(saved))
    assert refused.returncode == 2
    assert "never overwritten" in refused.stderr
    assert saved.read_text() == "precious"


def test_backup_and_data_are_for_their_owner_only(site, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    site.drypoint("backup", str(saved))
    assert saved.stat().st_mode & 0o077 == 0
    assert site.folder.stat().st_mode & 0o077 == 0


def _junk(path: Path, saved: Path) -> None:
    path.write_bytes(b"not a backup at all")


def _other_zip(path: Path, saved: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.txt", "sun")


def _cut_off(path: Path, saved: Path) -> None:
    path.write_bytes(saved.read_bytes()[:-2000])


def _changed_row(path: Path, saved: Path) -> None:
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"Ops", b"Oqs") if name.endswith("clinic.jsonl") else content)


def _missing_table(path: Path, saved: Path) -> None:
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if not name.endswith("person.jsonl"):
                new.writestr(name, old.read(name))


def _newer_format(path: Path, saved: Path) -> None:
    _with_manifest(path, saved, format="drypoint-backup/2")


def _newer_version(path: Path, saved: Path) -> None:
    _with_manifest(
        path, saved, migrations=[*manifest(saved)["migrations"], ["people", "9999_from_the_future"]]
    )


def _with_manifest(path: Path, saved: Path, **changes: object) -> None:
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != "manifest.json":
                new.writestr(name, old.read(name))
        new.writestr("manifest.json", json.dumps(manifest(saved) | changes))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_junk, "not a Drypoint backup"),
        (_other_zip, "not a Drypoint backup"),
        (_cut_off, "not a Drypoint backup"),
        (_changed_row, "damaged"),
        (_missing_table, "damaged"),
        (_newer_format, "drypoint-backup/2"),
        (_newer_version, "newer Drypoint"),
    ],
)
def test_restore_refuses_before_anything_changes(
    site, tmp_path: Path, spoil: Callable[[Path, Path], None], says: str
) -> None:
    saved, spoiled = tmp_path / "saved.zip", tmp_path / "spoiled.zip"
    site.drypoint("backup", str(saved))
    spoil(spoiled, saved)
    before = (site.folder / "drypoint.sqlite3").read_bytes()

    refused = site.drypoint("restore", str(spoiled))

    assert refused.returncode == 2
    assert says in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert (site.folder / "drypoint.sqlite3").read_bytes() == before
    assert not list(site.folder.glob("*.restoring*"))


def test_restore_refuses_a_missing_file(site, tmp_path: Path) -> None:
    refused = site.drypoint("restore", str(tmp_path / "nothing.zip"))
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_restore_refuses_while_a_server_runs(site, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    site.drypoint("backup", str(saved))
    with site.serving():
        refused = site.drypoint("restore", str(saved))
    assert refused.returncode == 2
    assert "Stop it" in refused.stderr
