"""The recorder's scripts in a browser without a server: files from the package, answers from a small fake."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

import drypoint.web

ORIGIN = "http://localhost"
STATIC = Path(drypoint.web.__file__).parent / "static"
VISIT = "0193a000-0000-7000-8000-000000000001"
MEMBER = "0193a000-0000-7000-8000-0000000000aa"
OTHER = "0193a000-0000-7000-8000-0000000000bb"
PERSON = "Rosalinda Quevedo"
PIN = "246810"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
PAIN_RULES: list[dict[str, Any]] = []


@dataclass
class FakeServer:
    """Stores each event once and tells what others stored; may be ``down``, or lose its answers."""

    signed_in: str | None = MEMBER
    is_down: bool = False
    loses_answers: bool = False
    ahead_ms: int = 0
    """Of its clock before the device's."""
    refuses: Callable[[dict[str, Any]], str | None] = lambda event: None
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    batches: list[list[str]] = field(default_factory=list)

    def answer(self, method: str, url: str, body: str | None) -> tuple[int, Any]:
        """Status and JSON."""
        at = urlsplit(url)
        said = json.loads(body) if body else {}
        if self.signed_in is None or said.get("member") not in {None, self.signed_in}:
            return 401, {"error": "signed_out", "says": "Sign in again."}
        if at.path == "/recorder/keys/":
            if method == "POST":
                self.keys.setdefault(f"{self.signed_in} {said['device']}", said["key"])
                return 200, {"kept": True}
            key = self.keys.get(f"{self.signed_in} {parse_qs(at.query)['device'][0]}")
            return (200, {"key": key, "member": self.signed_in}) if key else (404, {"error": "not_here"})
        if at.path.endswith("/snapshot/"):
            return 200, self._snapshot()
        return 200, self._store(said)

    def _snapshot(self) -> dict[str, Any]:
        return {
            "visit": VISIT,
            "member": {"id": self.signed_in, "name": "E. Duarte"},
            "person": {"name": PERSON},
            "places": [{"key": "soleus-right-1", "muscle": "soleus", "side": "right", "site": "1"}],
            "pain_rules": PAIN_RULES,
            "cards": [],
            "etag": "one",
            "events": list(self.events.values()),
            "cursor": len(self.events),
            "server_time": self._now(),
        }

    def _now(self) -> str:
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + self.ahead_ms / 1000, UTC).isoformat()

    def _store(self, said: dict[str, Any]) -> dict[str, Any]:
        known = len(self.events)
        stored, refused = {}, {}
        offset = self.ahead_ms if abs(self.ahead_ms) >= 60_000 else 0
        self.batches.append([event["id"] for event in said["events"]])
        for event in said["events"]:
            if (why := self.refuses(event)) is not None:
                refused[event["id"]] = why
                continue
            row = self.events.setdefault(
                event["id"],
                {
                    "event": event,
                    "number": len(self.events) + 1,
                    "clock_offset_ms": offset,
                    "questions": [],
                    "by": self.signed_in,
                },
            )
            stored[event["id"]] = row
        heard = [
            row
            for row in self.events.values()
            if row["number"] > said["after"] and row["event"]["id"] not in stored
        ]
        assert len(self.events) - known <= len(said["events"])
        return {
            "server_time": self._now(),
            "stored": stored,
            "refused": refused,
            "reviews": [],
            "events": heard,
            "cursor": len(self.events),
            "more": False,
        }


@contextmanager
def a_device(browser: Browser, server: FakeServer) -> Iterator[BrowserContext]:
    """A browser of its own; what it asks of ``ORIGIN`` is answered here, and nothing leaves the machine."""

    def handle(route: Route) -> None:
        request = route.request
        path = urlsplit(request.url).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_text(), content_type=TYPES[file.suffix])
        elif path == "/page/":
            route.fulfill(body="<!doctype html><title>bench</title>", content_type="text/html")
        elif server.is_down:
            route.abort()
        else:
            status, said = server.answer(request.method, request.url, request.post_data)
            if server.loses_answers:
                route.abort()
            else:
                route.fulfill(status=status, json=said)

    context = browser.new_context()
    context.route(f"{ORIGIN}/**", handle)
    yield context
    context.close()


def a_page(context: BrowserContext) -> Page:
    """A tab with the modules in reach of ``evaluate``."""
    page = context.new_page()
    page.goto(f"{ORIGIN}/page/")
    page.evaluate(
        """async () => {
          const at = (name) => import(`/static/js/recorder/${name}.js`);
          Object.assign(window, await at("log"), await at("ids"), await at("vault"), await at("recording"));
        }"""
    )
    return page


def opened(page: Page, *, member: str | None = MEMBER, pin: str = PIN, visit: str = VISIT) -> str:
    """A recording named ``recording`` in the tab, with a PIN chosen where there is none; its phase."""
    phase: str = page.evaluate(
        """async ([visit, member, pin]) => {
          const at = (part) => `/visits/${visit}/session/${part}`;
          const urls = { events: at("events/"), snapshot: at("snapshot/"), keys: "/recorder/keys/" };
          window.recording = new Recording({ visit, member, urls });
          await recording.open();
          if (recording.phase === "choose_pin" && pin) await recording.choosePin(pin);
          return recording.phase;
        }""",
        [visit, member, pin],
    )
    return phase


NEEDLE_IN = """
window.needleIn = (n, more = {}) => recording.record([
  { type: "needle_opened", needle: `n${n}` },
  { type: "inserted", needle: `n${n}`, insertion: `i${n}`, muscle: "soleus", side: "right", ...more },
]);
window.needleOut = (n) => recording.record([{ type: "removed", insertion: `i${n}` }]);
0;  // Playwright would call a function that stands last.
"""
RAW = """async () => {
  const given = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const db = await given(indexedDB.open("drypoint-recorder"));
  const found = [];
  const text = (value) => {
    const isBytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
    if (isBytes) return new TextDecoder("latin1").decode(value);
    if (!value || typeof value !== "object") return String(value);
    return Object.entries(value).map(([name, one]) => `${name}=${text(one)}`).join(" ");
  };
  for (const name of db.objectStoreNames) {
    const rows = await given(db.transaction(name).objectStore(name).getAll());
    found.push(...rows.map((row) => `${name}: ${text(row)}`));
  }
  db.close();
  return found;
}"""
"""Every row that the device holds, as text, bytes as they are."""
