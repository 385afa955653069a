"""The published cases as guided examples: to read everywhere, to begin only where all is fiction."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import browser_of

from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.terms import Side
from drypoint.web.guided_cases import guided_cases
from drypoint.web.presenters import examples as presenter

IDS = list(guided_cases())


@pytest.fixture
def demo(db: None) -> Clinic:
    return factories.make_clinic(ClinicKind.DEMO, "Demo")


@pytest.fixture
def therapist(demo: Clinic) -> Client:
    return browser_of(factories.make_member(demo, "therapist"))


def test_every_report_and_series_of_the_collection_is_there() -> None:
    assert len(IDS) == 14
    kinds = [case.kind for case in guided_cases().values()]
    assert (kinds.count("report"), kinds.count("series")) == (7, 7)


def test_rows_from_memory_say_so_and_are_marked() -> None:
    for case in guided_cases().values():
        assert case.citation
        if case.read == "memory":
            assert case.doubts is not None
        assert case.source.verification.is_unverified == (case.read != "abstract")


def test_list_names_every_case(therapist: Client) -> None:
    page = therapist.get(reverse("examples")).content.decode()
    assert [one for one in IDS if reverse("example", args=[one]) not in page] == []


@pytest.mark.parametrize("case_id", IDS)
def test_page_shows_words_citation_doubts_and_the_marked_zones(therapist: Client, case_id: str) -> None:
    case = guided_cases()[case_id]
    page = therapist.get(reverse("example", args=[case_id])).content.decode()
    assert case.words.en in page
    assert case.citation.split(".")[0] in page
    if case.doubts:
        assert case.doubts.en in page
    shown = presenter.present(case)
    assert page.count('class="body-picture__pain"') >= 1
    assert shown.figure.description in html.unescape(page)
    assert ("cannot be drawn" in page) == (not shown.all_shown)
    assert len(shown.zones.rows) == len(case.zones)


def test_a_case_without_a_side_says_that_the_side_is_ours() -> None:
    unsaid, said = guided_cases()["case-002"], guided_cases()["case-030"]
    assert "right" in presenter.present(unsaid).side_unsaid
    assert presenter.present(said).side_unsaid == ""
    assert said.drawn_side is Side.LEFT
    assert {zone.side for zone in said.drawing()} == {Side.LEFT, Side.MIDLINE}


def test_what_the_report_found_stands_beside_our_ranking() -> None:
    places = presenter.found(guided_cases()["case-024"])
    assert places[0].name == "Gluteus medius"
    assert places[0].rank == 1
    assert all(place.rank is None or 1 <= place.rank <= presenter.TOP for place in places)


@pytest.mark.parametrize("language", ["en", "es"])
def test_beginning_an_example_draws_it_for_an_invented_person(
    demo: Clinic, therapist: Client, language: str
) -> None:
    case = guided_cases()["case-015"]
    User.objects.update(language=language)
    answer = therapist.post(reverse("example_start", args=[case.id]))
    visit = demo.visits.get()
    assert answer.url == reverse("ranking", args=[visit.pk])
    drawing = visit.pain_drawings.get()
    assert {(zone.code, zone.side) for zone in drawing.zones} == {
        ("sh.front", Side.RIGHT),
        ("sh.side", Side.RIGHT),
    }
    assert drawing.words == case.words.in_language(language)
    assert visit.episode.complaint == case.complaint
    assert visit.episode.person.language == language
    assert reverse("example", args=[case.id]) in visit.episode.person.desk_note
    assert visit.engine_results.filter(engine="rank").count() == 1


def test_a_real_clinic_reads_examples_and_begins_none(db: None) -> None:
    from drypoint.web.access import identity

    real = factories.make_clinic(name="Real")
    browser = browser_of(factories.make_member(real, "therapist"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(identity, "must_enrol", lambda _request: False)
        page = browser.get(reverse("example", args=["case-015"])).content.decode()
        answer = browser.post(reverse("example_start", args=["case-015"]))
    assert "Start this example" not in page
    assert answer.status_code == 409
    assert not real.people.exists()


def test_front_desk_reads_and_cannot_begin(demo: Clinic) -> None:
    desk = browser_of(factories.make_member(demo, "front_desk"))
    assert "Start this example" not in desk.get(reverse("example", args=["case-015"])).content.decode()
    assert desk.post(reverse("example_start", args=["case-015"])).status_code == 403
    assert not demo.people.exists()


def test_an_unknown_case_does_not_exist(therapist: Client) -> None:
    assert therapist.get(reverse("example", args=["case-999"])).status_code == 404
    assert therapist.post(reverse("example_start", args=["case-999"])).status_code == 404
