"""Making a backup while the clinic works: one snapshot, in a form that either engine can load."""

import copy
import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connections, models, transaction

import drypoint
from drypoint.terms.errors import InvalidInput
from drypoint.upkeep import rows, schema
from drypoint.upkeep.archive import FORMAT, MANIFEST, File, Manifest, Table

_SNAPSHOT = "snapshot"


def write(path: Path, *, now: datetime) -> Manifest:
    """Write a backup of the clinic's database and uploaded files to ``path``, readable by its owner only.

    Writers are not held up. Raises ``InvalidInput`` when ``path`` exists or its folder does not: nothing is
    ever overwritten, and an interrupted backup leaves no file under this name.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        # The name is taken first, so that two backups at once cannot both believe that it is free.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise InvalidInput(
            "this file exists; backups are never overwritten. Choose another name.", where=path.name
        ) from None
    except OSError as wrong:
        raise InvalidInput(f"cannot write here: {wrong.strerror}", where=str(path)) from wrong
    try:
        descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                manifest = _fill(archive, now=now)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        path.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)
        raise
    return manifest


def _fill(archive: zipfile.ZipFile, *, now: datetime) -> Manifest:
    with snapshot() as using:
        migrations = schema.applied(using)
        if newer := schema.unknown(migrations):
            raise InvalidInput(schema.newer_version_needed("the database", newer))
        tables = [_write_table(archive, model, using) for model in schema.kept_models(migrations, using)]
    # Files after rows: a file is stored before its row commits, so each row in the snapshot finds its file.
    files = [_write_file(archive, path) for path in _uploaded()]
    manifest = Manifest(
        format=FORMAT,
        drypoint=drypoint.__version__,
        made_at=now.isoformat(timespec="seconds"),
        engine=connections["default"].vendor,
        migrations=migrations,
        tables=tables,
        files=files,
    )
    archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    return manifest


@contextmanager
def snapshot() -> Iterator[str]:
    """A database alias inside which every read sees the same moment, without holding up writers."""
    wanted = copy.deepcopy(connections.settings["default"])
    if connections["default"].vendor == "sqlite":
        wanted["OPTIONS"]["transaction_mode"] = "DEFERRED"  # a reader's snapshot of the write-ahead log
    else:
        from psycopg import IsolationLevel

        wanted["OPTIONS"]["isolation_level"] = IsolationLevel.REPEATABLE_READ
    connections.settings[_SNAPSHOT] = wanted
    try:
        with transaction.atomic(using=_SNAPSHOT):
            yield _SNAPSHOT
    finally:
        connections[_SNAPSHOT].close()
        del connections[_SNAPSHOT]
        del connections.settings[_SNAPSHOT]


def _write_table(archive: zipfile.ZipFile, model: type[models.Model], using: str) -> Table:
    label = model._meta.label_lower
    member = f"tables/{label}.jsonl"
    sha256 = hashlib.sha256()

    def written() -> Iterator[bytes]:
        with archive.open(member, "w", force_zip64=True) as stream:
            for line in rows.lines_of(model, using):
                stream.write(line)
                sha256.update(line)
                yield line

    count, content = rows.content_digest(written())
    return Table(model=label, member=member, rows=count, sha256=sha256.hexdigest(), content=content)


def _uploaded() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.is_dir() else []


def _write_file(archive: zipfile.ZipFile, path: Path) -> File:
    name = path.relative_to(settings.MEDIA_ROOT).as_posix()
    content = path.read_bytes()
    archive.writestr(f"files/{name}", content)
    return File(name=name, member=f"files/{name}", sha256=hashlib.sha256(content).hexdigest())
