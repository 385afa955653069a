"""The doctor's look at certificates: private, whole, not near their end, with this machine's addresses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from drypoint.config.environment import Environment
from drypoint.terms.errors import DrypointError
from drypoint.upkeep import certificates, lan
from drypoint.upkeep.findings import Finding, ill, private, well

SOON = timedelta(days=30)
"""A server that runs renews its own long before: nearer to the end, none does."""


def examine(environment: Environment, *, now: datetime) -> Iterator[Finding]:
    """Of the certificate that the clinic brought, else of its own authority's."""
    folder = certificates.folder_of(environment.folder)
    try:
        if environment.speaks_tls:
            yield _brought(Path(environment.certificate), Path(environment.certificate_key), now)
        elif certificates.authority_file(folder).exists():
            yield from _own(folder, now)
        else:
            yield well("certificate", "none: by https through a proxy, or on this machine only")
    except DrypointError as wrong:
        yield ill("certificate", str(wrong))


def _brought(certificate: Path, key: Path, now: datetime) -> Finding:
    ends = certificates.loaded(certificate).not_valid_after_utc
    if not certificates.belongs(certificate, key):
        return ill("certificate", f"{key} is not the key of {certificate}, or cannot be read")
    if not (found := private("certificate", key)).ok:
        return found
    if ends - now < SOON:
        return ill("certificate", f"{certificate} ends on {ends:%Y-%m-%d}: renew it, and restart the server")
    return well("certificate", f"{certificate} is good until {ends:%Y-%m-%d}")


def _own(folder: Path, now: datetime) -> Iterator[Finding]:
    if certificates.open_to_others(folder):
        yield private("certificate authority", folder if _is_open(folder) else _first_open(folder))
    certificates.check_authority(folder)
    authority = certificates.loaded(certificates.authority_file(folder)).not_valid_after_utc
    if authority - now < 12 * SOON:
        yield ill(
            "certificate authority",
            f"it ends on {authority:%Y-%m-%d}: move {folder} aside on a quiet day, restart 'drypoint serve "
            "--lan', and have every tablet trust the new one",
        )
    found = certificates.loaded(certificates.server_file(folder))
    ends, held = found.not_valid_after_utc, certificates.names_of(found)
    if ends - now < SOON:
        yield ill(
            "certificate", f"it ends on {ends:%Y-%m-%d}: restart 'drypoint serve --lan', which renews it"
        )
    elif lacking := [one for one in lan.own_addresses() if one not in held]:
        yield ill(
            "certificate",
            f"it lacks {lacking[0]}, an address of this machine: 'drypoint serve --lan' adds it by itself",
        )
    else:
        yield well(
            "certificate", f"of the clinic's own authority, for {', '.join(held)}, until {ends:%Y-%m-%d}"
        )


def _is_open(path: Path) -> bool:
    return not private("", path).ok


def _first_open(folder: Path) -> Path:
    return next(path for path in sorted(folder.iterdir()) if _is_open(path))
