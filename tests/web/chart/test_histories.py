"""The history: told once, revised at later visits."""

from typing import Any

from django.test import Client
from django.urls import reverse
from tests.web.chart.conftest import Care

from drypoint.clinic.episodes.actions import histories
from drypoint.clinic.episodes.models import History

TYPED = {
    "onset": "After a long drive",
    "medicines": "warfarin 5 mg\n\nibuprofen when needed",
    "goals_own_words": "Look over my shoulder",
    "tried-count": "2",
    "tried-0-kind": "Massage",
    "tried-0-result": "no change",
    "tried-0-visits": "4",
}


def _url(care: Care) -> str:
    return reverse("history", args=[care.visit.pk])


def _stands(care: Care) -> History:
    return care.episode.histories.current().get()


def test_history_is_kept_whole(care: Care) -> None:
    answer = care.browser.post(_url(care), TYPED)
    assert answer.url == reverse("visit", args=[care.visit.pk])
    kept = _stands(care)
    assert kept.medicines == ("warfarin 5 mg", "ibuprofen when needed")
    assert [(one.kind, one.result, one.visits) for one in kept.previous_treatments] == [
        ("Massage", "no change", 4)
    ]


def test_later_visit_asks_what_changed_with_what_stands(care: Care) -> None:
    care.browser.post(_url(care), TYPED)
    page = care.browser.get(_url(care))
    assert "What changed?" in page.content.decode()
    form = page.context["form"]
    assert form["medicines"].value() == "warfarin 5 mg\nibuprofen when needed"
    assert "Massage" in page.content.decode()
    again = {**TYPED, "onset": "After a fall", "supersedes": str(form["supersedes"].value())}
    assert care.browser.post(_url(care), again).status_code == 302
    assert _stands(care).onset == "After a fall"


def test_one_more_row_saves_nothing_and_loses_nothing(care: Care) -> None:
    answer = care.browser.post(_url(care), {**TYPED, "more": "tried"})
    assert answer.status_code == 200
    assert answer.context["tried"].count == 3
    assert answer.context["tried"].forms[0]["kind"].value() == "Massage"
    assert "After a long drive" in answer.content.decode()
    assert not care.episode.histories.exists()


def test_row_without_result_is_marked_and_nothing_is_lost(care: Care) -> None:
    answer = care.browser.post(_url(care), {**TYPED, "tried-0-result": ""})
    assert answer.status_code == 422
    assert answer.context["tried"].forms[0].errors["result"]
    assert "Look at the marked rows." in answer.content.decode()
    assert "After a long drive" in answer.content.decode()


def test_overlong_medicine_line_is_refused_beside_its_field(care: Care) -> None:
    answer = care.browser.post(_url(care), {**TYPED, "medicines": "x" * 201})
    assert answer.context["form"].errors["medicines"]


def test_second_of_two_sees_theirs_and_may_save_over_it(care: Care) -> None:
    histories.record(by=care.actor, episode=care.episode, onset="Theirs", medicines=("aspirin",))
    answer = care.browser.post(_url(care), TYPED)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Theirs" in page
    assert "After a long drive" in page
    again: dict[str, Any] = {**TYPED, "supersedes": answer.context["form"]["supersedes"].value()}
    assert care.browser.post(_url(care), again).status_code == 302
    assert _stands(care).onset == "After a long drive"


def test_foreign_history_and_visit_do_not_exist(care: Care, elsewhere: Client) -> None:
    assert elsewhere.get(_url(care)).status_code == 404
    foreign = {**TYPED, "supersedes": str(care.visit.pk)}
    assert care.browser.post(_url(care), foreign).status_code == 404


def test_front_desk_sees_no_history(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    assert as_role("front_desk").get(_url(care)).status_code == 403
