"""The backup file: a zip of JSON lines and uploaded files, with a manifest that proves each member."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from drypoint.terms.errors import InvalidInput

FORMAT = "drypoint-backup/1"
MANIFEST = "manifest.json"
_CHUNK = 1 << 20


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table: ``content`` is the engine-independent digest of its rows."""

    model: str
    member: str
    rows: int
    sha256: str
    content: str


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One uploaded file; ``name`` is its path inside the folder of files."""

    name: str
    member: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup holds, and from which version and database."""

    format: str
    drypoint: str
    made_at: str
    engine: str
    migrations: list[tuple[str, str]]
    tables: list[Table]
    files: list[File]


def read_manifest(path: Path) -> Manifest:
    """The manifest of a backup; raises ``InvalidInput`` when the file is none or a newer format."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = archive.read(MANIFEST)
    # RuntimeError: zipfile's word for a member that asks for a password.
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, zlib.error) as wrong:
        raise not_a_backup(path) from wrong
    try:
        if (named := msgspec.json.decode(content)["format"]) != FORMAT:
            raise InvalidInput(
                f"this is a {named!r}; this version of Drypoint reads {FORMAT!r}", where=path.name
            )
        return msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, KeyError, TypeError) as wrong:
        raise not_a_backup(path) from wrong


def verify(path: Path, manifest: Manifest) -> None:
    """Read every byte once; raises ``InvalidInput`` when anything is missing, added or changed."""
    expected = {table.member: table.sha256 for table in manifest.tables}
    expected |= {file.member: file.sha256 for file in manifest.files}
    try:
        with zipfile.ZipFile(path) as archive:
            if sorted(archive.namelist()) != sorted([*expected, MANIFEST]):
                raise _damaged(path)
            for member, sha256 in expected.items():
                with archive.open(member) as stream:
                    if digest(stream) != sha256:
                        raise _damaged(path)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, zlib.error) as wrong:
        raise _damaged(path) from wrong
    for file in manifest.files:
        if Path(file.name).is_absolute() or ".." in Path(file.name).parts:
            raise _damaged(path)


def digest(stream: IO[bytes]) -> str:
    """SHA-256 of what is left in ``stream``, in hexadecimal."""
    sha256 = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        sha256.update(chunk)
    return sha256.hexdigest()


def lines(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The lines of one member."""
    with archive.open(member) as stream:
        yield from stream


def not_a_backup(path: Path) -> InvalidInput:
    """The refusal of a file that is no backup."""
    return InvalidInput(
        "this is not a Drypoint backup that can be read; nothing was changed. Check the name.",
        where=path.name,
    )


def _damaged(path: Path) -> InvalidInput:
    return InvalidInput(
        "this backup is damaged; nothing was changed. Take another copy of it, or an earlier backup.",
        where=path.name,
    )
