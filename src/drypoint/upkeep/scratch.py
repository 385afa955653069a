"""A second, empty database beside the clinic's own, which may take its place in one step."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from drypoint.upkeep.locks import InUse

SCRATCH = "scratch"


@contextmanager
def scratch_database(now: datetime) -> Iterator[BaseDatabaseWrapper]:
    """An empty database of the same engine under the alias ``SCRATCH``; dropped unless it took the place."""
    live = connections["default"]
    name = (
        f"{live.settings_dict['NAME']}.restoring" if live.vendor == "sqlite" else f"restoring_{_stamp(now)}"
    )
    _drop(name)
    if live.vendor != "sqlite":
        _as_maintenance(f"CREATE DATABASE {live.ops.quote_name(name)}")
    wanted: dict[str, Any] = copy.deepcopy(connections.settings["default"])
    wanted["NAME"] = name
    connections.settings[SCRATCH] = wanted
    try:
        yield connections[SCRATCH]
    finally:
        connections[SCRATCH].close()
        del connections[SCRATCH]
        del connections.settings[SCRATCH]
        _drop(name)


def take_place(now: datetime) -> str:
    """Put the scratch database in the place of the clinic's; returns the name under which the old is kept,
    empty if there was none.

    Raises ``InUse`` when somebody still has the clinic's database open: nothing changes then.
    """
    live, scratch = connections["default"], connections[SCRATCH]
    if live.vendor == "sqlite":
        return _take_place_of_file(live, scratch, now)
    name, old = str(live.settings_dict["NAME"]), f"{live.settings_dict['NAME']}_before_{_stamp(now)}"
    new = str(scratch.settings_dict["NAME"])
    live.close()
    scratch.close()
    quote = live.ops.quote_name
    try:
        _as_maintenance(
            f"ALTER DATABASE {quote(name)} RENAME TO {quote(old)}",
            f"ALTER DATABASE {quote(new)} RENAME TO {quote(name)}",
        )
    except OperationalError as held:
        raise InUse("The database is in use. Stop every Drypoint server on it, then restore again.") from held
    return old


def _take_place_of_file(live: BaseDatabaseWrapper, scratch: BaseDatabaseWrapper, now: datetime) -> str:
    current, new = Path(live.settings_dict["NAME"]), Path(scratch.settings_dict["NAME"])
    old = current.with_name(f"{current.name}.before-{_stamp(now)}")
    for connection in (live, scratch):
        if Path(connection.settings_dict["NAME"]).exists():
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    if current.with_name(f"{current.name}-wal").exists():
        raise InUse("The database is in use. Stop every Drypoint server on it, then restore again.")
    if not current.exists():
        new.replace(current)
        return ""
    old.hardlink_to(current)
    new.replace(current)
    return str(old)


def _drop(name: str) -> None:
    live = connections["default"]
    if live.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)
    else:
        with suppress(OperationalError):
            _as_maintenance(f"DROP DATABASE IF EXISTS {live.ops.quote_name(name)}")


def _as_maintenance(*statements: str) -> None:
    """Run statements on the server's ``postgres`` database: together if there are several."""
    live = connections["default"]
    with live._nodb_cursor() as cursor:
        if len(statements) > 1:
            cursor.execute("BEGIN")
        for statement in statements:
            cursor.execute(statement)
        if len(statements) > 1:
            cursor.execute("COMMIT")


def _stamp(now: datetime) -> str:
    return now.strftime("%Y%m%d_%H%M%S")
