"""What was acknowledged survives ``kill -9``, and a backup made under writes is one moment, whole."""

import signal
import subprocess
import sys
from pathlib import Path

# A breath between two writes, as between two requests: SQLite's waiting for the lock is not fair.
WRITE = """
import time
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import system
from drypoint.clinic.people.actions import people
by = system(clinic_id=Clinic.objects.get().id, name="ops tests")
for number in range(2000):
    person = people.register(by=by, given_name="Ana", family_name=str(number))
    print(person.id, flush=True)
    time.sleep(0.002)
"""
SAVED = """
from drypoint.clinic.people.models import Person
for key in Person.objects.values_list("id", flat=True):
    print(key)
"""
KILLS = 4


def _writer(site) -> subprocess.Popen[str]:
    started = "from drypoint.config.start import django_started; django_started()\n"
    return subprocess.Popen(
        [sys.executable, "-c", started + WRITE], env=site.environment, stdout=subprocess.PIPE, text=True
    )


def _wait_for_lines(writer: subprocess.Popen[str], count: int) -> list[str]:
    assert writer.stdout
    return [writer.stdout.readline().strip() for _line in range(count)]


def test_acknowledged_writes_survive_kill(site) -> None:
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        writers = [_writer(site), _writer(site)]
        for writer in writers:
            acknowledged.update(_wait_for_lines(writer, 3 + 5 * kill))
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        for writer in writers:
            rest, _nothing = writer.communicate(timeout=20)
            acknowledged.update(line for line in rest.splitlines() if len(line) == len("0" * 36))

    saved = set(site.python(SAVED).splitlines())

    assert len(acknowledged) > KILLS * 6
    assert acknowledged <= saved
    assert site.doctor_passes()


def test_backup_under_writes_is_one_moment(site, tmp_path: Path) -> None:
    writer = _writer(site)
    before = set(_wait_for_lines(writer, 10))
    backup = tmp_path / "busy.zip"
    made = site.drypoint("backup", str(backup))
    during = len(_wait_for_lines(writer, 5))
    writer.kill()
    writer.communicate(timeout=20)
    assert made.returncode == 0, made.stderr
    assert during == 5, "the writer was held up"

    assert site.drypoint("restore", str(backup)).returncode == 0

    restored = set(site.python(SAVED).splitlines())
    assert before <= restored
    # Each person in the snapshot has its audit row in the same snapshot.
    assert site.python(
        "from drypoint.clinic.audit.models import AuditEvent\n"
        "print(AuditEvent.objects.filter(verb='person.registered').count())"
    ) == str(len(restored))
    assert site.doctor_passes()


def test_killed_server_can_be_started_again(site) -> None:
    with site.serving() as server:
        server.kill()
    with site.serving() as server:
        server.wait_until_it_answers()
    assert site.doctor_passes()


def test_second_server_on_the_same_data_is_refused(site) -> None:
    with site.serving():
        refused = site.drypoint("serve", "--port", "1")
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr


def test_server_stops_gracefully(site) -> None:
    with site.serving() as server:
        server.process.terminate()
        assert server.process.wait(timeout=30) == 0
    assert not list(site.folder.glob("*-wal"))
