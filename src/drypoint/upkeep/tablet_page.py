"""The plain page on which a tablet gets the clinic's authority, before it can trust anything by https.

It answers a fixed list of addresses: the page in each language, the authority's certificate, and what the
page looks like. No sign-in, no database, nobody's data: whoever is on the network may read all of it.
"""

import signal
import ssl
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from drypoint.config.environment import authority_fingerprint
from drypoint.terms.errors import DrypointError
from drypoint.upkeep import certificates, lan
from drypoint.upkeep.on_lan import addresses
from drypoint.upkeep.supervisor import beside_is_gone

AUTHORITY_PATH = "/drypoint-authority.crt"
STATIC = {
    "css/tokens.css": "text/css",
    "css/base.css": "text/css",
    "css/components.css": "text/css",
    "css/forms.css": "text/css",
    "css/tablets.css": "text/css",
    "img/mark.svg": "image/svg+xml",
    "js/page.js": "text/javascript",
    "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2": "font/woff2",
    "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "font/woff2",
}
"""What the page looks like, and its type."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
IDLE_SECONDS = 10


class Answer(msgspec.Struct, frozen=True):
    """What one address gives."""

    kind: str
    body: bytes


def answers(folder: Path, *, https_port: int) -> dict[str, Answer]:
    """Every address that is answered; ``/`` is not in it, it leads to one of the languages."""
    authority = certificates.authority_file(folder)
    names = certificates.names_of(certificates.loaded(certificates.server_file(folder)))
    secure = addresses(names, https_port)
    shown = {
        "authority_url": AUTHORITY_PATH,
        "fingerprint": authority_fingerprint(folder).split(":"),
        "named": [one for one in secure if not lan.is_address(_host(one))],
        "numbered": [one for one in secure if lan.is_address(_host(one))],
        "authority_name": certificates.common_name(certificates.loaded(authority)),
    }
    found = {
        AUTHORITY_PATH: Answer("application/x-x509-ca-cert", ssl.PEM_cert_to_DER_cert(authority.read_text()))
    }
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            page = render_to_string("tablets/set_up.html", {**shown, "language": language})
        found[f"/{language}/"] = Answer("text/html; charset=utf-8", page.encode())
    for name, kind in STATIC.items():
        found[f"{settings.STATIC_URL}{name}"] = Answer(kind, Path(str(finders.find(name))).read_bytes())
    return found


def _host(address: str) -> str:
    return address.removeprefix("https://").rpartition(":")[0].strip("[]")


def preferred(accept_language: str) -> str:
    """The first of our languages that a browser names; English else."""
    ours = dict(settings.LANGUAGES)
    named = (part.partition(";")[0].strip().lower().partition("-")[0] for part in accept_language.split(","))
    return next((one for one in named if one in ours), "en")


class Page(ThreadingHTTPServer):
    """The server of the page. It makes the page anew when the certificate was renewed."""

    daemon_threads = True

    def __init__(self, at: tuple[str, int], folder: Path, https_port: int) -> None:
        self._folder, self._https_port = folder, https_port
        self._lock = threading.Lock()
        self._made_of: int | None = None
        self._answers: dict[str, Answer] = {}
        self.answers()
        super().__init__(at, _Handler)

    def answers(self) -> dict[str, Answer]:
        """As of the certificate that stands."""
        with self._lock:
            stands = certificates.server_file(self._folder).stat().st_mtime_ns
            if stands != self._made_of:
                self._answers = answers(self._folder, https_port=self._https_port)
                self._made_of = stands
            return self._answers

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Page
    timeout = IDLE_SECONDS
    server_version, sys_version = "Drypoint", ""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        if path == "/":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"/{preferred(self.headers.get('Accept-Language', ''))}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        found = self.server.answers().get(path)
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        body = found.body if found else b"Not here."
        self.send_response(status)
        self.send_header("Content-Type", found.kind if found else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nobody needs to know who looked."""


class PortTaken(DrypointError):
    """Another program listens there."""


def serve(folder: Path, *, host: str, port: int, https_port: int, beside: int | None = None) -> None:
    """Serve until SIGTERM, or until the process ``beside`` which it was started is gone."""
    try:
        page = Page((host, port), folder, https_port)
    except OSError as wrong:
        raise PortTaken(f"Cannot listen on {host} port {port}: {wrong.strerror}.") from wrong
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    serving = threading.Thread(target=page.serve_forever, name="tablet-page", daemon=True)
    serving.start()
    while not ended.wait(1) and not beside_is_gone(beside):
        pass
    page.shutdown()
    page.server_close()
