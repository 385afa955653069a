"""Database settings from the environment: SQLite that survives a power cut, or PostgreSQL by address."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from drypoint.config.environment import Environment
from drypoint.terms.errors import InvalidInput

# FULL: an acknowledged write is on disk before the page says so (ADR 0003).
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=15000;"

_KEPT_OPEN_SECONDS = 60
"""Opening SQLite for each request would read its schema anew, and closing the last one write a checkpoint."""


def from_environment(environment: Environment) -> dict[str, Any]:
    """Django's ``DATABASES["default"]``; raises ``InvalidInput`` on an address that is not PostgreSQL's."""
    if not environment.database_url:
        environment.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return sqlite(str(environment.folder / "drypoint.sqlite3"))
    return postgresql(environment.database_url)


def sqlite(path: str) -> dict[str, Any]:
    """Settings for one SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": _KEPT_OPEN_SECONDS,
        # IMMEDIATE: a transaction that will write waits its turn at the start, never fails in the middle.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": _SQLITE_PRAGMAS},
    }


def postgresql(url: str) -> dict[str, Any]:
    """Settings for a PostgreSQL address; ``?host=/folder`` reaches a unix socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise InvalidInput("write it as postgresql://user:password@host:port/name", where="DATABASE_URL")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or "") or query.get("user", ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": _KEPT_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
