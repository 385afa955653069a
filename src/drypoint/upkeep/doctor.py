"""Looking for damage: each check says in a sentence what is well or what to do. Changes nothing."""

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, models
from django.db.models import Exists, OuterRef

from drypoint.clinic.messages import queries as messages
from drypoint.clinic.messages.models import OnCallList
from drypoint.config.environment import Environment
from drypoint.engines import current_versions
from drypoint.upkeep import scheduler, schema

SAMPLE = 200
"""How many of the newest engine results are replayed."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found."""

    check: str
    ok: bool
    says: str


def examine(environment: Environment) -> list[Finding]:
    """Every check, in order. A database without our tables ends the examination at that finding."""
    findings = [
        _signing_key(environment),
        *_seal_keys(environment),
        _data_folder(environment),
        _disk_space(environment),
    ]
    migrations = _migrations()
    findings.append(migrations)
    if migrations.ok:
        findings += [found for check in _ON_DATABASE for found in check()]
        findings += _messages(environment.folder, now=datetime.now(UTC))
    return findings


def _signing_key(environment: Environment) -> Finding:
    path = environment.folder / "secret-key"
    if environment.secret_key:
        return _well("signing key", "set in the environment")
    if not path.exists():
        return _well("signing key", "not made yet: the first start makes it")
    return _private("signing key", path)


def _seal_keys(environment: Environment) -> Iterator[Finding]:
    path = environment.folder / "seal-keys"
    if environment.seal_keys or not path.exists():
        where = (
            "set in the environment" if environment.seal_keys or environment.secret_key else "not made yet"
        )
        yield _well("seal keys", where)
    else:
        yield _private("seal keys", path)


def _data_folder(environment: Environment) -> Finding:
    database = environment.folder / "drypoint.sqlite3"
    if environment.database_url or not database.exists():
        return _well("data folder", f"{environment.folder}")
    if stat.S_IMODE(environment.folder.stat().st_mode) & 0o077 == 0:
        return _well("data folder", f"{environment.folder} is private")
    return _private("data folder", database)


def _private(check: str, path: Path) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return _ill(check, f"other users of this machine can reach {path}; run: chmod go-rwx '{path}'")
    return _well(check, f"{path} is private")


def _disk_space(environment: Environment) -> Finding:
    free = shutil.disk_usage(environment.folder).free
    database = environment.folder / "drypoint.sqlite3"
    size = database.stat().st_size if database.exists() else 0
    # Room for the copy that a restore builds beside the database, and for the write-ahead log.
    needed = 2 * size + 200_000_000
    megabytes = free // 1_000_000
    if free < needed:
        return _ill(
            "disk space", f"{megabytes} MB free; a restore needs {needed // 1_000_000} MB. Free some space."
        )
    return _well("disk space", f"{megabytes} MB free")


def _migrations() -> Finding:
    try:
        holds, lacks = schema.applied(), schema.pending()
    except OperationalError as wrong:
        return _ill("tables", f"the database does not answer: {str(wrong).strip().splitlines()[0]}")
    except DatabaseError as wrong:
        kind = type(wrong).__name__
        return _ill("tables", f"the database cannot be read ({kind}); restore the last good backup")
    if newer := schema.unknown(holds):
        return _ill("tables", f"made by a newer Drypoint ({newer[0][0]}.{newer[0][1]}); use that version")
    if lacks:
        return _ill(
            "tables", f"{len(lacks)} changes of this version are missing; 'drypoint serve' makes them"
        )
    return _well("tables", f"{len(holds)} migrations, all of this version")


def _engine_checks() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        yield from _postgresql()
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA integrity_check")
            faults = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        except DatabaseError as wrong:
            faults = [str(wrong)]
        if faults:
            yield _ill("integrity", f"the file is damaged ({faults[0]}); restore the last good backup")
        else:
            yield _well("integrity", "every page, index and CHECK of the file holds")
        cursor.execute("PRAGMA foreign_key_check")
        if orphans := cursor.fetchall():
            yield _ill("foreign keys", f"{len(orphans)} rows point to nothing, first in {orphans[0][0]}")
        else:
            yield _well("foreign keys", "every reference finds its row")
        if "sqlite_stat1" in connection.introspection.table_names(cursor, include_views=False):
            yield _ill(
                "statistics",
                "ANALYZE was run on this file and slows pages down; run: DROP TABLE sqlite_stat1",
            )
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        full = cursor.fetchone()[0] >= 2
    if journal == "wal" and full:
        yield _well("durability", "a write is on disk before it is acknowledged")
    else:
        yield _ill(
            "durability",
            f"journal {journal}, synchronous {'full' if full else 'not full'}: expected wal, full",
        )


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
        if unproved := cursor.fetchall():
            yield _ill("foreign keys", f"constraint {unproved[0][1]} of {unproved[0][0]} was never validated")
        else:
            yield _well("foreign keys", "every constraint is validated")
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    if fsync == "on" and commit != "off":
        yield _well("durability", "a write is on disk before it is acknowledged")
    else:
        yield _ill("durability", f"fsync {fsync}, synchronous_commit {commit}: a power cut can lose writes")


def _named_constraints() -> Iterator[Finding]:
    missing: list[str] = []
    with connection.cursor() as cursor:
        for model in _our_models():
            declared = {constraint.name for constraint in model._meta.constraints}
            missing += sorted(
                declared - set(connection.introspection.get_constraints(cursor, model._meta.db_table))
            )
    if missing:
        yield _ill("constraints", f"{len(missing)} rules of the record are missing, such as {missing[0]}")
    else:
        yield _well("constraints", "every rule of the record stands in the database")


def _audited() -> Iterator[Finding]:
    from drypoint.clinic.audit.models import AuditEvent
    from drypoint.clinic.records import Fact

    events = AuditEvent.objects.filter(subject_id=OuterRef("pk"))
    bare: list[str] = []
    facts = 0
    for model in _our_models():
        if issubclass(model, Fact):
            facts += model.objects.count()
            if count := model.objects.filter(~Exists(events)).count():
                bare.append(f"{count} {model._meta.verbose_name_plural}")
    if bare:
        yield _ill("audit", f"facts without a trace of who wrote them: {', '.join(bare)}")
    else:
        yield _well("audit", f"each of {facts} facts has its audit row")


def _replayed() -> Iterator[Finding]:
    from drypoint.clinic.visits.actions.engine_results import is_intact, replay
    from drypoint.clinic.visits.models import EngineResult

    altered, different = 0, 0
    kept = EngineResult.objects.filter(redacted_at__isnull=True).order_by("-id")[:SAMPLE]
    now = msgspec.to_builtins(current_versions())
    for result in kept:
        if not is_intact(result):
            altered += 1
        elif result.versions == now and not replay(result):
            different += 1
    if altered:
        yield _ill("results", f"{altered} of {len(kept)} stored results were changed after they were kept")
    elif different:
        yield _ill("results", f"{different} of {len(kept)} stored results come out differently; report this")
    else:
        yield _well("results", f"the newest {len(kept)} stored results are whole and replay")


def _signed_notes() -> Iterator[Finding]:
    from drypoint.clinic.followup.models import Note
    from drypoint.clinic.visits.canonical import fingerprint

    signed = Note.objects.filter(redacted_at__isnull=True).values_list("content", "sha256")
    notes = altered = 0
    for content, sha256 in signed.iterator():
        notes += 1
        altered += fingerprint(content) != sha256
    if altered:
        yield _ill("notes", f"{altered} of {notes} signed notes were changed after they were signed")
    else:
        yield _well("notes", f"each of {notes} signed notes is as it was signed")


def _second_steps() -> Iterator[Finding]:
    from drypoint.clinic.accounts import second_steps

    found = second_steps.standing()
    if found.lost:
        yield _ill(
            "second steps",
            f"{found.lost} of {found.steps} do not open with this server's seal keys, so nobody gets in with "
            "them: bring back the file 'seal-keys', or run 'drypoint second-step forget EMAIL'",
        )
    elif found.in_the_clear:
        yield _ill("second steps", f"{found.in_the_clear} stand in the clear; run: drypoint second-step seal")
    else:
        yield _well("second steps", f"each of {found.steps} is sealed and opens")


def _text_gateways() -> Iterator[Finding]:
    from drypoint.clinic.messages import gateways
    from drypoint.clinic.messages.models import TextGateway

    found = list(TextGateway.objects.filter(is_on=True))
    lost = sum(not gateways.can_open(one) for one in found)
    if lost:
        yield _ill(
            "text gateways",
            f"{lost} of {len(found)} secrets do not open with this server's seal keys, so no text message of "
            "theirs goes out: bring back the file 'seal-keys', or type the secret again in the settings",
        )
    elif found:
        yield _well("text gateways", f"the secret of each of {len(found)} opens")


def _our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("drypoint.")]


def _well(check: str, says: str) -> Finding:
    return Finding(check=check, ok=True, says=says)


def _ill(check: str, says: str) -> Finding:
    return Finding(check=check, ok=False, says=says)


def _messages(folder: Path, *, now: datetime) -> Iterator[Finding]:
    """Whether what should be sent is sent. On the server on which the scheduler runs."""
    waiting = messages.stuck(now=now)
    needed = OnCallList.objects.current().exclude(entries=[]).exists()
    last, faults = scheduler.last_round(folder), scheduler.last_faults(folder)
    if (needed or messages.may_send()) and (last is None or now - last > scheduler.ALIVE_FOR):
        since = "has never run here" if last is None else f"last ran at {last:%Y-%m-%d %H:%M} UTC"
        yield _ill("messages", f"the scheduler {since}, so nothing is sent: run 'drypoint serve'")
    elif faults:
        yield _ill("messages", f"{faults} steps of the scheduler failed in its last round: see its log")
    elif waiting:
        yield _ill("messages", f"{waiting} are due and nothing sends them: run 'drypoint serve'")
    elif needed and not messages.may_send():
        yield _ill(
            "messages",
            "somebody is on call and nothing can be sent: set DRYPOINT_MAIL_URL and DRYPOINT_ADDRESS",
        )
    elif messages.may_send():
        yield _well("messages", "a mail server and this server's address are set, nothing is overdue")
    else:
        yield _well("messages", "nothing is sent: no mail server is set, and nobody is on call")


_ON_DATABASE: list[Callable[[], Iterator[Finding]]] = [
    _engine_checks,
    _named_constraints,
    _audited,
    _replayed,
    _signed_notes,
    _second_steps,
    _text_gateways,
]
