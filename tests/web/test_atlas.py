"""Muscles on the body: every muscle has its page; what is drawn, what is not, what lies under."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn

from drypoint.atlas import load
from drypoint.atlas.body import sites_file
from drypoint.web import site_pictures

HIDDEN = {"gluteus_minimus_anterior"}
"""The arm of the figure hangs before the outline in every view."""
DRAWN = [row.muscle for row in sites_file().muscles]


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest, therapist: Client) -> str:
    therapist.cookies[settings.LANGUAGE_COOKIE_NAME] = request.param
    return request.param


def page_of(client: Client, muscle: str) -> str:
    return html.unescape(client.get(reverse("muscle", args=[muscle])).content.decode())


def test_list_names_every_muscle_and_says_which_are_not_drawn_yet(therapist: Client) -> None:
    page = therapist.get(reverse("muscles"))
    links = [link for group in page.context["groups"] for link in group.muscles]
    assert len(links) == len(load().muscles)
    assert sum(link.is_drawn for link in links) == len(DRAWN) == page.context["drawn"]
    assert page.content.decode().count("not drawn yet") == len(links) - len(DRAWN)


@pytest.mark.parametrize("muscle", DRAWN)
def test_drawn_muscle_shows_every_site_in_words_and_on_a_picture(
    therapist: Client, language: str, muscle: str
) -> None:
    said = page_of(therapist, muscle)
    row = next(row for row in sites_file().muscles if row.muscle == muscle)
    for site in row.sites:
        assert site.words.in_language(language) in said
        assert re.search(rf'class="site-number"[^>]*>{site.trp}</text>', said)
    assert {"en": "unverified", "es": "sin verificar"}[language] in said
    assert ('class="site-patch"' in said) is (muscle not in HIDDEN)


def test_page_says_what_lies_under_with_depths_and_worst_event(therapist: Client, language: str) -> None:
    said = page_of(therapist, "trapezius_upper")
    assert load().event("pneumothorax").label.in_language(language) in said
    assert load().structure("pleura").label.in_language(language) in said
    assert 'class="table--cards depths"' in said


def test_muscle_that_is_not_drawn_says_so_and_still_what_lies_under(therapist: Client) -> None:
    page = therapist.get(reverse("muscle", args=["psoas_major"]))
    said = page.content.decode()
    assert "Not drawn yet" in said
    assert "site-picture" not in said
    assert page.context["page"].under.structures


def test_unknown_muscle_is_not_found_and_strangers_must_sign_in(therapist: Client) -> None:
    assert therapist.get(reverse("muscle", args=["moon"])).status_code == 404
    for address in (reverse("muscles"), reverse("muscle", args=["infraspinatus"])):
        assert Client().get(address).status_code == 302


def test_every_role_of_staff_may_look(as_role: SignIn) -> None:
    assert as_role("front_desk").get(reverse("muscle", args=["masseter_superficial"])).status_code == 200


def test_sides_stand_where_the_viewer_sees_them() -> None:
    (back,) = site_pictures.pictures("infraspinatus")
    assert (back.left_words, back.right_words) == ("left side", "right side")
    front = site_pictures.pictures("rectus_femoris")[0]
    assert (front.left_words, front.right_words) == ("right side", "left side")
    side = site_pictures.pictures("deltoid_middle")[0]
    assert (side.left_words, side.right_words) == ("", "")
    assert side.name == "Right side"
    (arm,) = site_pictures.pictures("triceps_brachii")
    assert (arm.left_words, arm.right_words, arm.name) == ("", "", "Back, right side")
    assert site_pictures.pictures("psoas_major") == []


def test_curve_goes_through_its_places_and_closes() -> None:
    path = site_pictures.closed_curve([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)])
    assert path.startswith("M0 0C")
    assert path.endswith("0 0Z")
    assert path.count("C") == 3
