"""Times pages over HTTP with connections kept open, at one client and at several."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WARM_UP = 10


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one kind of request."""

    requests: int
    p50_ms: float
    p95_ms: float


class Browser:
    """One client on one connection, signed in."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies = {"sessionid": session}

    def get(self, address: str) -> str:
        """A page; raises ``RuntimeError`` when it is not 200."""
        status, page = self._ask("GET", address)
        if status != 200:
            raise RuntimeError(f"GET {address}: {status}")
        return page

    def post(self, address: str, form: dict[str, str]) -> None:
        """Send a form; raises ``RuntimeError`` when it is not accepted with a redirect."""
        status, page = self._ask("POST", address, urlencode(form))
        if status != 302:
            raise RuntimeError(f"POST {address}: {status} {page[:300]}")

    def form_token(self, address: str) -> str:
        """The token that a form of this page carries."""
        found = TOKEN.search(self.get(address))
        if found is None:
            raise RuntimeError(f"{address} holds no form")
        return found.group(1)

    def _ask(self, method: str, address: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body, headers)
        response = self._connection.getresponse()
        page = response.read().decode()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, _rest = value.partition(";")
                key, _, content = cookie.partition("=")
                self._cookies[key] = content
        return response.status, page


def timed(clients: int, rounds: int, prepare: Callable[[int], Callable[[int], None]]) -> Timing:
    """Run ``prepare(client)(round)`` ``rounds`` times on each of ``clients`` threads and time each call.

    The first ``WARM_UP`` rounds of each client are not counted.
    """
    spent: list[float] = []
    faults: list[BaseException] = []

    def work(client: int) -> None:
        try:
            call = prepare(client)
            for number in range(WARM_UP + rounds):
                begun = time.perf_counter()
                call(number)
                if number >= WARM_UP:
                    spent.append((time.perf_counter() - begun) * 1000)
        except BaseException as fault:  # carried to the main thread, which raises it
            faults.append(fault)
            raise

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    spent.sort()
    return Timing(
        requests=len(spent),
        p50_ms=round(spent[len(spent) // 2], 1),
        p95_ms=round(spent[min(len(spent) - 1, int(len(spent) * 0.95))], 1),
    )
