"""The atlas without sign-in: only where the clinic opened it, no cookie, nobody's care."""

import html
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn

from drypoint.clinic.accounts.actions import clinics
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.models import Person

ADDRESSES = (
    "muscles/",
    "muscles/?q=trapecious",
    "search/?q=scm",
    "muscles/infraspinatus/",
    "zones/",
    "zones/?view=head",
    "zones/head.temple/?side=left",
)


@pytest.fixture
def opened(demo: Clinic) -> Clinic:
    clinics.revise(by=factories.acting(demo, "owner"), clinic=demo, revision=demo.revision, public_atlas=True)
    return demo


def addresses(clinic: Clinic, language: str = "en") -> Iterator[str]:
    for address in ADDRESSES:
        yield f"/public/{clinic.pk}/{language}/{address}"


def test_closed_until_the_clinic_opens_it_and_unknown_clinics_look_the_same(
    client: Client, demo: Clinic
) -> None:
    for clinic_id in (demo.pk, new_id()):
        assert client.get(reverse("public_atlas", args=[clinic_id])).status_code == 404
        for address in addresses(demo):
            assert client.get(address.replace(str(demo.pk), str(clinic_id))).status_code == 404


def test_owner_opens_and_closes_it_in_the_settings(as_role: SignIn, client: Client, demo: Clinic) -> None:
    owner = as_role("owner")
    assert "for signed-in staff only" in owner.get(reverse("settings")).content.decode()
    typed = {
        name: value
        for name, value in owner.get("/settings/details/").context["form"].initial.items()
        if value
    }
    assert owner.post("/settings/details/", typed | {"public_atlas": "on"}).status_code == 302
    assert reverse("public_atlas", args=[demo.pk]) in owner.get(reverse("settings")).content.decode()
    address = next(addresses(demo))
    assert client.get(address).status_code == 200
    demo.refresh_from_db()
    assert owner.post("/settings/details/", typed | {"revision": demo.revision}).status_code == 302
    assert client.get(address).status_code == 404


def test_pages_set_no_cookie_may_be_kept_and_are_the_same_signed_in(
    client: Client, as_role: SignIn, opened: Clinic
) -> None:
    staff = as_role("owner")
    for address in addresses(opened):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=600"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "Cookie" not in answer.get("Vary", "")
        assert "csrf" not in answer.content.decode().lower()
        assert staff.get(address).content == answer.content


def test_pages_hold_nobody_and_lead_nowhere_inside(client: Client, opened: Clinic, marta: Person) -> None:
    for address in addresses(opened):
        said = client.get(address).content.decode()
        assert marta.family_name not in said
        inside = {
            link
            for link in re.findall(r'(?:href|action|hx-get)="(/[^"#?]*)', said)
            if not link.startswith((f"/public/{opened.pk}/", "/static/", "/body/"))
        }
        assert inside == set(), address


def test_every_page_says_that_it_is_education_and_disputed(client: Client, opened: Clinic) -> None:
    for address in addresses(opened):
        if "/search/" not in address:
            said = client.get(address).content.decode()
            assert "Education, not advice." in said
            assert "is disputed" in said
            assert '<meta name="robots" content="noindex">' in said


def test_language_stands_in_the_address_and_each_page_names_its_one_address(
    client: Client, opened: Clinic
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    address = f"/public/{opened.pk}/en/muscles/soleus/"
    answer = client.get(address + "?q=1")
    said = html.unescape(answer.content.decode())
    assert '<html lang="en"' in said
    assert answer["Content-Language"] == "en"
    assert f'<link rel="canonical" href="http://testserver{address}">' in said
    assert f'hreflang="es" href="http://testserver/public/{opened.pk}/es/muscles/soleus/"' in said
    assert "Sóleo" in client.get(address.replace("/en/", "/es/")).content.decode()
    assert client.get(address.replace("/en/", "/fr/")).status_code == 404
    assert client.get(f"/public/{opened.pk}/fr/search/").status_code == 404
    entrance = client.get(reverse("public_atlas", args=[opened.pk]))
    assert entrance.url == f"/public/{opened.pk}/es/muscles/"
    assert "no-store" in entrance["Cache-Control"]


def test_own_address_of_the_server_is_the_canonical_one(client: Client, opened: Clinic) -> None:
    with override_settings(OWN_ADDRESS="https://clinic.example"):
        said = client.get(f"/public/{opened.pk}/en/zones/").content.decode()
    assert f'<link rel="canonical" href="https://clinic.example/public/{opened.pk}/en/zones/">' in said


def test_unknown_muscle_and_zone_are_not_found_and_nothing_can_be_posted(
    client: Client, opened: Clinic
) -> None:
    assert client.get(f"/public/{opened.pk}/en/muscles/moon/").status_code == 404
    assert client.get(f"/public/{opened.pk}/en/zones/moon/").status_code == 404
    for address in addresses(opened):
        assert client.post(address).status_code == 405
