"""One command keeps all that serves a clinic alive, and ends it: killed parts come back, none is left."""

import http.client
import os
import signal
import time
from pathlib import Path

from tests.ops.conftest import Server, Site


def status(server: Server) -> int:
    """What the sign-in page answers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/accounts/login/")
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def gone(number: int) -> bool:
    """Whether a process ends within a while; one that nobody waits for any more counts as ended."""
    for _try in range(300):
        try:
            if Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_killed_scheduler_is_started_again_and_sends_again(site: Site) -> None:
    with site.serving() as server:
        first = server.child("scheduler")
        os.kill(first, signal.SIGKILL)
        second = server.child("scheduler", but=first)
        assert second != first
        beat = site.folder / "scheduler-heartbeat"
        beat.unlink(missing_ok=True)
        for _try in range(600):
            if beat.exists():
                break
            time.sleep(0.1)
        assert beat.exists(), "the new one works"
        assert status(server) == 200, "pages were served meanwhile"


def test_killed_web_worker_is_started_again(site: Site) -> None:
    with site.serving() as server:
        assert status(server) == 200
        workers = {number for number, command in server.children().items() if " scheduler " not in command}
        assert len(workers) == 2
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        for _try in range(600):
            now = {number for number, command in server.children().items() if " scheduler " not in command}
            if len(now) == 2 and not now & workers:
                break
            time.sleep(0.1)
        assert len(now) == 2 and not now & workers
        assert status(server) == 200


def test_stopped_server_leaves_nobody_behind(site: Site) -> None:
    with site.serving() as server:
        server.child("scheduler")
        children = list(server.children())
        server.process.terminate()
        assert server.process.wait(timeout=60) == 0
        assert all(gone(number) for number in children)


def test_killed_server_leaves_nobody_behind(site: Site) -> None:
    with site.serving() as server:
        server.child("scheduler")
        children = list(server.children())
        assert len(children) == 3
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(timeout=20)
        assert all(gone(number) for number in children)
