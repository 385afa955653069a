import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import BACKEND

from drypoint.clinic.people.actions import access
from drypoint.clinic.visits.queries.rankings import current_drawing

TICKED = {
    "zones": "[]",
    "zones_tick": ["bt.upper:left"],
    "zones_intensity": "6",
    "zones_quality": "ache",
    "zones_cover": "1",
    "words": "It pulls when I walk",
    "drawn_by": "patient",
    "supersedes": "",
}


def address(care: Care) -> str:
    return f"/visits/{care.visit.pk}/pain-drawing/"


def test_drawing_is_saved_with_words_and_ranked_at_once(care: Care, browser: Client) -> None:
    answer = browser.post(address(care), TICKED)
    assert answer.headers["Location"] == f"/visits/{care.visit.pk}/ranking/"
    drawing = current_drawing(care.visit)
    assert drawing is not None
    assert (drawing.words, drawing.drawn_by) == ("It pulls when I walk", "patient")
    assert [(zone.code, zone.side, zone.intensity) for zone in drawing.zones] == [("bt.upper", "left", 6)]
    assert care.visit.engine_results.filter(engine="rank").count() == 1


def test_empty_drawing_is_asked_back_and_keeps_the_words(care: Care, browser: Client) -> None:
    answer = browser.post(address(care), {**TICKED, "zones_tick": []})
    assert answer.status_code == 422
    assert "say that nothing does" in answer.content.decode()
    assert "It pulls when I walk" in answer.content.decode()
    assert current_drawing(care.visit) is None


def test_nothing_hurts_is_an_answer_that_ranks_nothing(care: Care, browser: Client) -> None:
    answer = browser.post(address(care), {**TICKED, "zones_tick": [], "nothing_hurts": "on"})
    assert answer.headers["Location"] == f"/visits/{care.visit.pk}/palpation/"
    drawing = current_drawing(care.visit)
    assert drawing is not None and drawing.zones == ()


def test_nothing_hurts_beside_marked_places_is_asked_back(care: Care, browser: Client) -> None:
    answer = browser.post(address(care), {**TICKED, "nothing_hurts": "on"})
    assert answer.status_code == 422
    assert "Some places are marked" in answer.content.decode()


def test_second_of_two_drawings_meets_the_first_and_may_save_over_it(care: Care, browser: Client) -> None:
    theirs = care.draw()
    answer = browser.post(address(care), TICKED)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "saved by somebody else" in page and "It pulls when I walk" in page
    assert f'value="{theirs.pk}"' in page
    assert browser.post(address(care), {**TICKED, "supersedes": str(theirs.pk)}).status_code == 302
    drawing = current_drawing(care.visit)
    assert drawing is not None and drawing.supersedes_id == theirs.pk


def test_foreign_or_unknown_drawing_to_correct_is_not_found(care: Care, browser: Client) -> None:
    other = care.draw(care.start_visit(7))
    assert browser.post(address(care), {**TICKED, "supersedes": str(other.pk)}).status_code == 404


def test_last_visits_drawing_can_be_the_beginning(care: Care, browser: Client) -> None:
    care.draw()
    later = care.start_visit(7)
    assert "from=last" in browser.get(f"/visits/{later.pk}/pain-drawing/").content.decode()
    begun = browser.get(f"/visits/{later.pk}/pain-drawing/?from=last").content.decode()
    assert 'value="bt.upper:left" data-zone' in begun
    assert current_drawing(later) is None


def test_assistant_may_draw_and_the_desk_may_not(care: Care, assistant: Client, desk: Client) -> None:
    assert desk.post(address(care), TICKED).status_code == 403
    assert assistant.post(address(care), TICKED).status_code == 302


@pytest.fixture
def patient(care: Care) -> Client:
    granted = access.grant(
        by=factories.acting(care.clinic, "front_desk"), person=care.person, email="ana@home.test"
    )
    client = Client()
    client.force_login(granted.user, backend=BACKEND)
    return client


def test_patient_draws_on_their_own_phone(care: Care, patient: Client) -> None:
    assert patient.get("/my/pain-drawing/").status_code == 200
    posted = {name: value for name, value in TICKED.items() if name != "drawn_by"}
    assert patient.post("/my/pain-drawing/", posted).status_code == 302
    drawing = current_drawing(care.visit)
    assert drawing is not None and drawing.drawn_by == "patient" and drawing.recorded_as == "patient"
    assert patient.post("/my/pain-drawing/", posted).status_code == 409


def test_patient_without_an_open_visit_is_told_when(patient: Client, care: Care) -> None:
    type(care.visit)._default_manager.filter(pk=care.visit.pk).update(status="signed")
    assert "No visit is open now" in patient.get("/my/pain-drawing/").content.decode()


def test_staff_cannot_open_the_patients_page(browser: Client) -> None:
    assert browser.get("/my/pain-drawing/").status_code == 403


DRAWN = {
    "chart": "1",
    "figure": "female",
    "marks": [
        {"view": "back", "points": [[300, 850], [330, 900]], "width": 40, "intensity": 6, "quality": "ache"}
    ],
}


def test_strokes_are_kept_with_figure_and_version_and_the_zones_are_found_here(
    care: Care, browser: Client
) -> None:
    posted = {**TICKED, "zones_tick": [], "zones_drawing": json.dumps(DRAWN)}
    assert browser.post(address(care), posted).status_code == 302
    drawing = current_drawing(care.visit)
    assert drawing is not None
    assert (drawing.chart_version, drawing.figure, drawing.marks) == ("1", "female", DRAWN["marks"])
    assert drawing.zones and {zone.side for zone in drawing.zones} == {"left"}
    assert "&quot;width&quot;:40" in browser.get(address(care)).content.decode()


def test_an_unreadable_drawing_is_answered_beside_the_chart_and_kept(care: Care, browser: Client) -> None:
    posted = {**TICKED, "zones_drawing": json.dumps({**DRAWN, "chart": "9"})}
    answer = browser.post(address(care), posted)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "another version of the chart" in page and "&quot;chart&quot;: &quot;9&quot;" in page
    assert current_drawing(care.visit) is None


def test_two_megabytes_are_answered_in_a_sentence(care: Care, browser: Client) -> None:
    marks = [{**DRAWN["marks"][0], "points": [[300.5, 850.5]] * 15_000}] * 9  # type: ignore[dict-item, index]
    posted = {**TICKED, "zones_drawing": json.dumps({**DRAWN, "marks": marks})}
    assert len(posted["zones_drawing"]) > 2_000_000
    answer = browser.post(address(care), urlencode(posted, doseq=True), "application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "more line than can be read" in answer.content.decode()


def test_the_drawing_stands_beside_the_last_visits_with_the_change(care: Care, browser: Client) -> None:
    care.draw()
    later = care.start_visit(7)
    posted = {**TICKED, "zones_tick": [], "zones_drawing": json.dumps(DRAWN)}
    assert browser.post(f"/visits/{later.pk}/pain-drawing/", posted).status_code == 302
    page = browser.get(f"/visits/{later.pk}/pain-drawing/").content.decode()
    assert "Beside the last visit" in page
    assert re.search(r"Now \d+ cm² hurt: [+-]\d+ cm² \([+-]\d+ %\) since the last visit", page)
    assert page.count('class="figure body-picture"') == 2


def test_a_drawing_of_the_plain_chart_shows_as_whole_zones(care: Care, browser: Client) -> None:
    drawing = care.draw()
    type(drawing)._default_manager.filter(pk=drawing.pk).update(chart_version="plain-1", marks=[])
    page = browser.get(address(care)).content.decode()
    assert "come from a list" in page and "&quot;zone&quot;:&quot;bt.upper&quot;" in page
