"""The clinic's own certificate authority, and the certificate by which its server is known on the LAN.

No public authority signs names and addresses of a private network, and without TLS browsers keep passkeys,
wake lock and service workers shut. So the server makes an authority once, which each tablet is told to trust.
It can speak for names and addresses of a private network only (RFC 5280, section 4.2.1.10).
"""

import ipaddress
import os
import ssl
import stat
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from drypoint.terms.errors import DrypointError, InvalidInput
from drypoint.upkeep import lan

AUTHORITY_FOR = timedelta(days=3650)
SERVER_FOR = timedelta(days=397)
"""Browsers refuse more than 398 days from authorities they came with, Apple more than 825 from any."""
RENEW_BEFORE = timedelta(days=60)
BACKDATED = timedelta(days=1)
"""A tablet's clock may be behind."""
PRIVATE_DOMAINS = ("local", "localhost", "lan", "internal", "home.arpa")
"""Domains that nobody owns on the internet, or that were set aside for networks at home."""
KEY_MODE = 0o600


class BrokenAuthority(DrypointError):
    """The files of the authority do not belong together; the message says what to do."""


def folder_of(data: Path) -> Path:
    """Where authority and certificate are kept, for their owner's eyes only."""
    return data / "tls"


def authority_file(folder: Path) -> Path:
    """The authority's certificate, which tablets are told to trust."""
    return folder / "authority.pem"


def authority_key_file(folder: Path) -> Path:
    """Whoever holds this can pass for the clinic's server on each tablet that trusts the authority."""
    return folder / "authority.key"


def server_file(folder: Path) -> Path:
    """The server's certificate."""
    return folder / "server.pem"


def server_key_file(folder: Path) -> Path:
    """The server's key; it stays when the certificate is renewed, so that one file changes at once."""
    return folder / "server.key"


def keep(folder: Path, names: tuple[str, ...], *, given: Iterable[str] = (), now: datetime) -> bool:
    """See that there is an authority, and a certificate of it for ``names`` that lasts; whether one was made.

    Names of this machine that the authority may not speak for are left out, but of those ``given`` by
    whoever runs the server ``InvalidInput`` is raised. Raises ``BrokenAuthority``.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not authority_file(folder).exists() and not authority_key_file(folder).exists():
        _make_authority(folder, names, now=now)
    authority, signer = _authority(folder)
    refused = [one for one in names if not _permitted(authority, one)]
    if asked := [one for one in given if one in refused]:
        raise InvalidInput(
            "this clinic's authority was made without this name and cannot speak for it. Leave it out, or "
            f"move {folder} aside: a new authority is made, and every tablet has to trust it anew.",
            where=asked[0],
        )
    wanted = [one for one in names if one not in refused]
    if lasts(folder, wanted, now=now):
        return False
    _make_server(folder, authority, signer, wanted, now=now)
    return True


def lasts(folder: Path, names: Iterable[str], *, now: datetime) -> bool:
    """Whether the server's certificate holds each of ``names``, is of this authority and not near its end."""
    path = server_file(folder)
    if not path.exists() or not server_key_file(folder).exists():
        return False
    found = loaded(path)
    authority = loaded(authority_file(folder))
    try:
        found.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError):
        return False
    return found.not_valid_after_utc - now > RENEW_BEFORE and set(names) <= set(names_of(found))


def loaded(path: Path) -> x509.Certificate:
    """The first certificate of a PEM file; raises ``InvalidInput`` where there is none."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except (OSError, ValueError, IndexError) as wrong:
        raise InvalidInput(
            "no certificate in PEM form can be read from this file", where=str(path)
        ) from wrong


def names_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Host names and addresses that it holds, in its order."""
    try:
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    kinds = (x509.DNSName, x509.IPAddress)
    return tuple(str(one.value) for one in held if isinstance(one, kinds))


def common_name(certificate: x509.Certificate) -> str:
    """Under which name devices list it."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def belongs(certificate: Path, key: Path) -> bool:
    """Whether the key is that of the certificate; ``False`` too for what cannot be read."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError):
        return False
    return True


def open_to_others(folder: Path) -> list[Path]:
    """The folder and its files as far as other users of the machine can reach them."""
    return [path for path in (folder, *folder.iterdir()) if stat.S_IMODE(path.stat().st_mode) & 0o077]


def check_authority(folder: Path) -> None:
    """Raises ``BrokenAuthority`` unless its certificate and key are there and belong together."""
    if not belongs(authority_file(folder), authority_key_file(folder)):
        raise BrokenAuthority(
            f"The certificate authority in {folder} is not whole: bring back authority.pem and authority.key "
            "together, or move the folder aside: a new one is made, and every tablet has to trust it anew."
        )


def _make_authority(folder: Path, names: tuple[str, ...], *, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    # Apple's devices list an authority for trust only when it has a common name.
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Drypoint"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Drypoint on {lan.own_name()[:40]} {now:%Y-%m-%d}"),
        ]
    )
    domains = (*PRIVATE_DOMAINS, *(one for one in names if not lan.is_address(one)))
    permitted: list[x509.GeneralName] = [x509.DNSName(one) for one in dict.fromkeys(domains)]
    permitted += [x509.IPAddress(network) for network in lan.PRIVATE]
    certificate = (
        _begun(subject, subject, key.public_key(), now, AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(authority_key_file(folder), key)
    _write(authority_file(folder), certificate.public_bytes(serialization.Encoding.PEM))


def _make_server(
    folder: Path,
    authority: x509.Certificate,
    signer: ec.EllipticCurvePrivateKey,
    names: list[str],
    *,
    now: datetime,
) -> None:
    path = server_key_file(folder)
    if not path.exists():
        _write_key(path, ec.generate_private_key(ec.SECP256R1()))
    key = _key(path)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    held: list[x509.GeneralName] = [
        x509.IPAddress(ipaddress.ip_address(one)) if lan.is_address(one) else x509.DNSName(one)
        for one in names
    ]
    signing = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    certificate = (
        _begun(subject, authority.subject, key.public_key(), now, SERVER_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(held), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(signing, critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(server_file(folder), certificate.public_bytes(serialization.Encoding.PEM))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, long: timedelta
) -> x509.CertificateBuilder:
    begins = now - BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + long)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    check_authority(folder)
    return loaded(authority_file(folder)), _key(authority_key_file(folder))


def _permitted(authority: x509.Certificate, name: str) -> bool:
    allowed = (
        authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    )
    if lan.is_address(name):
        address = ipaddress.ip_address(name)
        networks = [ipaddress.ip_network(one.value) for one in allowed if isinstance(one, x509.IPAddress)]
        return any(address in network for network in networks)
    domains = [one.value for one in allowed if isinstance(one, x509.DNSName)]
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise BrokenAuthority(f"{path} holds no key that Drypoint made: move the folder {path.parent} aside.")
    return found


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    _write(
        path,
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )


def _write(path: Path, content: bytes) -> None:
    """In one step, so that a server that reads meanwhile finds the old or the new, whole."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_MODE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
