"""Times the needling recorder in a browser that is slowed to a quarter: from tap to paint.

Writes ``docs/reference/recorder-times.md``. A demo clinic in memory is served from here; bounded, no network.
"""

import os
import platform
import shutil
import sys
import threading
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "recorder-times.md"
SLOWED = 4
NEEDLES = 60
TAPS = int(os.environ.get("TAPS", "240"))
GOAL_MS = 50
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DIGITS = "246810"

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drypoint.config.settings")
sys.path.insert(0, str(ROOT))

LISTEN = """() => {
  const { recording, last } = document.querySelector("needling-recorder");
  Object.assign(window, { times: [], heard: [], frames: [], disk: [], tapped: null, shown: 0 });
  addEventListener("click", ({ timeStamp: at, target }) => {
    window.tapped = { at, what: target.closest("[id]")?.id };
  }, true);
  const record = recording.record.bind(recording);
  recording.record = async (given) => {
    const began = performance.now();
    const made = await record(given);
    window.disk.push(performance.now() - began);
    return made;
  };
  const twoFrames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  const painted = (into, { at, what }) => twoFrames(() => into.push({ ms: performance.now() - at, what }));
  // The browser's own measure: from the finger's leaving the glass to the next frame on the screen.
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "click") window.frames.push(duration);
  }).observe({ type: "event", durationThreshold: 16 });
  // A button says at once that it heard the tap.
  const hear = (changes) => {
    const isHeard = changes.some(({ target }) => target.classList.contains("is-heard"));
    if (window.tapped && isHeard) painted(window.heard, window.tapped);
  };
  const page = document.querySelector(".rec");
  new MutationObserver(hear).observe(page, { subtree: true, attributeFilter: ["class"] });
  // The line that says what was recorded changes last; two frames later it is painted.
  new MutationObserver(() => {
    if (!window.tapped) return;
    const { at, what } = window.tapped;
    window.tapped = null;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.times.push({ ms: performance.now() - at, what });
      window.shown += 1;
    }));
  }).observe(last, { childList: true });
}"""

PLACE_OF = """async ([what, which]) => {
  const one = document.querySelectorAll(what)[which];
  one.scrollIntoView({ block: "center", behavior: "instant" });
  // A finger comes down on what has come to rest.
  await new Promise((rest) => setTimeout(rest, 100));
  await new Promise((rest) => requestAnimationFrame(() => requestAnimationFrame(rest)));
  const box = one.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
EMPTY = """() => {
  document.body.innerHTML = "<button>x</button>";
  document.querySelector("button").onclick = ({ target }) => target.classList.toggle("on");
  window.frames = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "click") window.frames.push(duration);
  }).observe({ type: "event", durationThreshold: 16 });
}"""
SHOWN = """(number) => new Promise((done, failed) => {
  const late = setTimeout(() => failed(new Error("nothing was shown")), 20000);
  const look = () => {
    if (window.shown > number) { clearTimeout(late); done(); } else setTimeout(look, 20);
  };
  look();
})"""


def main() -> None:
    """Serve, put sixty needles in, tap, write the table."""
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    path = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        address, cookies, where = served()
        context = browser.new_context(
            base_url=address, viewport={"width": 820, "height": 1180}, has_touch=True
        )
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(where)
        unlocked(page)
        page.wait_for_function("n => document.querySelectorAll('.rec-needle').length === n", arg=NEEDLES)
        times = _tapped(page)
        times["for comparison: a page that is nothing but one button"] = _empty(context.new_page())
        version = browser.version
        browser.close()
    _write(times, version)


def served(needles: int = NEEDLES, *, language: str = "en") -> tuple[str, list[Any], str]:
    """The address, a signed-in therapist's cookies, and a begun session with so many needles in."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_databases, setup_test_environment

    setup_test_environment()
    connection.settings_dict["TEST"]["MIGRATE"] = False  # tables as they are now, in a second
    setup_databases(verbosity=0, interactive=False)
    care = _in_the_middle(needles)
    care.member.user.language = language
    care.member.user.save(update_fields=["language"])
    client = Client()
    client.force_login(care.member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    server = make_server("localhost", 0, get_wsgi_application(), handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.server_port}"
    cookies = [{"name": name, "value": one.value, "url": address} for name, one in client.cookies.items()]
    return address, cookies, f"/visits/{care.visit.pk}/session/"


def _in_the_middle(needles: int) -> Any:
    from django.utils import timezone
    from tests.clinic.visits.care import GLUTEUS, Care, event

    from drypoint.clinic.visits.actions import sessions

    care = Care()
    care.screen()
    care.consent()
    places = [
        GLUTEUS | {"muscle": muscle, "side": side, "site": site, "dwell_minutes": 10}
        for muscle in ("gluteus_medius", "piriformis")
        for side in ("left", "right")
        for site in range(1, max(needles // 4, 2) + 1)
    ]
    care.sign(care.propose(*places))
    began = timezone.now() - timedelta(minutes=4)
    sessions.start(by=care.therapist, visit=care.visit, started_at=began)
    said = [event("opened")]
    for number, place in enumerate(places[:needles]):
        where: dict[str, Any] = {"muscle": place["muscle"], "side": place["side"], "site": str(place["site"])}
        said += [
            event("needle_opened", needle=f"n{number}"),
            event("inserted", needle=f"n{number}", insertion=f"i{number}", **where),
            event("twitched", insertion=f"i{number}"),
        ]
    for number, one in enumerate(said):
        one["at"] = (began + timedelta(seconds=number)).isoformat()
    sessions.record_events(by=care.therapist, visit=care.visit, events=said)
    return care


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: Any) -> None:
        """Nothing."""


def unlocked(page: Any) -> None:
    """The device gets its digits."""
    page.wait_for_selector("#rec-pin-1, #rec-mode-live")
    for digit in DIGITS * 2 if page.locator("#rec-pin-1").count() else "":
        page.click(f"#rec-pin-{digit}")
    page.wait_for_selector("#rec-mode-live")


def _tapped(page: Any) -> dict[str, list[float]]:
    """Milliseconds from each tap to its painted answer, and of keeping it on disk."""
    random = Random(7)
    page.evaluate(LISTEN)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    for number in range(TAPS):
        turn = number % 6
        what, which = ("#rec-in", 0) if turn == 5 else ("[id^=rec-twitch-]", random.randrange(NEEDLES - 1))
        if turn == 4:
            what = "[id^=rec-out-]"
        page.touchscreen.tap(*page.evaluate(PLACE_OF, [what, which]))
        page.evaluate(SHOWN, number)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    said = page.evaluate("window.times")
    frames = page.evaluate("window.frames")
    frames += [16.0] * (TAPS - len(frames))  # the browser tells none that took less
    heard = [one["ms"] for one in page.evaluate("window.heard")]
    groups = {"of these, twitch": "rec-twitch", "needle out": "rec-out", "needle in": "rec-in"}
    return {
        "**heard: next frame on the screen (Event Timing)**": frames,
        "the same, until two frames later": heard,
        "recorded: the page says what is on disk": [one["ms"] for one in said],
        **{
            name: [one["ms"] for one in said if one["what"].startswith(start)]
            for name, start in groups.items()
        },
        "encryption and disk alone": page.evaluate("window.disk"),
    }


def _empty(page: Any) -> list[float]:
    """Event Timing of a tap where there is nothing to draw: what the machine itself takes."""
    page.evaluate(EMPTY)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    box = page.locator("button").bounding_box()
    for _tap in range(TAPS // 2):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(120)
    frames: list[float] = page.evaluate("window.frames")
    return frames + [16.0] * (TAPS // 2 - len(frames))


def _write(times: dict[str, list[float]], version: str) -> None:
    def row(name: str, of: list[float]) -> str:
        cuts = quantiles(of, n=20)
        return f"| {name} | {len(of)} | {cuts[9]:.1f} | {cuts[18]:.1f} | {max(of):.1f} |"

    rows = "\n".join(row(name, of) for name, of in times.items())
    PAGE.write_text(
        f"""# Times of the needling recorder

Written by `python bench/recorder.py`; not edited by hand. Chromium {version}, {platform.machine()}, processor
slowed {SLOWED} times, window of a tablet, {NEEDLES} needles in. Each time runs from the tap itself until two
frames after the change, when it is painted. A tap is *heard* at once: goal, 95 of 100 within {GOAL_MS} ms.
It is *recorded* only once it is on disk (IndexedDB, durability `strict`), so that time holds the
encryption, the disk, the fold of the whole log and the drawing; it has no goal but never to be said sooner.
Server, browser and whatever else runs share the machine's processors.
Load of the machine beside it: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.

| what | taps | p50, ms | p95, ms | longest, ms |
|---|---|---|---|---|
{rows}
""",
        encoding="utf-8",
    )
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
