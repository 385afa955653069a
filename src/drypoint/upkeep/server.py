"""The web server inside Drypoint: gunicorn with threads, on this machine only unless told otherwise."""

import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication

from drypoint.config.environment import Environment
from drypoint.terms.errors import DrypointError
from drypoint.upkeep import backup, schema
from drypoint.upkeep.locks import sole_use
from drypoint.upkeep.scheduler import Supervisor

_GRACEFUL_SECONDS = 20


class NotReady(DrypointError):
    """The database cannot be served as it stands; the message says what to do."""


class _Server(BaseApplication):
    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from drypoint.config.wsgi import application

        return application


def make_ready(environment: Environment, *, now: datetime, migrate: bool = False) -> Path | None:
    """See that the database has every table of this version; returns the backup made before changing one.

    A new database is set up. An older SQLite file is backed up, then brought up to date. An older PostgreSQL
    database, which other servers may share, is changed only with ``migrate``. Raises ``NotReady`` else, and
    ``InUse`` while a server, perhaps of the older version, works with the same data folder.
    """
    holds = schema.applied()
    if newer := schema.unknown(holds):
        raise NotReady(schema.newer_version_needed("The database", newer))
    if not (lacking := schema.pending()):
        return None
    if holds and connections["default"].vendor != "sqlite" and not migrate:
        raise NotReady(
            f"The database lacks {len(lacking)} changes of this version. Make a backup with "
            "'drypoint backup FILE', then start once with 'drypoint serve --migrate'."
        )
    with sole_use(environment.folder, otherwise=_in_use(environment)):
        kept = _backed_up(environment, now) if holds else None
        call_command("migrate", interactive=False, verbosity=0)
    return kept


def _backed_up(environment: Environment, now: datetime) -> Path:
    folder = environment.folder / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"before-update-{now.strftime('%Y%m%d_%H%M%S')}.zip"
    backup.write(kept, now=now)
    return kept


def serve_app(
    port: int,
    host: str = "127.0.0.1",
    *,
    environment: Environment,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve pages until the process is told to stop; open requests are finished first.

    ``ready`` is called with the address once it is listening. Raises ``InUse`` when another server has the
    same data folder, ``NotReady`` when the port is taken. The database must be ready (``make_ready``).
    """
    _refuse_taken_port(host, port)
    shown = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": environment.workers,
        "threads": environment.threads,
        "worker_class": "gthread",
        "keepalive": 30,
        "graceful_timeout": _GRACEFUL_SECONDS,
        "loglevel": "warning",
        "accesslog": None,  # addresses of pages hold record ids
        "control_socket_disable": True,
        "proc_name": "drypoint",
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,  # noqa: S108
        "when_ready": lambda _arbiter: ready(shown),
    }
    connections.close_all()
    with sole_use(environment.folder, otherwise=_in_use(environment)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
        scheduler = Supervisor()
        scheduler.start()
        try:
            _Server(options).run()
        finally:
            scheduler.stop()


def _in_use(environment: Environment) -> str:
    return f"Another server uses {environment.folder}. Stop it, or set DRYPOINT_DATA_DIR to another."


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as wrong:
        raise NotReady(
            f"Cannot listen on {host} port {port}: {wrong.strerror}. Choose another with --port."
        ) from wrong
