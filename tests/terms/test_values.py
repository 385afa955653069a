"""Values in a server of many threads."""

import subprocess
import sys

from drypoint.needling import Event
from drypoint.terms import Value, build_types

_MANY_THREADS = """
import threading
import msgspec
from drypoint.needling import Event
from drypoint.terms import build_types

build_types()
start = threading.Barrier(16)
said = (
    b'{"id":"01890a5d-ac96-774b-bcce-b302099a8057","at":"2026-11-27T10:00:00Z",'
    b'"device":"a","type":"opened"}'
)
found = []

def decode():
    start.wait()
    found.append(msgspec.json.decode(said, type=Event))

threads = [threading.Thread(target=decode) for _ in range(16)]
for one in threads:
    one.start()
for one in threads:
    one.join()
assert len(found) == 16 and len(set(map(repr, found))) == 1
"""


def test_build_types_prepares_every_imported_value_and_those_below_it() -> None:
    class Fresh(Value, frozen=True):
        event: Event

    before = build_types()

    class Fresher(Fresh, frozen=True):
        again: Event

    assert build_types() == before + 1
    assert Fresher in Fresh.__subclasses__()


def test_built_types_are_decoded_first_by_many_threads_at_once() -> None:
    ended = subprocess.run([sys.executable, "-c", _MANY_THREADS], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
