"""A thousand messages through ``kill -9`` of who sends them: none twice, none lost, each shown as it was."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fake_servers import Gateway, MailServer, Taken, gateway_settings, running

MESSAGES = 1000
WORKERS = 2
KILLS = 6
AT_A_KILL = MESSAGES // (3 * KILLS)
"""So many are taken before the next kill."""
OUT = Path(__file__).parents[2]
WAYS = ("accept", "accept", "accept", "slow", "accept", "refuse", "accept", "later", "die", "vanish")
"""What the servers do with every tenth message."""

FILL = """
import copy, json, sys
from datetime import UTC, datetime, timedelta
from tests.clinic import factories
from tests.clinic.visits.care import Care
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import Channel, CheckInInvitation
from drypoint.clinic.followup.queries.invitations import token_hash, token_of
from drypoint.clinic.keys import new_id
from drypoint.clinic.messages.actions import gateways
from drypoint.clinic.messages.models import Message, MessageState, Purpose
count, ways, settings = json.loads(sys.stdin.read())
care, now = Care(), datetime.now(UTC)
owner, until = factories.acting(care.clinic, "owner"), now + timedelta(days=7)
gateways.set_up(by=owner, clinic=care.clinic, revision=0, secret="s", **settings)
asked = {"due_at": now - timedelta(minutes=1), "expires_at": until, "channel": Channel.EMAIL}
first, _token = check_ins.invite(by=care.therapist, visit=care.visit, **asked)
rows = {name: [] for name in ("people", "episodes", "visits", "invitations", "messages")}
def copied(name, one, **changed):
    made = copy.copy(one)
    made.pk = new_id()
    for field, value in changed.items():
        setattr(made, field, value)
    rows[name].append(made)
    return made
for number in range(count):
    by_text = number % 2 == 1
    way = ways[number // 2 % len(ways)]
    phone, email = f"+34600{number:05d}{ways.index(way)}", f"{way}-{number}@home.test"
    reached = {"email": email, "phone": phone, "may_email": not by_text, "may_text": by_text}
    person = copied("people", care.person, number=number + 10, **reached)
    episode = copied("episodes", care.episode, person=person)
    visit = copied("visits", care.visit, episode=episode)
    key = new_id()
    invitation = copied("invitations", first, visit=visit, token_sha256=token_hash(token_of(key)))
    invitation.pk = key
    rows["messages"].append(Message(
        clinic=care.clinic, key=f"check_in:{key}", purpose=Purpose.CHECK_IN, person=person, about=key,
        route="text" if by_text else "email", address=phone if by_text else email, language="en", due_at=now,
    ))
for found in rows.values():
    type(found[0]).objects.bulk_create(found)
"""
WORK = """
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from drypoint.clinic.followup.queries.message_links import no_longer
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message
from drypoint.upkeep import senders
for ahead in [int(one) for one in sys.argv[1:]]:
    while True:
        now = datetime.now(UTC) + timedelta(minutes=ahead)
        before = Message.objects.filter(state="queued", due_at__lte=now).count()
        outbox.send_due(now=now, send=senders.send, no_longer=partial(no_longer, now=datetime.now(UTC)))
        if not before:
            break
"""
COUNT = """
import json
from drypoint.clinic.messages.models import Message
print(json.dumps([[str(pk), route, state, error] for pk, route, state, error in
                  Message.objects.values_list("pk", "route", "state", "error")]))
"""
STARTED = "from drypoint.config.start import django_started; django_started()\n"


def _does(address: str) -> str:
    """What happens to an address, which says it: a name, or a number's last digit."""
    return address.partition("-")[0] if "@" in address else WAYS[int(address[-1])]


class Sender:
    """Processes that send until nothing is due, or until they are killed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def start(self, *minutes_ahead: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", STARTED + WORK, *map(str, minutes_ahead)]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)

    def kill_after(self, taken: Taken, more: int) -> None:
        processes = [self.start(0) for _worker in range(WORKERS)]
        enough = sum(taken.ids.values()) + more
        for _wait in range(3000):
            if sum(taken.ids.values()) >= enough or all(one.poll() is not None for one in processes):
                break
            time.sleep(0.02)
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=20)

    def finish(self) -> None:
        for process in [self.start(0) for _worker in range(WORKERS)]:
            assert process.wait(timeout=900) == 0
        # Retries wait up to an hour: the clock goes ahead of them. One alone: to a second, what this one is
        # sending would look long cut off.
        assert self.start(12, 14, 20, 40, 120, 240).wait(timeout=900) == 0


def test_each_message_goes_out_once_or_is_shown_as_what_became_of_it(site: Any, capsys: Any) -> None:
    taken = Taken()
    begun = time.monotonic()
    with running(MailServer(_does, taken)) as smtp_port, running(Gateway(_does, taken)) as http_port:
        said = json.dumps([MESSAGES, WAYS, gateway_settings(http_port)])
        environment = site.environment | {
            "DRYPOINT_MAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "DRYPOINT_ADDRESS": "https://clinic.example",
            "DRYPOINT_LOCAL_GATEWAY": "true",
        }
        filled = subprocess.run(
            [sys.executable, "-c", STARTED + FILL],
            env=environment,
            input=said,
            cwd=OUT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert filled.returncode == 0, filled.stderr
        sender = Sender(environment)
        for _kill in range(KILLS):
            sender.kill_after(taken, AT_A_KILL)
        taken_while_killed = sum(taken.ids.values())
        sender.finish()
    messages = json.loads(site.python(COUNT))
    ids = Counter({name.removeprefix("drypoint.").partition("@")[0]: n for name, n in taken.ids.items()})

    states = Counter(state for _key, _route, state, _error in messages)
    unknown = [key for key, _route, state, _error in messages if state == "unknown"]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{MESSAGES} messages, {KILLS} kills of {WORKERS} workers, {time.monotonic() - begun:.0f} s: "
            f"{dict(sorted(states.items()))}; servers took {len(ids)}, {taken_while_killed} of them before "
            f"the last kill, twice {sum(n > 1 for n in ids.values())}; not known {len(unknown)}, of which "
            f"{sum(key in ids for key in unknown)} were taken\n"
        )
    assert len(messages) == MESSAGES
    assert max(ids.values()) == 1, "none twice"
    assert set(states) == {"sent", "failed", "unknown"}, "none left behind"
    for key, _route, state, _error in messages:
        if state == "sent":
            assert key in ids, "shown as sent and was not"
        if state == "failed":
            assert key not in ids, "shown as failed and was sent"
    share = MESSAGES // len(WAYS)
    # Not known: those that vanished, texts that died, and at most one for each worker and kill.
    assert share * 1.5 <= len(unknown) <= share * 1.5 + KILLS * WORKERS
    assert taken_while_killed >= KILLS * AT_A_KILL
