"""Reassessment: numbers before and after, and what a change may mean."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.visits.care import Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.visits.models import MeasuredWhen
from drypoint.clinic.visits.queries.measurements import current_measurements

TURN = {
    "motion": "cervical.rotation",
    "side": "left",
    "moved_by": "active",
    "device": "Goniometer",
    "rater": "A",
}
GRIP = {"instrument": "grip_kg", "place": "", "side": "right", "device": "", "rater": ""}


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def address(care: Care, visit: Any = None) -> str:
    return reverse("reassessment", args=[(visit or care.visit).pk])


def posted(*, motions: Any = (), others: Any = (), **ratings: Any) -> dict[str, Any]:
    """What a browser posts."""
    data: dict[str, Any] = {"motion-count": len(motions), "other-count": len(others), **ratings}
    for prefix, rows in (("motion", motions), ("other", others)):
        for number, row in enumerate(rows):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def values(care: Care) -> dict[tuple[str, str, str, str], float | None]:
    return {
        (one.instrument, one.place, one.side, one.when): one.value for one in current_measurements(care.visit)
    }


def test_everything_is_saved_together(care: Care, browser: Client) -> None:
    data = posted(
        nprs_before=6,
        nprs_after=4,
        motions=[TURN | {"before": "52,5", "after": "60"}],
        others=[GRIP | {"before": "30", "after": ""}],
    )
    assert browser.post(address(care), data).url == f"{address(care)}#changes"
    assert values(care) == {
        ("nprs", "", "", "before"): 6,
        ("nprs", "", "", "after"): 4,
        ("rom_deg", "cervical.rotation", "left", "before"): 52.5,
        ("rom_deg", "cervical.rotation", "left", "after"): 60,
        ("grip_kg", "", "right", "before"): 30,
    }


def test_page_shows_change_thresholds_and_that_it_counts_for_almost_nothing(
    care: Care, browser: Client
) -> None:
    browser.post(
        address(care), posted(nprs_before=6, nprs_after=4, motions=[TURN | {"before": 52, "after": 60}])
    )
    page = browser.get(address(care)).content.decode()
    assert "counts for almost nothing" in page
    assert "Tuttle 2005" in page
    assert "Published figures disagree on whether people call this important." in page
    assert "not checked" in page.lower() or "unverified" in page.lower()
    assert "from 52° to 60°" in page  # the dial, with its table
    assert "<svg" in page
    assert "The same as a table" in page


def test_later_visit_proposes_the_same_measures_without_numbers(care: Care, browser: Client) -> None:
    browser.post(address(care), posted(nprs_before=6, motions=[TURN | {"before": 52}]))
    later = care.start_visit(days=7)
    page = browser.get(address(care, later)).content.decode()
    assert '<option value="cervical.rotation" selected>' in page
    assert 'value="Goniometer"' in page
    assert 'value="52"' not in page
    browser.post(address(care, later), posted(nprs_before=2, motions=[TURN | {"before": 60}]))
    page = browser.get(address(care, later)).content.decode()
    assert "Since it was first measured" in page
    assert "-4" in page


def test_proposed_rows_without_a_number_record_nothing(care: Care, browser: Client) -> None:
    assert browser.post(address(care), posted(motions=[TURN], others=[GRIP])).status_code == 302
    assert values(care) == {}


def test_add_a_row_keeps_what_was_typed(care: Care, browser: Client) -> None:
    data = posted(nprs_before=6, motions=[TURN | {"before": "52"}]) | {"more": "motion"}
    answer = browser.post(address(care), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="motion-1-motion"' in page
    assert 'value="52"' in page
    assert values(care) == {}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"others": [GRIP | {"instrument": "", "before": 30}]}, "Say what was measured."),
        ({"motions": [TURN | {"before": 400}]}, "The highest value is 360."),
        ({"others": [GRIP | {"before": -1}]}, "The lowest value is 0."),
        ({"motions": [TURN | {"before": "much"}]}, "Enter a number."),
    ],
)
def test_wrong_rows_are_marked_and_nothing_is_lost(
    care: Care, browser: Client, rows: dict[str, Any], sentence: str
) -> None:
    answer = browser.post(address(care), posted(nprs_before=6, **rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Look at the marked rows." in page
    assert 'value="6" id="id_nprs_before_6" checked' in page.replace(" required", "")
    assert values(care) == {}


def test_recorded_value_is_corrected_not_emptied(care: Care, browser: Client) -> None:
    browser.post(address(care), posted(motions=[TURN | {"before": 52}]))
    (fact,) = current_measurements(care.visit)
    empty = browser.post(address(care), posted(motions=[TURN | {"before": "", "before_shown": fact.pk}]))
    assert "can be corrected, not taken away" in empty.content.decode()
    browser.post(address(care), posted(motions=[TURN | {"before": 54, "before_shown": fact.pk}]))
    assert list(values(care).values()) == [54]


def test_second_of_two_people_sees_theirs_and_may_save_again(care: Care, browser: Client) -> None:
    browser.post(address(care), posted(nprs_before=6))
    answer = browser.post(address(care), posted(nprs_before=7))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "saved by somebody else" in page
    assert "Pain, Before treatment" in page
    (fact,) = current_measurements(care.visit)
    assert f'value="{fact.pk}"' in page
    assert browser.post(address(care), posted(nprs_before=7, nprs_before_shown=fact.pk)).status_code == 302
    assert list(values(care).values()) == [7]


def test_signed_visit_shows_its_measurements_and_no_form(care: Care, browser: Client) -> None:
    browser.post(address(care), posted(nprs_before=6, nprs_after=5))
    care.clinic.visits.update(status="signed")
    page = browser.get(address(care)).content.decode()
    assert "The measurements stay as they are" in page
    assert 'name="nprs_before"' not in page
    assert browser.post(address(care), posted(nprs_before=9)).status_code == 422
    assert values(care)[("nprs", "", "", MeasuredWhen.BEFORE)] == 6


def test_others_see_nothing(care: Care, as_role: SignIn) -> None:
    assert as_role("therapist").get(address(care)).status_code == 404
    assert as_role("front_desk", care.clinic).get(address(care)).status_code == 403
    assert as_role("researcher", care.clinic).post(address(care), {}).status_code == 403


def test_statements_do_not_grow_with_what_was_measured(
    care: Care, browser: Client, django_assert_max_num_queries: Any
) -> None:
    rows = [
        TURN | {"side": side, "moved_by": how, "before": 50}
        for side in ("left", "right")
        for how in ("active", "passive")
    ]
    browser.post(address(care), posted(nprs_before=6, nprs_after=5, motions=rows))
    with django_assert_max_num_queries(36):
        browser.get(address(care))


@pytest.mark.parametrize(
    ("unit", "shown", "kpa"),
    [("ppt_kgf_cm2", "2,5", 245.2), ("ppt_n_cm2", "24.5", 245), ("ppt_kpa", "245", 245)],
)
def test_pressure_is_kept_in_kpa_whatever_the_algometer_shows(
    care: Care, browser: Client, unit: str, shown: str, kpa: float
) -> None:
    row = {"instrument": unit, "place": "Trapezius", "side": "left", "device": "", "rater": ""}
    data = posted(others=[row | {"before": shown, "after": ""}])
    assert browser.post(address(care), data).status_code == 302
    assert values(care) == {("ppt_kpa", "Trapezius", "left", MeasuredWhen.BEFORE): kpa}
    page = browser.get(address(care)).content.decode()
    assert "kgf/cm²" in page and "N/cm²" in page
