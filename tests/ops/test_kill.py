"""What was acknowledged survives ``kill -9``, and a backup made under writes is one moment, whole."""

import http.client
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

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


SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from drypoint.clinic.accounts.models import User
user, session = User.objects.get(), SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""
FAMILIES = """
from drypoint.clinic.people.models import Person
for name in Person.objects.values_list("family_name", flat=True):
    print(name)
"""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def _register_until_it_dies(port: int, session: str, mark: str, acknowledged: list[str]) -> None:
    """Post the form of a new person again and again; a redirect is the server's word that it is saved."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/people/new/", headers={"Cookie": f"sessionid={session}"})
        page = connection.getresponse()
        form_token = TOKEN.search(page.read().decode())
        assert form_token, page.status
        cookie = f"sessionid={session}; {(page.getheader('Set-Cookie') or '').partition(';')[0]}"
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        for number in range(500):
            form = {"given_name": "Ana", "family_name": f"{mark}x{number}", "not_a_double": "on"}
            form |= {"sex_recorded": "unknown", "language": "en", "csrfmiddlewaretoken": form_token.group(1)}
            connection.request("POST", "/people/new/", urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 302:
                acknowledged.append(form["family_name"])
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def test_saved_pages_survive_killing_the_server(site) -> None:
    session = site.python(SIGN_IN)
    acknowledged: list[str] = []
    for kill in range(2):
        with site.serving() as server:
            clients = [
                threading.Thread(
                    target=_register_until_it_dies,
                    args=(server.port, session, f"k{kill}c{client}", acknowledged),
                )
                for client in range(2)
            ]
            for client in clients:
                client.start()
            enough = len(acknowledged) + 20
            for _wait in range(200):
                if len(acknowledged) >= enough:
                    break
                time.sleep(0.1)
            server.kill()
            for client in clients:
                client.join(timeout=60)

    assert len(acknowledged) >= 40
    assert set(acknowledged) <= set(site.python(FAMILIES).splitlines())
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
