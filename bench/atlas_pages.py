"""Times and weighs the pages of the atlas; writes ``docs/reference/atlas-times.md``.

A demo clinic in memory is served from here over HTTP, to a signed-in therapist and to a stranger; bounded, no
network. Weight is what a browser with an empty cache fetches.
"""

import gzip
import os
import platform
import re
import shutil
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import quantiles
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "atlas-times.md"
ROUNDS = 3
WEIGHED = 6
GOAL_MS, GOAL_KB = 40, 150
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SEARCHES = ("trapezius", "trapecious", "SCM", "gemelos", "sien", "piriformus", "calf", "xyzq")
VIEW = re.compile(r'href="(/body/\w+\.svg)#body"')

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")


def main() -> None:
    """Time every page, weigh the heaviest, print and keep the tables."""
    sys.path.insert(0, str(ROOT))
    sys.path.insert(0, str(ROOT / "bench"))
    import django

    django.setup()
    from measure import Browser

    port, session, public = _served()
    timed: list[tuple[str, int, list[float], list[float]]] = []
    for whose, cookie, base in (("staff", session, "/atlas/"), ("public", "none", public)):
        browser = Browser(port, cookie)
        for kind, addresses in _addresses(base).items():
            first = [_time(browser, address) for address in addresses]
            later = [_time(browser, address) for _round in range(ROUNDS) for address in addresses]
            timed.append((f"{kind}, {whose}", len(addresses), first, later))
    heaviest = _heaviest(Browser(port, "none"), _addresses(public)["muscles"])
    maps = [f"{public}zones/", f"{public}zones/?view=head"]
    weights, version = _weights(f"http://localhost:{port}", [*heaviest, *maps, f"{public}muscles/"])
    _write(timed, weights, version)


def _addresses(base: str) -> dict[str, list[str]]:
    from drypoint.atlas import load

    body = load()
    return {
        "muscles": [f"{base}muscles/{muscle.id}/" for muscle in body.muscles],
        "zones": [f"{base}zones/{zone.code}/" for zone in body.zones],
        "body to tap on": [
            f"{base}zones/?view={view}" for view in ("body", "sides", "head", "hands", "feet")
        ],
        "list of muscles": [f"{base}muscles/"],
        "search while typing": [f"{base}search/?q={text}" for text in SEARCHES],
    }


def _time(browser: Any, address: str) -> float:
    begun = time.perf_counter()
    browser.get(address)
    return (time.perf_counter() - begun) * 1000


def _served() -> tuple[int, str, str]:
    """The port, a therapist's session, and where the public atlas begins."""
    from django.core.wsgi import get_wsgi_application
    from django.test import Client
    from django.test.utils import setup_databases, setup_test_environment
    from tests.clinic import factories

    from drypoint.clinic.accounts.actions import clinics
    from drypoint.clinic.accounts.models.clinics import ClinicKind

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    clinic = factories.make_clinic(ClinicKind.DEMO, "Demo")
    clinics.revise(
        by=factories.acting(clinic, "owner"), clinic=clinic, revision=clinic.revision, public_atlas=True
    )
    client = Client()
    member = factories.make_therapist(clinic)
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    server = make_server("localhost", 0, get_wsgi_application(), handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port, client.cookies["sessionid"].value, f"/public/{clinic.pk}/en/"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """Nothing."""


def _heaviest(browser: Any, addresses: Iterable[str]) -> list[str]:
    """The pages with most bytes of their own and of the views they show, packed."""
    views: dict[str, int] = {}
    weight: dict[str, int] = {}
    for address in addresses:
        page = browser.get(address)
        weight[address] = len(gzip.compress(page.encode()))
        for view in set(VIEW.findall(page)):
            if view not in views:
                views[view] = len(gzip.compress(browser.get(view).encode()))
            weight[address] += views[view]
    return sorted(weight, key=lambda address: -weight[address])[:WEIGHED]


def _weights(server: str, addresses: Iterable[str]) -> tuple[dict[str, float], str]:
    """Kilobytes over the wire of each page, each from an empty cache, headers counted."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("No Chromium found: install Debian's package 'chromium'.")
    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for address in addresses:
            context = browser.new_context(viewport={"width": 390, "height": 844})
            page = context.new_page()
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            sizes: list[float] = []
            wire.on(
                "Network.loadingFinished", lambda told, into=sizes: into.append(told["encodedDataLength"])
            )
            page.goto(server + address)
            page.wait_for_load_state("networkidle")
            found[address] = sum(sizes) / 1000
            context.close()
        version = browser.version
        browser.close()
    return found, version


def _write(
    timed: list[tuple[str, int, list[float], list[float]]], weights: dict[str, float], version: str
) -> None:
    rows = []
    for what, count, first, later in timed:
        cuts = quantiles(later, n=20)
        worst_first = quantiles(first, n=20)[18] if len(first) > 1 else first[0]
        met = "yes" if cuts[18] <= GOAL_MS else "**no**"
        rows.append(f"| {what} | {count} | {cuts[9]:.0f} | {cuts[18]:.0f} | {met} | {worst_first:.0f} |")
    heavy = [
        f"| `{address.split('/en/')[1] or 'muscles/'}` | {kb:.0f} | {'yes' if kb <= GOAL_KB else '**no**'} |"
        for address, kb in weights.items()
    ]
    PAGE.write_text(
        f"""# Times and weight of the atlas

Written by `python bench/atlas_pages.py`; not edited by hand. Python {platform.python_version()}, Chromium
{version}, {platform.machine()}. Load of the machine beside it: {os.getloadavg()[0]:.1f} on
{os.cpu_count()} cores.

Over HTTP from one process, one client, milliseconds, each page {ROUNDS} times after its first. What a page
says is made once per process: the last column is its making, by the first who looks. Goal: p95 {GOAL_MS} ms.

| pages | how many | p50 | p95 | goal met | p95 of the first look |
|---|---|---|---|---|---|
{chr(10).join(rows)}

The {WEIGHED} heaviest muscles, the body to tap on, and the list, in kilobytes that a browser with an empty
cache fetches: page, letters, style, scripts, views; packed, headers counted. Goal: {GOAL_KB} kB.

| page | kB | goal met |
|---|---|---|
{chr(10).join(heavy)}
""",
        encoding="utf-8",
    )
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
