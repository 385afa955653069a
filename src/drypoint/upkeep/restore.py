"""Restoring a backup: into a second database first, proved there, then put in place in one step."""

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction

from drypoint.terms.errors import InvalidInput
from drypoint.upkeep import archive as archives
from drypoint.upkeep import rows, schema
from drypoint.upkeep.archive import Manifest
from drypoint.upkeep.locks import sole_use
from drypoint.upkeep.scratch import SCRATCH, scratch_database, take_place


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore did: rows per table, and where the database that stood before is kept."""

    rows: int
    tables: int
    files: int
    kept_aside: str


def restore(path: Path, *, folder: Path, now: datetime) -> Restored:
    """Replace the clinic's database and files with those of the backup ``path``.

    Raises ``InvalidInput`` when the file is no backup, damaged or from a newer version, and ``InUse`` when a
    server runs: nothing is changed then. What stood before is kept aside, never deleted.
    """
    manifest = archives.read_manifest(path)
    if newer := schema.unknown(manifest.migrations):
        sentence = schema.newer_version_needed("this backup", newer)
        raise InvalidInput(f"{sentence} Nothing was changed.", where=path.name)
    archives.verify(path, manifest)
    with (
        sole_use(folder, otherwise="A server is using this data. Stop it, then restore again."),
        zipfile.ZipFile(path) as archive,
        scratch_database(now),
    ):
        _load(archive, manifest, path)
        _prove(manifest, path)
        schema.migrate_to(_newest(), SCRATCH)
        new_files = _unpack_files(archive, manifest)
        kept = take_place(now)
        _place_files(new_files, now)
    return Restored(
        rows=sum(table.rows for table in manifest.tables),
        tables=len(manifest.tables),
        files=len(manifest.files),
        kept_aside=kept,
    )


def _load(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    schema.migrate_to(manifest.migrations, SCRATCH)
    connection = connections[SCRATCH]
    models = {model._meta.label_lower: model for model in schema.kept_models(manifest.migrations, SCRATCH)}
    if set(models) != {table.model for table in manifest.tables}:
        raise archives.not_a_backup(path)
    # Migrations may have put rows in: those of the backup are the whole truth.
    names = [model._meta.db_table for model in models.values()]
    flush = connection.ops.sql_flush(no_style(), names, reset_sequences=False, allow_cascade=True)
    connection.ops.execute_sql_flush(flush)
    try:
        with transaction.atomic(using=SCRATCH):  # foreign keys are checked at its end, so order is free
            for table in manifest.tables:
                rows.load(models[table.model], archives.lines(archive, table.member), SCRATCH)
    except (DatabaseError, ValueError, KeyError, TypeError) as wrong:
        raise InvalidInput(
            f"the rows of this backup do not fit together ({type(wrong).__name__}); nothing was changed. "
            "Take an earlier backup.",
            where=path.name,
        ) from wrong
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)


def _prove(manifest: Manifest, path: Path) -> None:
    """Read everything back and compare with what the manifest says."""
    models = {model._meta.label_lower: model for model in schema.kept_models(manifest.migrations, SCRATCH)}
    for table in manifest.tables:
        count, content = rows.content_digest(rows.lines_of(models[table.model], SCRATCH))
        if (count, content) != (table.rows, table.content):
            raise InvalidInput(
                f"after loading, {table.model} does not say what the backup says; nothing was changed. "
                "Report this as a fault of Drypoint.",
                where=path.name,
            )


def _newest() -> list[schema.Node]:
    return sorted({*schema.applied(SCRATCH), *schema.pending(SCRATCH)})


def _unpack_files(archive: zipfile.ZipFile, manifest: Manifest) -> Path:
    root = Path(settings.MEDIA_ROOT)
    unpacked = root.with_name(f"{root.name}.restoring")
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir(parents=True)
    for file in manifest.files:
        target = unpacked / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(file.member))
    return unpacked


def _place_files(new: Path, now: datetime) -> None:
    root = Path(settings.MEDIA_ROOT)
    if root.exists():
        root.rename(root.with_name(f"{root.name}.before-{now.strftime('%Y%m%d_%H%M%S')}"))
    new.rename(root)
