"""The atlas for staff: every muscle and every zone has its page, and says what is unverified."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.web.conftest import SignIn

from drypoint.atlas import load
from drypoint.atlas.anatomy import anatomy_of
from drypoint.atlas.body import sites_file
from drypoint.web import site_pictures
from drypoint.web.presenters import muscle_pages
from drypoint.web.presenters.atlas_evidence import rows_of
from drypoint.web.presenters.atlas_places import STAFF

HIDDEN = {"gluteus_minimus_anterior"}
"""The arm of the figure hangs before the outline in every view."""
DRAWN = [row.muscle for row in sites_file().muscles]
MUSCLES = [muscle.id for muscle in load().muscles]
SECTIONS = ("points", "sites", "anatomy", "palpation", "under", "prevalence", "stretch", "basis")
UNVERIFIED = {"en": "unverified", "es": "sin verificar"}


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest, therapist: Client) -> str:
    therapist.cookies[settings.LANGUAGE_COOKIE_NAME] = request.param
    return request.param


def page_of(client: Client, muscle: str) -> str:
    return html.unescape(client.get(reverse("muscle", args=[muscle])).content.decode())


def section(said: str, name: str) -> str:
    return said.partition(f' id="{name}"')[2].partition("</section>")[0]


def test_list_names_every_muscle_and_says_which_are_not_drawn_yet(therapist: Client) -> None:
    said = therapist.get(reverse("muscles")).content.decode()
    for muscle in MUSCLES:
        assert f'href="{reverse("muscle", args=[muscle])}"' in said
    assert said.count("not drawn yet") == len(MUSCLES) - len(DRAWN)
    assert f"{len(DRAWN)} are drawn" in said


def test_every_muscle_has_every_part(therapist: Client, language: str) -> None:
    for muscle in load().muscles:
        said = page_of(therapist, muscle.id)
        for name in SECTIONS:
            assert f'id="{name}"' in said, (muscle.id, name)
        assert muscle.latin in said
        found = anatomy_of(muscle.id)
        assert found is not None
        nerve = found.nerve_es if language == "es" else muscle.innervation.text
        assert nerve in section(said, "anatomy")
        for text in (found.origin, found.insertion, found.action):
            assert text.in_language(language) in section(said, "anatomy"), muscle.id
        for pattern in muscle.patterns:
            point = said.partition(f'id="trp-{pattern.trp}"')[2].partition("</li>\n")[0]
            assert "body-picture__referral" in point or all(
                load().zone(code).inner for code in pattern.essential
            )
            for code in (*pattern.essential, *pattern.spillover):
                assert f'href="{reverse("zone", args=[code])}"' in point, (muscle.id, code)
        cited = section(said, "basis").partition('class="atlas-sources"')[2].partition("</ul>")[0]
        assert "written down from memory" in cited
        for row in rows_of(muscle.id):
            assert all(source in cited for source in load().cited(row.sources)), muscle.id
        assert UNVERIFIED[language] in section(said, "anatomy")
        assert UNVERIFIED[language] in section(said, "points")
        assert section(said, "prevalence").count("<tr>") == (
            len(rows_of(muscle.id)) and len(rows_of(muscle.id)) + 1
        )


@pytest.mark.parametrize("muscle", DRAWN)
def test_drawn_muscle_shows_every_site_in_words_and_on_a_picture(
    therapist: Client, language: str, muscle: str
) -> None:
    said = page_of(therapist, muscle)
    row = next(row for row in sites_file().muscles if row.muscle == muscle)
    for site in row.sites:
        assert site.words.in_language(language) in said
        assert re.search(rf'class="site-number"[^>]*>{site.trp}</text>', said)
    assert UNVERIFIED[language] in section(said, "sites")
    assert ('class="site-patch"' in said) is (muscle not in HIDDEN)


def test_page_says_what_lies_under_with_depths_and_worst_event(therapist: Client, language: str) -> None:
    said = page_of(therapist, "trapezius_upper")
    assert load().event("pneumothorax").label.in_language(language) in said
    assert load().structure("pleura").label.in_language(language) in said
    assert 'class="table--cards depths"' in said


def test_what_is_not_recorded_says_so(therapist: Client) -> None:
    said = page_of(therapist, "psoas_major")
    assert "Not drawn yet" in section(said, "sites")
    assert "site-picture" not in said
    assert "under__structures" in section(said, "under")
    assert "Nothing recorded yet with a source" in section(said, "stretch")
    assert "Position and grip: nothing recorded yet with a source" in section(said, "palpation")
    bare = next(muscle for muscle in MUSCLES if not rows_of(muscle))
    assert "mostly not examined, not free of trigger points" in section(
        page_of(therapist, bare), "prevalence"
    )


def test_muscle_without_recorded_anatomy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(muscle_pages, "anatomy_of", lambda _muscle: None)
    with override("es"):
        page = muscle_pages.present(load().muscle("soleus"), STAFF)
        assert page.anatomy[0].sources == ()
        assert page.anatomy[-1].foreign
        assert page.entrapment is page.lengthened is None


def test_palpation_says_how_far_examiners_agree_and_what_of_whom(therapist: Client) -> None:
    said = section(page_of(therapist, "gluteus_medius"), "palpation")
    assert "0.452 (95 % CI 0.364 to 0.54)" in said
    assert "0.08 to 0.75 over studies" in said
    assert "must never lower a nerve-root warning" in said
    assert "must never lower" not in section(page_of(therapist, "masseter_deep"), "palpation")
    assert "66.3" in section(page_of(therapist, "rhomboid_major"), "palpation")
    hidden = next(muscle for muscle in load().muscles if muscle.palpable is False)
    assert "It is never proposed for palpation" in section(page_of(therapist, hidden.id), "palpation")
    assert "Through the skin" not in section(page_of(therapist, hidden.id), "palpation")


def test_prevalence_stands_with_n_figures_and_source(therapist: Client) -> None:
    said = section(page_of(therapist, "trapezius_upper"), "prevalence")
    assert "82.1\N{NO-BREAK SPACE}%" in said
    assert ">224</td>" in said
    assert "of 9 places examined" in said or "places examined" in said
    assert "in at least one of" in said or "a range over" in said


def test_figures_are_written_as_in_the_language(therapist: Client) -> None:
    therapist.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    said = page_of(therapist, "trapezius_upper")
    assert "0,452" in section(said, "palpation")
    assert "82,1\N{NO-BREAK SPACE}%" in section(said, "prevalence")


def test_unknown_is_not_found_and_strangers_must_sign_in(therapist: Client) -> None:
    assert therapist.get(reverse("muscle", args=["moon"])).status_code == 404
    assert therapist.get(reverse("zone", args=["moon"])).status_code == 404
    for address in (
        "/atlas/",
        "/atlas/muscles/",
        "/atlas/muscles/soleus/",
        "/atlas/zones/",
        "/atlas/zones/bt.mid/",
    ):
        assert Client().get(address).status_code == 302
    assert therapist.get("/atlas/").url == reverse("muscles")


def test_patients_do_not_see_staffs_atlas(patient: Client) -> None:
    for address in ("/atlas/muscles/soleus/", "/atlas/zones/bt.mid/"):
        assert patient.get(address).status_code == 403


def test_every_role_of_staff_may_look(as_role: SignIn) -> None:
    assert as_role("front_desk").get(reverse("muscle", args=["masseter_superficial"])).status_code == 200


def test_every_zone_lists_who_refers_there_essential_first(therapist: Client, language: str) -> None:
    body = load()
    for zone in body.zones:
        said = therapist.get(reverse("zone", args=[zone.code])).content.decode()
        for muscle in body.muscles:
            for pattern in muscle.patterns:
                address = f'href="{reverse("muscle", args=[muscle.id])}#trp-{pattern.trp}"'
                assert (address in section(said, "essential")) is (zone.code in pattern.essential)
                spills = zone.code in pattern.spillover or zone.code in pattern.crosses
                assert (address in section(said, "spillover")) is spills
        assert (f"/zones/{zone.code}/?side=left" in said) is (not zone.midline)


def test_zone_shows_the_side_that_is_asked_for(therapist: Client) -> None:
    address = reverse("zone", args=["head.temple"])
    right, left = (therapist.get(address + query).content.decode() for query in ("", "?side=left"))
    assert "Temple and side of head, right" in right
    assert "Temple and side of head, left" in left
    assert "Muscle on the side: right" in right
    assert "Muscle on the side: left" in left
    assert therapist.get(address + "?side=up").content.decode().count("Temple and side of head, right")
    forehead = therapist.get(reverse("zone", args=["head.forehead"])).content.decode()
    assert "may cross over" in forehead


def test_zone_inside_the_body_and_zone_without_anybody_say_so(therapist: Client) -> None:
    inner = next(zone.code for zone in load().zones if zone.inner)
    assert "inside the body and is not drawn" in therapist.get(reverse("zone", args=[inner])).content.decode()
    felt = {code for muscle in load().muscles for one in muscle.patterns for code in one.essential}
    bare = next((zone.code for zone in load().zones if zone.code not in felt), None)
    if bare is not None:
        said = therapist.get(reverse("zone", args=[bare])).content.decode()
        assert "No trigger point of the atlas has it as an essential zone" in said


@pytest.mark.parametrize("view", ["", "sides", "head", "hands", "feet", "moon"])
def test_body_is_links_and_the_list_is_equal(therapist: Client, view: str) -> None:
    said = html.unescape(therapist.get(reverse("zones"), {"view": view}).content.decode())
    assert said.count('class="zone-map"') == {"head": 4, "feet": 3}.get(view, 2)
    listed = said.partition('id="list"')[2]
    for one in load().zone_sides:
        address = reverse("zone", args=[one.zone]) + ("?side=left" if one.side == "left" else "")
        assert f'href="{address}"' in listed, one


@pytest.mark.parametrize("asked", ["trapecious", "SCM", "gemelos", "Musculus soleus", "temple", "sien"])
def test_search_answers_with_and_without_htmx(therapist: Client, asked: str) -> None:
    whole = therapist.get(reverse("muscles"), {"q": asked}).content.decode()
    part = therapist.get(reverse("muscle_search"), {"q": asked}).content.decode()
    assert part.strip() in whole
    assert "<html" not in part
    assert "/atlas/muscles/" in part or "/atlas/zones/" in part


def test_search_for_nothing_and_for_what_nobody_is_called(therapist: Client) -> None:
    assert "found-title" not in therapist.get(reverse("muscle_search"), {"q": "  "}).content.decode()
    said = html.unescape(therapist.get(reverse("muscle_search"), {"q": "<xyzq>"}).content.decode())
    assert "No muscle and no place has a name like this" in said
    assert "<xyzq>" in said


def test_views_are_fetched_without_sign_in_and_kept(client: Client) -> None:
    answer = client.get(reverse("body_view", args=["front"]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert not answer.cookies
    assert client.get(reverse("body_view", args=["moon"])).status_code == 404


def test_sides_stand_where_the_viewer_sees_them() -> None:
    with override("en"):
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
