"""Every page of the demo clinic, as everybody who may see it: it opens, is accessible and fits."""

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Error, Page
from pytest_django.live_server_helper import LiveServer
from tests.clinic import factories
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.demo_addresses import NOBODY, POST_ONLY, THEIR_OWN, Look, address, looks, roles_of
from tests.journeys.steps import AXE, RULES, a_window, assert_accessible, assert_fits, violations

from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.people.actions import allergies, medicines
from drypoint.clinic.people.models import PatientAccess
from drypoint.clinic.permissions import ROLES
from drypoint.demo.cast import Stage
from drypoint.demo.generating import populate
from drypoint.demo.sign_ins import new_sign_ins
from drypoint.web.access import pages

pytestmark = pytest.mark.django_db
"""What looking at pages writes is taken back after each test."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
PEOPLE = 16
"""So many of the cast play every stage of a visit."""
LEADS_ON = frozenset(
    "home clinic_switch my_sign_in visit_from_appointment screening_outcome clearance_ask"
    " atlas public_atlas my-exercises".split()
)
"""Pages that for some lead on to another: to the sign-in, to the visit, to the screening."""
VARYING = re.compile(
    r"""<header.*?</header>|<nav class="nav".*?</nav>|value="[^"]*"|hx-headers='[^']*'""", re.DOTALL
)
"""What differs at each look: tokens, and whose window it is."""
ALL = [look for look in looks() if not look.is_download]
ONCE = list({look.page.name: look for look in reversed(ALL) if look.is_first}.values())
"""Each page once, as its first role, at the first stage."""
FILES = [look for look in looks() if look.is_download and look.is_first]


class Demo:
    """The demo clinic, served, with a browser window for each role."""

    def __init__(self, clinic: Clinic, url: str, browser: Browser, closing: ExitStack) -> None:
        self.clinic, self.url = clinic, url
        self.browser, self._closing = browser, closing
        self._windows: dict[str, Page] = {}

    def window(self, role: str, language: str = "en") -> Page:
        """Signed in as the first of that role, with the language remembered."""
        if role not in self._windows:
            self._windows[role] = self._open(role)
        page = self._windows[role]
        self._remember(page, settings.LANGUAGE_COOKIE_NAME, language)
        return page

    def _open(self, role: str) -> Page:
        page = self._closing.enter_context(a_window(self.browser, self.url))
        page.context.set_default_timeout(PATIENCE_MS)
        page.context.add_init_script(AXE)
        if role != NOBODY:
            self._remember(page, settings.SESSION_COOKIE_NAME, self._signed_in(role))
        return page

    def _remember(self, page: Page, cookie: str, value: str) -> None:
        page.context.add_cookies([{"name": cookie, "value": value, "url": self.url}])

    def _signed_in(self, role: str) -> str:
        client = Client()
        client.force_login(self._user(role), backend=BACKEND)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _user(self, role: str) -> User:
        if role == "patient":
            return PatientAccess.objects.get(clinic=self.clinic).user
        return self.clinic.memberships.filter(role=role).order_by("id").first().user


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any, browser: Browser) -> Iterator[Demo]:
    """The first of the cast, at every stage of a visit, made once."""
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=[QUICK]), ExitStack() as closing:
        clinic = populate(now=timezone.now(), rng=Random(7), sign_ins=new_sign_ins(), count=PEOPLE)
        _add_what_the_cast_lacks(clinic)
        server = LiveServer("localhost")
        closing.callback(server.stop)
        closing.enter_context(server._live_server_modified_settings)
        closing.callback(_await_open_requests)
        shown = Demo(clinic, server.url, browser, closing)
        for role in ROLES | {NOBODY: None}:
            shown.window(role)  # now, as sign-ins within a test would be taken back with it
        yield shown
        closing.close()
        call_command("flush", verbosity=0, interactive=False)


def _await_open_requests() -> None:
    """Of windows that were just closed: they use the database until they end."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE_MS / 1000)


def _add_what_the_cast_lacks(clinic: Clinic) -> None:
    """An allergy and a medicine."""
    who = {"by": factories.setting_up(clinic), "person": clinic.people.earliest("id")}
    allergies.record(**who, substance="latex")
    medicines.record(**who, text="ibuprofen 400 mg")


@contextmanager
def opened(demo: Demo, look: Look, language: str = "en") -> Iterator[Page]:
    """The page with nothing to complain of: it opens, and no script, style or part of it is refused."""
    page = demo.window(look.role, language)
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(message.text)

    def fail(error: Error) -> None:
        faults.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    try:
        asked = demo.url + address(look, demo.clinic, language)
        answer = page.goto(asked)
        assert answer is not None
        assert answer.status == 200
        assert page.url == asked or look.page.name in LEADS_ON
        yield page
        assert faults == []
    finally:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", fail)


@pytest.mark.parametrize("look", [pytest.param(look, id=look.name) for look in ALL])
def test_page_opens_accessibly_and_fits(demo: Demo, look: Look) -> None:
    if look.is_first:
        with opened(demo, look) as page:
            assert page.get_by_role("heading", level=1).count() == 1
            assert_accessible(page)
            assert_fits(page)
    elif read(demo, look) != read(demo, replace(look, role=roles_of(look.page)[0])):
        with opened(demo, look) as page:
            assert violations(page, RULES) == []


def read(demo: Demo, look: Look) -> str:
    """The page's source without what varies."""
    answer = demo.window(look.role).request.get(address(look, demo.clinic))
    assert answer.status == 200
    return VARYING.sub("", answer.text())


@pytest.mark.parametrize("look", [pytest.param(look, id=look.name) for look in ONCE])
def test_page_in_spanish_opens_accessibly_and_fits(demo: Demo, look: Look) -> None:
    with opened(demo, look, "es") as page:
        assert page.locator("html").get_attribute("lang") == "es"
        assert violations(page, RULES) == []
        assert_fits(page, 390)


@pytest.mark.parametrize("look", [pytest.param(look, id=look.name) for look in FILES])
def test_download_is_a_file(demo: Demo, look: Look) -> None:
    answer = demo.window(look.role).request.get(address(look, demo.clinic))
    assert answer.status == 200
    if look.page.route.endswith(".pdf"):
        assert answer.body().startswith(b"%PDF-")
    else:
        kinds = {
            ".csv": "text/csv; charset=utf-8",
            ".svg": "image/svg+xml",
            ".txt": "text/plain; charset=utf-8",
            ".js": "text/javascript; charset=utf-8",
        }
        kind = "application/json" if look.page.name == "recorder_snapshot" else None
        kind = kind or kinds.get(PurePosixPath(look.page.route).suffix)
        assert answer.headers["content-type"] == (kind or "text/html; charset=utf-8")


def test_the_language_switch_speaks_spanish_and_comes_back(demo: Demo) -> None:
    with a_window(demo.browser, demo.url) as page:
        page.goto("/accounts/login/")
        page.get_by_role("button", name="Español").click()
        assert page.locator("html").get_attribute("lang") == "es"
        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"


def test_no_page_is_left_out(demo: Demo) -> None:
    """Addresses that are not looked at above answer nobody's look."""
    looked_at = {look.page.name for look in looks()}
    assert looked_at | POST_ONLY | THEIR_OWN == {page.name for page in pages()}
    for page in pages():
        if page.name in POST_ONLY:
            look = Look(role=roles_of(page)[0], page=page, stage=Stage.NOTE_WAITING)
            answer = demo.window(look.role).request.get(address(look, demo.clinic))
            assert answer.status == 405, page.name
