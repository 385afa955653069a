"""A database of an older version is brought up to date, never without a backup or against somebody's will."""

import zipfile

UNDO = """
from django.core.management import call_command
for app in ("followup", "incidents"):
    call_command("migrate", app, "zero", verbosity=0)
"""


def test_older_sqlite_is_backed_up_then_updated(site) -> None:
    site.python(UNDO)
    assert site.drypoint("doctor").returncode == 1

    with site.serving():
        pass

    kept = list((site.folder / "backups").glob("before-update-*.zip"))
    assert len(kept) == 1
    with zipfile.ZipFile(kept[0]) as archive:
        assert not [name for name in archive.namelist() if "incidents." in name]
        assert archive.read("tables/accounts.clinic.jsonl").count(b"\n") == 1
    assert site.doctor_passes()


def test_backup_from_before_an_update_restores_into_the_newer_version(site) -> None:
    site.python(UNDO)
    with site.serving():
        pass
    kept = next((site.folder / "backups").glob("before-update-*.zip"))

    assert site.drypoint("restore", str(kept)).returncode == 0
    assert site.doctor_passes()


def test_older_postgresql_is_refused_without_being_asked(site, postgresql) -> None:
    server = type(site)(site.folder.parent / "server", postgresql("older"))
    server.ready()
    server.python(UNDO)

    refused = server.drypoint("serve", "--port", "1")

    assert refused.returncode == 2
    assert "--migrate" in refused.stderr
    assert server.drypoint("doctor").returncode == 1


def test_restore_on_postgresql_is_refused_while_somebody_is_connected(site, postgresql, tmp_path) -> None:
    url = postgresql("held")
    server = type(site)(tmp_path / "server", url)
    server.ready()
    saved = tmp_path / "saved.zip"
    assert server.drypoint("backup", str(saved)).returncode == 0
    import psycopg

    with psycopg.connect(url.replace(":@", "@")):
        refused = server.drypoint("restore", str(saved))

    assert refused.returncode == 2
    assert "in use" in refused.stderr
    assert server.doctor_passes()


def test_database_of_a_newer_version_is_refused(site) -> None:
    site.python(
        "from django.db import connection\nfrom django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('people', '9999_from_the_future')"
    )
    for command in (("serve", "--port", "1"), ("backup", str(site.folder / "b.zip"))):
        refused = site.drypoint(*command)
        assert refused.returncode == 2
        assert "newer Drypoint" in refused.stderr
    assert site.drypoint("doctor").returncode == 1


def test_a_newer_version_changes_nothing_under_a_server_that_runs(site) -> None:
    from drypoint.upkeep.locks import sole_use

    site.python(UNDO)
    with sole_use(site.folder, otherwise="held twice"):
        refused = site.drypoint("serve", "--port", "1")
    assert refused.returncode == 2
    assert "Another server uses" in refused.stderr
    assert not (site.folder / "backups").exists()
    assert "changes of this version are missing" in site.drypoint("doctor").stdout
