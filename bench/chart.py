"""Times the body chart in a browser that is slowed to a quarter, and weighs its page.

Writes ``docs/reference/chart-times.md``. A demo clinic in memory is served from here; bounded, no network.
"""

import os
import platform
import shutil
import sys
import threading
from pathlib import Path
from statistics import quantiles
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "chart-times.md"
SLOWED = 4
STROKES = 30
MOVES = 40
GOAL_MS, GOAL_FOLD_MS, GOAL_KB = 16, 50, 180
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
sys.path.insert(0, str(ROOT))

LISTEN = """chart => {
  window.inks = [];
  window.folds = [];
  // After the chart's own listener: the ink is on the canvas now.
  addEventListener(chart.stage.isRaw ? "pointerrawupdate" : "pointermove", (event) => {
    if (!chart.stage.stroke) return;
    window.inks.push(performance.now() - event.timeStamp);
  });
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.folds.push(one.duration);
  }).observe({ type: "measure", buffered: true });
}"""


def main() -> None:
    """Serve, draw, weigh, write the table."""
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        address, cookies, where = _served()
        context = browser.new_context(
            base_url=address, viewport={"width": 390, "height": 844}, has_touch=True
        )
        context.add_cookies(cookies)
        page = context.new_page()
        weight = _weighed(page, where)
        times = _drawn(page)
        version = browser.version
        browser.close()
    _write(weight, times, version)


def _served() -> tuple[str, list[Any], str]:
    """The address, a signed-in patient's cookies, and the page."""
    from django.core.wsgi import get_wsgi_application
    from django.test import Client
    from django.test.utils import setup_databases, setup_test_environment
    from tests.clinic import factories
    from tests.clinic.visits.care import BEGUN

    from drypoint.clinic.accounts.models.clinics import ClinicKind
    from drypoint.clinic.actors import actor_for
    from drypoint.clinic.episodes.actions import episodes
    from drypoint.clinic.people.actions import access
    from drypoint.clinic.visits.actions import visits

    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    clinic = factories.make_clinic(ClinicKind.DEMO, "Demo")
    member = factories.make_therapist(clinic)
    by = actor_for(member)
    person = factories.make_person(clinic, "Ada", "Prieto", sex_recorded="male")
    episode = episodes.open(
        by=by, person=person, complaint="neck_pain", title="Neck", therapist=member, opened_on=BEGUN.date()
    )
    visits.start(by=by, episode=episode, therapist=member, started_at=BEGUN)
    granted = access.grant(by=factories.acting(clinic, "front_desk"), person=person, email="ada@home.test")
    client = Client()
    client.force_login(granted.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    server = make_server("localhost", 0, get_wsgi_application(), handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}"
    cookies = [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]
    return address, cookies, "/my/pain-drawing/"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """Nothing."""


def _weighed(page: Any, where: str) -> dict[str, float]:
    """Kilobytes over the wire by kind, from an empty cache until the small pictures are drawn."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": False})
    addresses: dict[str, str] = {}
    kinds: dict[str, float] = {}
    wire.on(
        "Network.responseReceived",
        lambda told: addresses.update({told["requestId"]: told["response"]["url"]}),
    )

    def loaded(told: dict[str, Any]) -> None:
        kind = _kind(addresses.get(told["requestId"], ""))
        kinds[kind] = kinds.get(kind, 0) + told["encodedDataLength"] / 1000

    wire.on("Network.loadingFinished", loaded)
    page.goto(where)
    page.wait_for_function("() => document.querySelector('body-chart').skin?.coarse.size === 14")
    page.wait_for_timeout(500)
    return kinds


def _kind(address: str) -> str:
    name = address.rsplit("/", 1)[-1]
    for ending, kind in ((".css", "style"), (".js", "scripts"), (".woff2", "letters"), (".bin", "surface")):
        if name.endswith(ending):
            return kind
    if "/body/" in address:
        return "first view" if name.endswith(".svg") else "surface"
    return "other pictures" if name.endswith(".svg") else "page"


def _drawn(page: Any) -> dict[str, list[float]]:
    """Milliseconds from each move of the pen to its ink, and of each computing of the cover."""
    from random import Random

    random = Random(7)
    chart = page.locator("body-chart").element_handle()
    page.evaluate(LISTEN, chart)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.locator("[data-stage]").scroll_into_view_if_needed()
    for _stroke in range(STROKES):
        box = page.locator("[data-stage]").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * random.uniform(0.2, 0.5)
        page.mouse.move(x, y)
        page.mouse.down()
        for _move in range(MOVES):
            x, y = x + random.gauss(0, 4), y + random.gauss(0, 4)
            page.mouse.move(x, y)
        page.mouse.up()
        page.wait_for_timeout(120)
    return {"ink": page.evaluate("window.inks"), "fold": page.evaluate("window.folds")}


def _write(weight: dict[str, float], times: dict[str, list[float]], version: str) -> None:
    total = sum(weight.values())
    parts = sorted(weight.items(), key=lambda one: -one[1])
    parts = sorted(weight.items(), key=lambda one: -one[1])
    rows = "\n".join(f"| {kind} | {kb:.1f} |" for kind, kb in parts)
    cuts = {name: quantiles(of, n=20) for name, of in times.items()}
    PAGE.write_text(
        f"""# Times and weight of the body chart

Written by `python bench/chart.py`; not edited by hand. Chromium {version}, {platform.machine()}, processor
slowed {SLOWED} times, window of a phone, {STROKES} strokes of {MOVES} moves on the heaviest
figure. Load of the machine beside it: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.

| what | p50 | p95 | goal |
|---|---|---|---|
| from a move of the pen to its ink, ms | {cuts["ink"][9]:.1f} | {cuts["ink"][18]:.1f} | {GOAL_MS} |
| cover of a stroke, ms | {cuts["fold"][9]:.1f} | {cuts["fold"][18]:.1f} | {GOAL_FOLD_MS} |

The patient's page from an empty cache until the small pictures of all views are drawn: {total:.0f} kB
(goal {GOAL_KB}), headers counted.

| part | kB |
|---|---|
{rows}
""",
        encoding="utf-8",
    )
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
