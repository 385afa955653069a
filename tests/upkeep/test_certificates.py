"""The clinic's own authority: chains that verify, names, ends, renewal, private files."""

import ipaddress
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from drypoint.config.environment import authority_fingerprint
from drypoint.terms.errors import InvalidInput
from drypoint.upkeep import certificates, lan

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
NAMES = ("clinic-pc.local", "clinic-pc", "192.168.1.20", *lan.LOOPBACK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An authority with a certificate, made just now by the wall clock: Python's ssl looks at that one."""
    found = tmp_path / "tls"
    certificates.keep(found, NAMES, now=datetime.now(UTC))
    return found


def shaken_hands(folder: Path, trusted: Path, name: str) -> str:
    """The TLS version on which a server with the folder's certificate and a client that trusts agree."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificates.server_file(folder), certificates.server_key_file(folder))
    asking = ssl.create_default_context(cafile=str(trusted))
    asking.verify_flags |= ssl.VERIFY_X509_STRICT
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            serving.wrap_socket(there, server_side=True).close()
        except (ssl.SSLError, OSError):
            there.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with asking.wrap_socket(here, server_hostname=name) as secured:
            return secured.version() or ""
    finally:
        here.close()
        thread.join(timeout=10)


@pytest.mark.parametrize(
    "name", ["clinic-pc.local", "clinic-pc", "192.168.1.20", "localhost", "127.0.0.1", "::1"]
)
def test_certificate_is_good_for_each_name_and_address(folder: Path, name: str) -> None:
    assert shaken_hands(folder, certificates.authority_file(folder), name) == "TLSv1.3"


@pytest.mark.parametrize("name", ["other.local", "192.168.1.21"])
def test_certificate_is_refused_for_another_name(folder: Path, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shaken_hands(folder, certificates.authority_file(folder), name)


def test_certificate_of_another_authority_is_refused(folder: Path, tmp_path: Path) -> None:
    certificates.keep(tmp_path / "other", NAMES, now=datetime.now(UTC))
    with pytest.raises(ssl.SSLCertVerificationError, match=r"unable to get local issuer|signature"):
        shaken_hands(folder, certificates.authority_file(tmp_path / "other"), "clinic-pc.local")


def test_stolen_authority_cannot_speak_for_a_website(folder: Path) -> None:
    authority, signer = certificates._authority(folder)
    certificates._make_server(folder, authority, signer, ["bank.example"], now=datetime.now(UTC))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shaken_hands(folder, certificates.authority_file(folder), "bank.example")
    certificates._make_server(folder, authority, signer, ["203.0.113.5"], now=datetime.now(UTC))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shaken_hands(folder, certificates.authority_file(folder), "203.0.113.5")


def test_certificate_is_what_browsers_ask_for(folder: Path) -> None:
    found = certificates.loaded(certificates.server_file(folder))
    assert found.not_valid_after_utc - found.not_valid_before_utc <= timedelta(days=398)
    usage = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert certificates.names_of(found) == NAMES
    assert "*" not in "".join(certificates.names_of(found))


def test_authority_is_what_devices_list_for_trust(folder: Path) -> None:
    found = certificates.loaded(certificates.authority_file(folder))
    assert found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    basic = found.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    limits = found.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    permitted = limits.value.permitted_subtrees or []
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    assert all(isinstance(one, ipaddress.IPv4Network | ipaddress.IPv6Network) for one in networks)
    assert set(networks) == set(lan.PRIVATE)


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert certificates.open_to_others(folder) == []
    certificates.authority_key_file(folder).chmod(0o640)
    assert certificates.open_to_others(folder) == [certificates.authority_key_file(folder)]


def kept(folder: Path, names: tuple[str, ...], now: datetime) -> tuple[bool, bytes, bytes, bytes]:
    """Whether one was made, then authority, certificate and the server's key as they stand."""
    made = certificates.keep(folder, names, now=now)
    files = (
        certificates.authority_file(folder),
        certificates.server_file(folder),
        certificates.server_key_file(folder),
    )
    return made, *(file.read_bytes() for file in files)


def test_certificate_is_renewed_before_its_end_by_the_same_authority(tmp_path: Path) -> None:
    first = kept(tmp_path / "tls", NAMES, NOW)
    assert first[0]
    long = certificates.SERVER_FOR - certificates.BACKDATED - certificates.RENEW_BEFORE
    later = kept(tmp_path / "tls", NAMES, NOW + long - timedelta(minutes=1))
    assert later == (False, *first[1:])
    made, authority, server, key = kept(tmp_path / "tls", NAMES, NOW + long)
    assert (made, authority, key) == (True, first[1], first[3])
    assert server != first[2]
    ends = certificates.loaded(certificates.server_file(tmp_path / "tls")).not_valid_after_utc
    assert ends == NOW + long - certificates.BACKDATED + certificates.SERVER_FOR


def test_new_address_gets_a_new_certificate_of_the_same_authority(tmp_path: Path) -> None:
    _made, authority, _server, _key = kept(tmp_path / "tls", NAMES, NOW)
    made, same, _server, _key = kept(tmp_path / "tls", (*NAMES, "10.0.0.7"), NOW)
    assert (made, same) == (True, authority)
    held = certificates.names_of(certificates.loaded(certificates.server_file(tmp_path / "tls")))
    assert held == (*NAMES, "10.0.0.7")
    assert not kept(tmp_path / "tls", NAMES, NOW)[0], "an address that went away needs no new one"


def test_name_that_the_authority_may_not_speak_for_is_refused_when_asked_and_else_left_out(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "tls"
    certificates.keep(folder, ("clinic.example", *NAMES), given=("clinic.example",), now=NOW)
    renamed = ("other-pc.local", "other-pc", *NAMES)
    certificates.keep(folder, renamed, now=NOW)
    held = certificates.names_of(certificates.loaded(certificates.server_file(folder)))
    assert "other-pc.local" in held
    assert "other-pc" not in held
    with pytest.raises(InvalidInput, match="cannot speak for it"):
        certificates.keep(folder, ("shop.example", *NAMES), given=("shop.example",), now=NOW)


@pytest.mark.parametrize("lost", [certificates.authority_key_file, certificates.authority_file])
def test_half_an_authority_is_said_and_never_replaced(folder: Path, lost: object) -> None:
    lost(folder).unlink()  # type: ignore[operator]
    with pytest.raises(certificates.BrokenAuthority, match="move the folder aside"):
        certificates.keep(folder, NAMES, now=NOW)


def test_certificate_of_another_authority_in_the_folder_is_made_anew(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    certificates.keep(other, NAMES, now=datetime.now(UTC))
    certificates.server_file(folder).write_bytes(certificates.server_file(other).read_bytes())
    assert certificates.keep(folder, NAMES, now=datetime.now(UTC))
    assert shaken_hands(folder, certificates.authority_file(folder), "localhost")


def test_key_of_another_kind_is_refused_in_words(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519

    key = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificates.server_key_file(folder).write_bytes(key)
    with pytest.raises(certificates.BrokenAuthority, match="no key that Drypoint made"):
        certificates.keep(folder, (*NAMES, "10.0.0.7"), now=NOW)


def test_what_is_no_certificate_is_said(tmp_path: Path) -> None:
    (tmp_path / "junk.pem").write_text("junk")
    for path in (tmp_path / "junk.pem", tmp_path / "none.pem"):
        with pytest.raises(InvalidInput, match="no certificate in PEM form"):
            certificates.loaded(path)


def test_fingerprint_is_that_of_openssl_and_browsers(folder: Path) -> None:
    from cryptography.hazmat.primitives.hashes import SHA256

    found = certificates.loaded(certificates.authority_file(folder))
    said = authority_fingerprint(folder)
    assert said == ":".join(f"{byte:02X}" for byte in found.fingerprint(SHA256()))
    assert authority_fingerprint(folder / "none") == ""


def test_names_are_read_as_typed_and_wrong_ones_named() -> None:
    assert lan.checked(["Clinic.Example.", " 10.0.0.7 ", "fd00::1"]) == (
        "clinic.example",
        "10.0.0.7",
        "fd00::1",
    )
    for wrong, says in (
        ("203.0.113.5", "not of a private network"),
        ("a_b", "neither a host name"),
        ("-a.local", "neither a host name"),
        ("", "neither a host name"),
    ):
        with pytest.raises(InvalidInput, match=says):
            lan.checked([wrong])


def test_this_machine_is_known_by_name_by_address_and_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan.socket, "gethostname", lambda: "Clinic_PC.fritz.box")
    monkeypatch.setattr(lan, "own_addresses", lambda: ("192.168.1.20",))
    assert lan.reachable_as(["drypoint.lan"]) == (
        "drypoint.lan",
        "clinic-pc.local",
        "clinic-pc",
        "192.168.1.20",
        *lan.LOOPBACK,
    )


def test_own_addresses_are_private_ones_the_usual_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert all(lan.is_private(one) and not one.startswith("127.") for one in lan.own_addresses())
    routes = tmp_path / "route"
    routes.write_text("Iface\tDestination\tGateway\nwlan0\t0001A8C0\t00000000\nwlan0\t00000000\t0101A8C0\n")
    monkeypatch.setattr(lan, "ROUTES", routes)
    interfaces = {
        "lo": "127.0.0.1",
        "eth0": "10.0.0.7",
        "tun0": "",
        "wan0": "203.0.113.5",
        "wlan0": "192.168.1.20",
    }
    monkeypatch.setattr(lan.socket, "if_nameindex", lambda: list(enumerate(interfaces)))
    monkeypatch.setattr(lan, "_address_of", interfaces.__getitem__)
    assert lan.own_addresses() == ("192.168.1.20", "10.0.0.7")


def test_loopback_has_its_address_and_an_interface_that_is_not_there_none() -> None:
    assert lan._address_of("lo") == "127.0.0.1"
    assert lan._address_of("nothere0") == ""
