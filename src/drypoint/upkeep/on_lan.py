"""Serving a clinic's network: where browsers find this server, and its certificate kept fresh."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from drypoint.config.environment import PREFIX, Environment
from drypoint.terms.errors import DrypointError, InvalidInput
from drypoint.upkeep import certificates, lan
from drypoint.upkeep.locks import sole_use

LOOK_SECONDS = 60.0
"""Between two looks at the certificate's end and at this machine's addresses."""

log = logging.getLogger(__name__)


class OnLan(msgspec.Struct, frozen=True, kw_only=True):
    """A server that other machines of the network reach by https."""

    folder: Path
    """Of the own authority and its certificate."""
    given: tuple[str, ...] = ()
    """Names and addresses that whoever runs it named."""
    port: int
    set_up_port: int | None = None
    """Of the plain page that tells tablets to trust the authority; ``None``: there is none."""

    @property
    def certificate(self) -> Path:
        """The server's certificate."""
        return certificates.server_file(self.folder)

    @property
    def certificate_key(self) -> Path:
        """Its key."""
        return certificates.server_key_file(self.folder)

    def refresh(self, *, now: datetime) -> bool:
        """Make the certificate, or a new one where it is near its end or lacks an address; whether it did."""
        return certificates.keep(self.folder, lan.reachable_as(self.given), given=self.given, now=now)

    def names(self) -> tuple[str, ...]:
        """What the certificate holds."""
        return certificates.names_of(certificates.loaded(self.certificate))

    def set_up_address(self) -> str:
        """Where tablets begin: an address rather than a name, which not every tablet can look up."""
        if self.set_up_port is None:
            return ""
        outer = outer_names(self.names())
        host = next((one for one in outer if lan.is_address(one)), outer[0])
        return f"http://{lan.web_host(host)}:{self.set_up_port}/"

    def variables(self, environment: Environment) -> dict[str, str]:
        """Settings of a server that is reached so."""
        hosts = dict.fromkeys((*environment.hosts.split(","), *map(lan.web_host, self.names())))
        return {
            f"{PREFIX}HOSTS": ",".join(hosts),
            f"{PREFIX}CERTIFICATE": str(self.certificate),
            f"{PREFIX}CERTIFICATE_KEY": str(self.certificate_key),
            f"{PREFIX}SET_UP_ADDRESS": self.set_up_address(),
        }


def outer_names(names: tuple[str, ...]) -> list[str]:
    """Those that tablets can use, the one that lasts first: without this machine's own and without the bare
    host name, which only some routers know."""
    outer = [
        one
        for one in names
        if one not in lan.LOOPBACK and ("." in one or ":" in one or one != lan.own_name())
    ]
    return outer or list(names)


def addresses(names: tuple[str, ...], port: int) -> list[str]:
    """The https addresses of a server that is known by ``names``."""
    return [f"https://{lan.web_host(one)}:{port}/" for one in outer_names(names)]


def prepare(environment: Environment, served: OnLan, *, now: datetime) -> dict[str, str]:
    """See that the certificate is there; returns the settings to serve with.

    Raises ``InUse`` while another server works with the data folder.
    """
    in_use = f"Another server uses {environment.folder}. Stop it, or set DRYPOINT_DATA_DIR to another."
    with sole_use(environment.folder, otherwise=in_use):
        served.refresh(now=now)
    return served.variables(environment)


def own_certificate(environment: Environment) -> tuple[str, ...]:
    """The names of a certificate that the clinic brought; raises ``InvalidInput`` unless its key fits."""
    certificate, key = Path(environment.certificate), Path(environment.certificate_key)
    found = certificates.names_of(certificates.loaded(certificate))
    if not environment.certificate_key or not certificates.belongs(certificate, key):
        raise InvalidInput(
            "the key of this certificate cannot be read, or belongs to another: name it with --key",
            where=str(certificate),
        )
    return tuple(one.removeprefix("*") for one in found)  # Django writes a wildcard as a leading dot


class Renewal:
    """Looks from time to time whether a new certificate is due, and has the workers know new names."""

    def __init__(self, served: OnLan, renewed: Callable[[], None]) -> None:
        self._served = served
        self._renewed = renewed
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="certificate", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """No more looks."""
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.look_once(now=datetime.now(UTC))

    def look_once(self, *, now: datetime) -> None:
        """Renew what is due. A fault is logged and looked at again: pages are served meanwhile."""
        try:
            if self._served.refresh(now=now):
                log.warning("the server has a new certificate; names and addresses: see 'drypoint doctor'")
                self._renewed()
        except (DrypointError, OSError) as failed:
            log.error(
                "the certificate could not be renewed (%s): see 'drypoint doctor'", type(failed).__name__
            )


def known_to_workers(served: OnLan) -> None:
    """New workers take over from the old ones with the names that the certificate now holds."""
    from django.conf import settings

    hosts = map(lan.web_host, served.names())
    settings.ALLOWED_HOSTS[:] = dict.fromkeys((*settings.ALLOWED_HOSTS, *hosts))
    settings.SET_UP_ADDRESS = served.set_up_address()
    os.kill(os.getpid(), signal.SIGHUP)
