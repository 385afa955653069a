"""First page, language, theme, own sign-in, errors."""

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.terms.errors import DrypointError, InvalidInput, KnowledgeError
from drypoint.web.middleware import ClinicMiddleware


def test_home_leads_each_to_their_first_page(client: Client, therapist: Client, patient: Client) -> None:
    assert client.get("/").url == reverse("account_login")
    assert therapist.get("/").url == "/today/"
    assert patient.get("/").url == "/my/"


def test_language_is_remembered_and_spoken(therapist: Client) -> None:
    answer = therapist.post("/language/", {"language": "es", "next": "/today/"})
    assert answer.url == "/today/"
    assert 'lang="es"' in therapist.get("/today/").content.decode()


def test_the_users_language_is_spoken_until_the_browser_chose(demo: Clinic) -> None:
    from tests.web.conftest import browser_of

    from drypoint.clinic.accounts.actions import memberships

    member = memberships.add(
        by=factories.setting_up(demo), email="es@clinic.test", name="Eva", role="therapist", language="es"
    )
    browser = browser_of(member)
    assert '<html lang="es"' in browser.get("/today/").content.decode()
    browser.post("/language/", {"language": "en"})
    assert '<html lang="en"' in browser.get("/today/").content.decode()


def test_theme_is_remembered(therapist: Client) -> None:
    therapist.post("/theme/", {"theme": "dark", "next": "/today/"})
    assert 'data-theme="dark"' in therapist.get("/today/").content.decode()


@pytest.mark.parametrize(("path", "field"), [("/language/", "language"), ("/theme/", "theme")])
def test_unknown_choices_are_refused(therapist: Client, path: str, field: str) -> None:
    assert therapist.post(path, {field: "klingon"}).status_code == 400


def test_choices_never_lead_to_another_site(therapist: Client) -> None:
    answer = therapist.post("/theme/", {"theme": "dark", "next": "https://elsewhere.test/"})
    assert answer.url == "/"


def test_own_sign_in_page_shows_staff_where_they_work(therapist: Client) -> None:
    page = therapist.get("/me/").content.decode()
    assert "Demo" in page
    assert reverse("account_change_password") in page


def test_own_sign_in_page_shows_patients_their_care(patient: Client) -> None:
    page = patient.get("/me/").content.decode()
    assert 'href="/my/"' in page
    assert "Where I work" not in page


def test_own_sign_in_page_needs_signing_in(client: Client, db: None) -> None:
    assert client.get("/me/").url == reverse("account_login")
    assert client.get("/clinics/").url == reverse("account_login")


def test_demo_clinics_say_that_all_is_fiction(therapist: Client) -> None:
    assert "every person here is fiction" in therapist.get("/today/").content.decode()


def test_every_page_states_the_intended_use(therapist: Client) -> None:
    assert "does not diagnose" in therapist.get("/today/").content.decode()


def test_pages_need_nothing_that_the_content_security_policy_forbids(as_role: SignIn) -> None:
    for path in ("/today/", "/people/new/", "/gallery/"):
        page = as_role("owner").get(path).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick" not in page


def refuse(error: Exception, *, htmx: bool = False) -> HttpResponse | None:
    request: HttpRequest = RequestFactory().get("/somewhere/")
    request.htmx = htmx  # type: ignore[attr-defined]
    return ClinicMiddleware(lambda _request: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidInput("write a number"), 400),
        (NotPermitted("ask the owner"), 403),
        (ForeignRecord("not here"), 404),
        (Conflict("saved meanwhile"), 409),
        (NotAllowedNow("sign first"), 409),
    ],
)
def test_refusals_become_pages_in_plain_words(db: None, error: DrypointError, status: int) -> None:
    page = refuse(error)
    assert page is not None
    assert page.status_code == status
    assert ("not here" in page.content.decode()) is False
    fragment = refuse(error, htmx=True)
    assert fragment is not None
    assert fragment.status_code == status
    assert fragment["HX-Retarget"] == "#problems"
    assert "<html" not in fragment.content.decode()


@pytest.mark.parametrize("error", [KnowledgeError("broken file"), ValueError("a fault")])
def test_faults_are_not_dressed_up_as_refusals(error: Exception) -> None:
    assert refuse(error) is None


def test_unknown_addresses_are_answered_in_our_look(therapist: Client) -> None:
    answer = therapist.get("/nowhere/")
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()


def test_gallery_shows_every_part_and_takes_the_form(therapist: Client) -> None:
    page = therapist.get("/gallery/").content.decode()
    for part in ("person-strip", "body-chart", "steps", "figure__line", "save-bar", "unverified"):
        assert part in page
    assert therapist.post("/gallery/", {}).content.decode().count("field__errors") >= 6


def test_gallery_of_a_real_clinic_is_for_its_owner(db: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from tests.web.conftest import browser_of

    clinic = factories.make_clinic()
    for role, status in (("owner", 200), ("therapist", 403)):
        member = factories.make_member(clinic, role)
        TOTP.activate(member.user, generate_totp_secret())
        assert browser_of(member).get("/gallery/").status_code == status


def test_gallery_thanks_for_a_form_that_could_be_read(therapist: Client) -> None:
    whole = {
        "words": "a",
        "day": "2026-03-01",
        "rotation": "45",
        "chosen": "exercise",
        "bleeding": "no",
        "pain": "3",
        "understood": "on",
        "zones_tick": ["neck.front:left"],
        "signature": "Ana Ruiz",
    }
    assert "Nothing was saved" in therapist.post("/gallery/", whole).content.decode()


def test_content_that_cannot_be_is_a_plain_page(db: None) -> None:
    page = refuse(ValidationError("Choose a time zone."))
    assert page is not None
    assert page.status_code == 400
    assert "Choose a time zone." in page.content.decode()
