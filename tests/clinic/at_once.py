"""A database that several connections can reach, as in a real clinic."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def in_a_file(path: Path) -> Iterator[None]:
    """SQLite's test database in a file at ``path`` for as long as the block runs."""
    # The test database of SQLite lives in memory, where connections lock each other out at once.
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(path)) as file:
        in_memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name
