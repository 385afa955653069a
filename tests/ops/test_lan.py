"""``drypoint serve --lan``: https with the clinic's own authority, and a plain page without data."""

import base64
import hashlib
import http.client
import os
import shutil
import signal
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import sync_playwright
from tests.ops.conftest import Server, Site, free_port

from drypoint.upkeep import certificates, lan

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Lan:
    """A server of the network, here of this machine alone."""

    site: Site
    server: Server
    set_up_port: int

    @property
    def authority(self) -> str:
        return str(self.site.folder / "tls" / "authority.pem")

    def secure(self, path: str, host: str = "localhost") -> tuple[int, dict[str, str], str]:
        """Status, headers and page by https, trusting the authority and nobody else."""
        trusting = ssl.create_default_context(cafile=self.authority)
        connection = http.client.HTTPSConnection(host, self.server.port, context=trusting, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        found = (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read().decode(),
        )
        connection.close()
        return found

    def plain(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the set-up port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.set_up_port, timeout=30)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found


@pytest.fixture
def served(site: Site) -> Iterator[Lan]:
    port = free_port()
    with site.serving("--lan", "--host", "127.0.0.1", "--set-up-port", str(port)) as server:
        server.child("tablet-page")
        second = Server(port=port, process=server.process)
        second.wait_until_it_answers()
        yield Lan(site=site, server=server, set_up_port=port)


def test_https_with_the_own_authority_and_nothing_that_locks_out(served: Lan) -> None:
    for host in ("localhost", "127.0.0.1"):
        status, headers, page = served.secure("/accounts/login/", host)
        assert status == 200
        assert "Sign in" in page
        assert "Secure" in headers["set-cookie"]
        assert "strict-transport-security" not in headers
    stranger = build_opener(ProxyHandler({}), HTTPSHandler(context=ssl.create_default_context()))
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.open(f"https://localhost:{served.server.port}/", timeout=30)
    files = list((served.site.folder / "tls").iterdir())
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []
    assert served.site.doctor_passes()


def test_set_up_port_serves_the_page_and_the_authority_and_nothing_else(served: Lan) -> None:
    status, headers, _body = served.plain("/", **{"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})
    assert (status, headers["location"]) == (302, "/es/")
    assert served.plain("/", **{"Accept-Language": "fr"})[1]["location"] == "/en/"
    status, headers, page = served.plain("/en/")
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert (
        f'href="https://{os.uname().nodename.partition(".")[0].lower()}.local:{served.server.port}/"'
        in page.decode()
    )
    assert "set-cookie" not in headers
    status, headers, der = served.plain("/drypoint-authority.crt")
    assert (status, headers["content-type"]) == (200, "application/x-x509-ca-cert")
    authority = x509.load_der_x509_certificate(der)
    shown = "".join(f"<span>{byte:02X}</span> " for byte in hashlib.sha256(der).digest())
    assert shown in page.decode()
    assert b"PRIVATE" not in der
    assert authority.subject == authority.issuer
    for path in ("/static/css/tokens.css", "/static/img/mark.svg"):
        assert served.plain(path)[0] == 200
    for path in (
        "/accounts/login/",
        "/people/",
        "/authority.key",
        "/tls/authority.key",
        "/../tls/authority.key",
        "/static/../../tls/authority.key",
        "/drypoint.sqlite3",
        "/en/../people/",
        "//people/",
    ):
        assert served.plain(path)[0] == 404, path
    assert served.plain("/en/", "POST")[0] == 501
    assert served.plain("/en/", "HEAD")[2] == b""


def test_killed_set_up_page_comes_back_and_ends_with_the_server(served: Lan) -> None:
    first = served.server.child("tablet-page")
    os.kill(first, signal.SIGKILL)
    assert served.server.child("tablet-page", but=first) != first
    Server(port=served.set_up_port, process=served.server.process).wait_until_it_answers()
    served.server.process.terminate()
    assert served.server.process.wait(timeout=60) == 0
    assert served.server.children() == {}
    with pytest.raises(OSError, match="refused"):
        served.plain("/en/")


def test_browser_that_trusts_the_certificate_has_a_secure_context(served: Lan) -> None:
    certificate = x509.load_pem_x509_certificate((served.site.folder / "tls" / "server.pem").read_bytes())
    key = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    asks = (
        "[isSecureContext, 'wakeLock' in navigator, 'serviceWorker' in navigator,"
        " 'PublicKeyCredential' in window]"
    )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=[f"--ignore-certificate-errors-spki-list={pin}"]
        )
        page = started.new_page()
        page.goto(f"https://localhost:{served.server.port}/accounts/login/")
        assert page.evaluate(asks) == [True, True, True, True]
        assert page.locator("form[data-passkey]").is_visible()
        started.close()
        stranger = playwright.chromium.launch(executable_path=path)
        with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
            stranger.new_page().goto(f"https://localhost:{served.server.port}/")
        stranger.close()


def test_renewed_certificate_and_new_workers_need_no_restart(served: Lan) -> None:
    beside = {served.server.child("tablet-page"), served.server.child("scheduler")}
    workers = set(served.server.children()) - beside
    address = ("127.0.0.1", served.server.port)
    before = ssl.get_server_certificate(address)
    certificates.keep(served.site.folder / "tls", ("new-name.local", *lan.LOOPBACK), now=datetime.now(UTC))
    assert ssl.get_server_certificate(address) != before
    assert served.secure("/accounts/login/")[0] == 200
    assert b"new-name.local" in served.plain("/en/")[2]
    os.kill(served.server.process.pid, signal.SIGHUP)  # as when names have changed
    for _try in range(600):
        now = set(served.server.children()) - beside
        if len(now) == 2 and not now & workers:
            break
        time.sleep(0.1)
    assert len(now) == 2 and not now & workers
    assert served.secure("/accounts/login/")[0] == 200
    assert beside <= set(served.server.children())


def test_set_up_page_is_accessible_and_fits_in_both_schemes(served: Lan) -> None:
    axe = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    runs = (
        "rules => axe.run(document, {runOnly: rules}).then(found =>"
        " found.violations.map(one => one.help + one.nodes[0].target))"
    )
    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path)
        page = started.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.on("requestfailed", lambda request: refused.append(request.url))
        for language in ("en", "es"):
            page.goto(f"http://127.0.0.1:{served.set_up_port}/{language}/")
            for summary in page.locator("summary").all():
                summary.click()
            page.evaluate(axe)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                assert page.evaluate(runs, rules) == [], (language, scheme)
            for width in (320, 390, 820, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), width
        assert refused == []
        started.close()


def test_own_certificate_is_served_and_a_wrong_key_refused(site: Site) -> None:
    with site.serving("--lan", "--host", "127.0.0.1", "--set-up-port", "0"):
        pass
    files = site.folder / "tls"
    given = ("--certificate", str(files / "server.pem"), "--key")
    with site.serving(*given, str(files / "server.key")) as server:
        assert Lan(site=site, server=server, set_up_port=0).secure("/accounts/login/")[0] == 200
        assert not [command for command in server.children().values() if "tablet-page" in command]
    refused = site.drypoint("serve", *given, str(files / "authority.key"))
    assert refused.returncode == 2
    assert "belongs to another" in refused.stderr
    alone = site.drypoint("serve", "--certificate", str(files / "server.pem"))
    assert (alone.returncode, "go together" in alone.stderr) == (2, True)


def test_lan_refuses_a_public_address_and_a_proxy_beside_it(site: Site) -> None:
    public = site.drypoint("serve", "--lan", "203.0.113.5")
    assert (public.returncode, "not of a private network" in public.stderr) == (2, True)
    assert not (site.folder / "tls").exists()
    os.environ["DRYPOINT_HTTPS"] = "true"
    try:
        both = site.drypoint("serve", "--lan")
    finally:
        del os.environ["DRYPOINT_HTTPS"]
    assert (both.returncode, "Leave one of them out" in both.stderr) == (2, True)
