"""The one place where settings enter: environment variables, each typed and documented."""

import os
import secrets
import ssl
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec

from drypoint.terms.errors import InvalidInput

PREFIX = "DRYPOINT_"


class Environment(msgspec.Struct, frozen=True, kw_only=True, rename=lambda name: PREFIX + name.upper()):
    """Everything that can be set from outside. ``docs/reference/settings.md`` documents each."""

    data_dir: str = "~/.local/share/drypoint"
    """Folder of the SQLite file, the secret key and uploaded pictures."""
    database_url: str = msgspec.field(default="", name="DATABASE_URL")
    """``postgresql://user:password@host:port/name``; empty means SQLite in ``data_dir``."""
    secret_key: str = ""
    """Signs sessions and links; empty means a key made once and kept in ``data_dir``."""
    seal_keys: str = ""
    """Seal second steps in the database, newest first, separated by commas; empty: ``seal_keys`` below."""
    hosts: str = "localhost,127.0.0.1,[::1]"
    """Names under which browsers may reach this server, separated by commas."""
    https: bool = False
    """Whether browsers reach this server by https: cookies are then marked secure."""
    workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 2
    """Web worker processes of ``drypoint serve``."""
    threads: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    """Threads of each web worker process."""
    mail_url: str = ""
    """``smtp://user:password@host:port`` for sign-in mails; empty keeps mails in ``data_dir/mail``."""
    mail_from: str = "clinic@localhost"
    """Sender of sign-in mails."""
    address: str = ""
    """Where browsers reach this server, such as ``https://clinic.example``; links in mails begin with it."""
    certificate: str = ""
    """File of the certificate, in PEM form, with which ``drypoint serve`` speaks TLS itself."""
    certificate_key: str = ""
    """File of the certificate's key."""
    set_up_address: str = ""
    """Where tablets find the set-up page; ``drypoint serve --lan`` sets it for the pages of the server."""
    debug: bool = False
    """Shows error details in the browser. Never where real patients are."""

    @property
    def folder(self) -> Path:
        """The data folder as a path."""
        return Path(self.data_dir).expanduser()

    @property
    def speaks_tls(self) -> bool:
        """Whether this server speaks TLS itself, without a proxy."""
        return bool(self.certificate)


def read(variables: Mapping[str, str]) -> Environment:
    """The environment from ``variables``; raises ``InvalidInput`` naming an unknown or wrong one."""
    known = {field.encode_name for field in msgspec.structs.fields(Environment)}
    given = {name: value for name, value in variables.items() if name.startswith(PREFIX) or name in known}
    if unknown := sorted(set(given) - known):
        raise InvalidInput(f"unknown setting; the settings are {', '.join(sorted(known))}", where=unknown[0])
    try:
        return msgspec.convert(given, Environment, strict=False)
    except msgspec.ValidationError as wrong:
        raise InvalidInput(f"a setting has a wrong value: {wrong}") from wrong


def from_process() -> Environment:
    """The environment of this process."""
    return read(os.environ)


def secret_key(environment: Environment) -> str:
    """The signing key: as set, else kept in the data folder, made there once, for its owner's eyes only."""
    return environment.secret_key or _kept(environment.folder / "secret-key")


def seal_keys(environment: Environment) -> tuple[str, ...]:
    """Keys that seal small secrets in the database, the newest first; only that one seals, each opens.

    As set. Else the signing key of the environment, which servers of one database share, before those kept in
    the data folder, one a line; where there is none of either, one is made there once.
    """
    if environment.seal_keys:
        return _listed(environment.seal_keys.split(","))
    path = environment.folder / "seal-keys"
    shared = [environment.secret_key] if environment.secret_key else []
    if shared and not path.exists():
        return tuple(shared)
    return _listed([*shared, *_kept(path).split()])


def authority_fingerprint(tls_folder: Path) -> str:
    """SHA-256 of the own authority's certificate in ``tls_folder``, in pairs as devices show it.

    Empty where there is no authority.
    """
    path = tls_folder / "authority.pem"
    if not path.exists():
        return ""
    digest = sha256(ssl.PEM_cert_to_DER_cert(path.read_text())).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def _listed(keys: list[str]) -> tuple[str, ...]:
    found = tuple(key.strip() for key in keys if key.strip())
    if not found:
        raise InvalidInput(
            "no key stands there: bring back the file, or delete it to begin with a new key",
            where="seal-keys",
        )
    return found


def _kept(path: Path) -> str:
    """What the file says; made with a new key for its owner's eyes only where there is none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
