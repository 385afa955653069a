"""Looking for damage: each check says in a sentence what is well or what to do. Changes nothing."""

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import msgspec
from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, models
from django.db.models import Exists, OuterRef

from drypoint.config.environment import Environment
from drypoint.engines import current_versions
from drypoint.upkeep import delivery, schema, tls_checks
from drypoint.upkeep.findings import Finding, ill, private, well

SAMPLE = 200
"""How many of the newest engine results are replayed."""


def examine(environment: Environment) -> list[Finding]:
    """Every check, in order. A database without our tables ends the examination at that finding."""
    now = datetime.now(UTC)
    findings = [
        _signing_key(environment),
        *_seal_keys(environment),
        _data_folder(environment),
        _disk_space(environment),
        *tls_checks.examine(environment, now=now),
    ]
    migrations = _migrations()
    findings.append(migrations)
    if migrations.ok:
        findings += [found for check in _ON_DATABASE for found in check()]
        findings += delivery.examine(environment.folder, now=now)
    return findings


def _signing_key(environment: Environment) -> Finding:
    path = environment.folder / "secret-key"
    if environment.secret_key:
        return well("signing key", "set in the environment")
    if not path.exists():
        return well("signing key", "not made yet: the first start makes it")
    return private("signing key", path)


def _seal_keys(environment: Environment) -> Iterator[Finding]:
    path = environment.folder / "seal-keys"
    if environment.seal_keys or not path.exists():
        where = (
            "set in the environment" if environment.seal_keys or environment.secret_key else "not made yet"
        )
        yield well("seal keys", where)
    else:
        yield private("seal keys", path)


def _data_folder(environment: Environment) -> Finding:
    database = environment.folder / "drypoint.sqlite3"
    if environment.database_url or not database.exists():
        return well("data folder", f"{environment.folder}")
    if stat.S_IMODE(environment.folder.stat().st_mode) & 0o077 == 0:
        return well("data folder", f"{environment.folder} is private")
    return private("data folder", database)


def _disk_space(environment: Environment) -> Finding:
    free = shutil.disk_usage(environment.folder).free
    database = environment.folder / "drypoint.sqlite3"
    size = database.stat().st_size if database.exists() else 0
    # Room for the copy that a restore builds beside the database, and for the write-ahead log.
    needed = 2 * size + 200_000_000
    megabytes = free // 1_000_000
    if free < needed:
        return ill(
            "disk space", f"{megabytes} MB free; a restore needs {needed // 1_000_000} MB. Free some space."
        )
    return well("disk space", f"{megabytes} MB free")


def _migrations() -> Finding:
    try:
        holds, lacks = schema.applied(), schema.pending()
    except OperationalError as wrong:
        return ill("tables", f"the database does not answer: {str(wrong).strip().splitlines()[0]}")
    except DatabaseError as wrong:
        kind = type(wrong).__name__
        return ill("tables", f"the database cannot be read ({kind}); restore the last good backup")
    if newer := schema.unknown(holds):
        return ill("tables", f"made by a newer Drypoint ({newer[0][0]}.{newer[0][1]}); use that version")
    if lacks:
        return ill("tables", f"{len(lacks)} changes of this version are missing; 'drypoint serve' makes them")
    return well("tables", f"{len(holds)} migrations, all of this version")


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
            yield ill("integrity", f"the file is damaged ({faults[0]}); restore the last good backup")
        else:
            yield well("integrity", "every page, index and CHECK of the file holds")
        cursor.execute("PRAGMA foreign_key_check")
        if orphans := cursor.fetchall():
            yield ill("foreign keys", f"{len(orphans)} rows point to nothing, first in {orphans[0][0]}")
        else:
            yield well("foreign keys", "every reference finds its row")
        if "sqlite_stat1" in connection.introspection.table_names(cursor, include_views=False):
            yield ill(
                "statistics",
                "ANALYZE was run on this file and slows pages down; run: DROP TABLE sqlite_stat1",
            )
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        full = cursor.fetchone()[0] >= 2
    if journal == "wal" and full:
        yield well("durability", "a write is on disk before it is acknowledged")
    else:
        yield ill(
            "durability",
            f"journal {journal}, synchronous {'full' if full else 'not full'}: expected wal, full",
        )


def _postgresql() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE NOT convalidated")
        if unproved := cursor.fetchall():
            yield ill("foreign keys", f"constraint {unproved[0][1]} of {unproved[0][0]} was never validated")
        else:
            yield well("foreign keys", "every constraint is validated")
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    if fsync == "on" and commit != "off":
        yield well("durability", "a write is on disk before it is acknowledged")
    else:
        yield ill("durability", f"fsync {fsync}, synchronous_commit {commit}: a power cut can lose writes")


def _named_constraints() -> Iterator[Finding]:
    missing: list[str] = []
    with connection.cursor() as cursor:
        for model in _our_models():
            declared = {constraint.name for constraint in model._meta.constraints}
            missing += sorted(
                declared - set(connection.introspection.get_constraints(cursor, model._meta.db_table))
            )
    if missing:
        yield ill("constraints", f"{len(missing)} rules of the record are missing, such as {missing[0]}")
    else:
        yield well("constraints", "every rule of the record stands in the database")


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
        yield ill("audit", f"facts without a trace of who wrote them: {', '.join(bare)}")
    else:
        yield well("audit", f"each of {facts} facts has its audit row")


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
        yield ill("results", f"{altered} of {len(kept)} stored results were changed after they were kept")
    elif different:
        yield ill("results", f"{different} of {len(kept)} stored results come out differently; report this")
    else:
        yield well("results", f"the newest {len(kept)} stored results are whole and replay")


def _signed_notes() -> Iterator[Finding]:
    from drypoint.clinic.followup.models import Note
    from drypoint.clinic.visits.canonical import fingerprint

    signed = Note.objects.filter(redacted_at__isnull=True).values_list("content", "sha256")
    notes = altered = 0
    for content, sha256 in signed.iterator():
        notes += 1
        altered += fingerprint(content) != sha256
    if altered:
        yield ill("notes", f"{altered} of {notes} signed notes were changed after they were signed")
    else:
        yield well("notes", f"each of {notes} signed notes is as it was signed")


def _second_steps() -> Iterator[Finding]:
    from drypoint.clinic.accounts import second_steps

    found = second_steps.standing()
    if found.lost:
        yield ill(
            "second steps",
            f"{found.lost} of {found.steps} do not open with this server's seal keys, so nobody gets in with "
            "them: bring back the file 'seal-keys', or run 'drypoint second-step forget EMAIL'",
        )
    elif found.in_the_clear:
        yield ill("second steps", f"{found.in_the_clear} stand in the clear; run: drypoint second-step seal")
    else:
        yield well("second steps", f"each of {found.steps} is sealed and opens")


def _our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("drypoint.")]


_ON_DATABASE: list[Callable[[], Iterator[Finding]]] = [
    _engine_checks,
    _named_constraints,
    _audited,
    _replayed,
    _signed_notes,
    _second_steps,
]
