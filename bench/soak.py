"""``make soak``: people are registered over HTTP while the server is killed again and again.

Runs ``SOAK_MINUTES`` (default 10) on SQLite in a throwaway folder on this machine. Ends with the doctor and
with a look for each acknowledged person; exit status 1 when anything is missing or ill.
"""

import http.client
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from measure import Browser
from run import environment_of, free_port, python, wait_until_it_listens

CLIENTS = 2
FAMILIES = """
from drypoint.config.start import django_started
django_started()
from drypoint.clinic.people.models import Person
print("\\n".join(Person.objects.values_list("family_name", flat=True)))
"""


def main() -> int:
    minutes = float(os.environ.get("SOAK_MINUTES", "10"))
    drypoint = str(Path(sys.executable).with_name("drypoint"))
    chance = random.Random(7)
    with tempfile.TemporaryDirectory(prefix="drypoint-soak-") as name:
        environment = environment_of(Path(name) / "data", "")
        # Without bulk data: everything in this database is written by the actions, so the doctor must pass.
        addresses = python(environment, "seed.py", "0", "0", "0")
        acknowledged: list[str] = []
        kills, end = 0, time.monotonic() + 60 * minutes
        while time.monotonic() < end:
            port = free_port()
            server = subprocess.Popen(
                [drypoint, "serve", "--port", str(port)],
                env=environment,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            wait_until_it_listens(port)
            clients = [
                threading.Thread(target=_register, args=(port, addresses, f"k{kills}c{client}", acknowledged))
                for client in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            time.sleep(chance.uniform(2, 8))
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(timeout=20)
            kills += 1
            for client in clients:
                client.join(timeout=60)
        doctor = subprocess.run([drypoint, "doctor"], env=environment, check=False)
        saved = subprocess.run(
            [sys.executable, "-c", FAMILIES], env=environment, check=True, capture_output=True, text=True
        )
        missing = set(acknowledged) - set(saved.stdout.splitlines())
    print(f"{kills} kills, {len(acknowledged)} acknowledged people, {len(missing)} missing")
    return 1 if missing or doctor.returncode or not acknowledged else 0


def _register(port: int, addresses: dict[str, str], mark: str, acknowledged: list[str]) -> None:
    """Register people until the server is gone."""
    try:
        browser = Browser(port, addresses["session"])
        token = browser.form_token(addresses["register"])
        for number in range(100_000):
            family = f"{mark}n{number}"
            browser.post(
                addresses["register"],
                {
                    "csrfmiddlewaretoken": token,
                    "given_name": "Soak",
                    "family_name": family,
                    "sex_recorded": "unknown",
                    "language": "en",
                    "not_a_double": "on",
                },
            )
            acknowledged.append(family)
    except (OSError, http.client.HTTPException):
        return


if __name__ == "__main__":
    sys.exit(main())
