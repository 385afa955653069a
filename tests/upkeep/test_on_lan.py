"""Serving the clinic's network: what follows by itself, and a certificate that is kept fresh."""

import os
import signal
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from drypoint.config import environment as environments
from drypoint.terms.errors import InvalidInput
from drypoint.upkeep import certificates, lan, on_lan, server, tls_checks
from drypoint.upkeep.locks import InUse, sole_use

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan, "own_name", lambda: "clinic-pc")
    monkeypatch.setattr(lan, "own_addresses", lambda: ("192.168.1.20",))


@pytest.fixture
def environment(tmp_path: Path) -> environments.Environment:
    return environments.Environment(data_dir=str(tmp_path))


@pytest.fixture
def served(environment: environments.Environment) -> on_lan.OnLan:
    """A server of the network, prepared."""
    found = on_lan.OnLan(folder=certificates.folder_of(environment.folder), port=8443, set_up_port=8080)
    on_lan.prepare(environment, found, now=NOW)
    return found


def said(environment: environments.Environment, now: datetime = NOW) -> list[tuple[bool, str]]:
    return [(found.ok, found.says) for found in tls_checks.examine(environment, now=now)]


def test_hosts_certificate_and_set_up_page_follow_by_themselves(
    environment: environments.Environment, served: on_lan.OnLan
) -> None:
    follows = environments.read(served.variables(environment))
    assert follows.hosts == "localhost,127.0.0.1,[::1],clinic-pc.local,clinic-pc,192.168.1.20"
    assert follows.speaks_tls
    assert Path(follows.certificate).parent == environment.folder / "tls"
    assert follows.set_up_address == "http://192.168.1.20:8080/"
    assert follows.address == "", "a link to the network does not open at a patient's home"


def test_tablets_are_given_the_lasting_name_first_and_never_this_machine_itself(served: on_lan.OnLan) -> None:
    assert on_lan.addresses(served.names(), 8443) == [
        "https://clinic-pc.local:8443/",
        "https://192.168.1.20:8443/",
    ]
    assert on_lan.addresses(("fd00::1",), 8443) == ["https://[fd00::1]:8443/"]
    assert on_lan.outer_names(lan.LOOPBACK) == list(lan.LOOPBACK)


def test_no_set_up_page_has_no_address(served: on_lan.OnLan) -> None:
    assert on_lan.OnLan(folder=served.folder, port=8443).set_up_address() == ""


def test_certificate_is_not_touched_while_another_server_works(environment: environments.Environment) -> None:
    served = on_lan.OnLan(folder=certificates.folder_of(environment.folder), port=8443)
    with sole_use(environment.folder, otherwise="held"), pytest.raises(InUse, match="Another server uses"):
        on_lan.prepare(environment, served, now=NOW)
    assert not served.certificate.exists()


def test_running_server_takes_up_a_new_address(
    served: on_lan.OnLan, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ALLOWED_HOSTS, settings.SET_UP_ADDRESS = ["localhost"], ""
    signals: list[int] = []
    monkeypatch.setattr(on_lan.os, "kill", lambda _pid, number: signals.append(number))
    renewal = on_lan.Renewal(served, lambda: on_lan.known_to_workers(served))
    renewal.look_once(now=NOW)
    assert signals == []
    monkeypatch.setattr(lan, "own_addresses", lambda: ("10.0.0.7",))
    renewal.look_once(now=NOW)
    assert signals == [signal.SIGHUP]
    assert {"localhost", "clinic-pc.local", "10.0.0.7"} <= set(settings.ALLOWED_HOSTS)
    assert settings.SET_UP_ADDRESS == "http://10.0.0.7:8080/"


def test_renewal_that_fails_is_logged_and_ends_nothing(
    served: on_lan.OnLan, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates.authority_key_file(served.folder).unlink()
    renewed: list[str] = []
    monkeypatch.setattr(on_lan, "LOOK_SECONDS", 0.01)
    renewal = on_lan.Renewal(served, lambda: renewed.append("renewed"))
    renewal.start()
    for _try in range(500):
        if "BrokenAuthority" in caplog.text:
            break
        renewal._ended.wait(0.01)
    assert renewal._thread.is_alive()
    renewal.stop()
    renewal._thread.join(timeout=5)
    assert not renewal._thread.is_alive()
    assert renewed == []
    assert "BrokenAuthority" in caplog.text


def test_cookies_are_secure_and_browsers_are_not_told_to_insist(served: on_lan.OnLan) -> None:
    told = {"DRYPOINT_DATA_DIR": str(served.folder.parent), "DRYPOINT_CERTIFICATE": str(served.certificate)}
    asks = (
        "from drypoint.config import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)\n"
        "print(s.SECURE_HSTS_SECONDS, s.SECURE_PROXY_SSL_HEADER)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asks], env={**os.environ, **told}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "0", "None"]


def test_certificate_that_the_clinic_brought_names_the_hosts(served: on_lan.OnLan, tmp_path: Path) -> None:
    def brought(certificate: Path, key: Path | str) -> environments.Environment:
        return environments.Environment(
            data_dir=str(tmp_path), certificate=str(certificate), certificate_key=str(key)
        )

    fits = brought(served.certificate, served.certificate_key)
    assert on_lan.own_certificate(fits)[0] == "clinic-pc.local"
    for key in ("", certificates.authority_key_file(served.folder)):
        with pytest.raises(InvalidInput, match="name it with --key"):
            on_lan.own_certificate(brought(served.certificate, key))
    assert said(fits)[0][0]
    served.certificate_key.chmod(0o644)
    assert "other users of this machine" in said(fits)[0][1]
    served.certificate_key.chmod(0o600)
    assert "renew it, and restart" in said(fits, NOW + timedelta(days=380))[0][1]
    assert "is not the key of" in said(brought(served.certificate, served.folder / "none"))[0][1]
    assert "no certificate in PEM form" in said(brought(tmp_path / "none.pem", "x"))[0][1]


def test_doctor_says_what_is_wrong_with_the_certificate(
    environment: environments.Environment, served: on_lan.OnLan, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [ok for ok, _says in said(environment)] == [True]
    assert "192.168.1.20" in said(environment)[0][1]
    monkeypatch.setattr(lan, "own_addresses", lambda: ("10.0.0.7",))
    assert said(environment)[0][1].startswith("it lacks 10.0.0.7, an address of this machine")
    monkeypatch.setattr(lan, "own_addresses", lambda: ("192.168.1.20",))
    assert "which renews it" in said(environment, NOW + timedelta(days=370))[0][1]
    assert said(environment, NOW + timedelta(days=3300))[0][1].startswith("it ends on 20")
    certificates.authority_key_file(served.folder).chmod(0o644)
    ok, says = said(environment)[0]
    assert (ok, "authority.key" in says) == (False, True)
    served.folder.chmod(0o755)
    assert said(environment)[0][1].endswith("chmod -R go-rwx '" + str(served.folder) + "'")
    certificates.authority_key_file(served.folder).unlink()
    assert "not whole" in said(environment)[-1][1]


def test_doctor_finds_no_certificate_where_none_is_needed(environment: environments.Environment) -> None:
    assert said(environment) == [(True, "none: by https through a proxy, or on this machine only")]


def test_tls_is_never_older_than_1_2() -> None:
    context = server._tls(None, lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
