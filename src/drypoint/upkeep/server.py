"""The web server inside Drypoint: gunicorn with threads, on this machine only unless told otherwise.

It is the supervisor of all that serves a clinic: gunicorn starts a web worker again that ends, and what runs
beside them, the scheduler and on a network the tablets' set-up page, is started again here and ends with it.
"""

import os
import socket
import ssl
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication

from drypoint.config.environment import Environment
from drypoint.terms.errors import DrypointError
from drypoint.upkeep import backup, lan, scheduler, schema
from drypoint.upkeep.locks import sole_use
from drypoint.upkeep.on_lan import OnLan, Renewal, known_to_workers
from drypoint.upkeep.supervisor import Supervisor

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
    on_lan: OnLan | None = None,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve pages until the process is told to stop; open requests are finished first.

    By https where the environment names a certificate. ``on_lan`` renews that certificate, and serves the
    set-up page for tablets. ``ready`` is called with the address once it is listening. Raises ``InUse`` when
    another server has the same data folder, ``NotReady`` when the port is taken. The database must be ready
    (``make_ready``).
    """
    _refuse_taken_port(host, port, "--port")
    beside: list[Supervisor | Renewal] = [Supervisor("scheduler", scheduler.COMMAND)]
    if on_lan is not None:
        beside.append(Renewal(on_lan, lambda: known_to_workers(on_lan)))
        if on_lan.set_up_port is not None:
            _refuse_taken_port(host, on_lan.set_up_port, "--set-up-port")
            beside.append(Supervisor("set-up page", _set_up_page(host, on_lan)))
    scheme = "https" if environment.speaks_tls else "http"
    shown = f"{scheme}://{lan.web_host(host)}:{port}/"
    options = {
        "bind": f"{lan.web_host(host)}:{port}",
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
    if environment.speaks_tls:
        # Read anew for each connection: a renewed certificate needs no restart.
        options |= {
            "certfile": environment.certificate,
            "keyfile": environment.certificate_key,
            "ssl_context": _tls,
            "forwarded_allow_ips": "",  # browsers come straight here: nobody else says what they used
        }
    connections.close_all()
    with sole_use(environment.folder, otherwise=_in_use(environment)):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
        for one in beside:
            one.start()
        try:
            _Server(options).run()
        finally:
            for one in beside:
                one.stop()


def _tls(_config: object, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _set_up_page(host: str, on_lan: OnLan) -> tuple[str, ...]:
    ports = ("--port", str(on_lan.set_up_port), "--https-port", str(on_lan.port))
    return (sys.executable, "-m", "drypoint.cli", "tablet-page", "--host", host, *ports)


def _in_use(environment: Environment) -> str:
    return f"Another server uses {environment.folder}. Stop it, or set DRYPOINT_DATA_DIR to another."


def _refuse_taken_port(host: str, port: int, option: str) -> None:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as wrong:
        raise NotReady(
            f"Cannot listen on {host} port {port}: {wrong.strerror}. Choose another with {option}."
        ) from wrong
