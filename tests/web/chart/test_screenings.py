"""Screening: emergencies first, an early end, what is carried over, and the person's own phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.chart.conftest import Care, harmless

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.people.actions import medicines
from drypoint.clinic.visits.actions import screenings
from drypoint.clinic.visits.models import Screening, Visit
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.clinic.visits.queries.screenings import carried_answers, questions_to_ask
from drypoint.safety.questions import Audience
from drypoint.web.presenters.screenings import QuestionPage, groups


def _url(visit: Visit) -> str:
    return reverse("screening", args=[visit.pk])


def _posted(page: QuestionPage, **typed: Any) -> dict[str, Any]:
    """What a browser posts from ``page``: its hidden fields and what is typed."""
    data: dict[str, Any] = {"at": page.code}
    for name, value in page.carried:
        data.setdefault(name, []).append(value)
    return {**data, **typed}


def _answer_the_rest(browser: Client, url: str, page: QuestionPage, **extra: str) -> Any:
    """Press "what is open is no" until the answers are kept."""
    for _page in range(20):
        risk_free = {
            one.field.html_name: "yes"
            for one in page.asked
            if one.field.html_name in {"no_consent", "no_capacity"}
        }
        answer = browser.post(url, _posted(page, **risk_free, **extra, rest="no"))
        if answer.status_code == 302:
            return answer
        page = answer.context["page"]
    raise AssertionError("the questions never ended")


def _kept(visit: Visit) -> Screening:
    found = current_screening(visit)
    assert found is not None
    return found


def test_first_page_asks_for_signs_of_an_emergency(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    assert (page.title, page.number) == ("Signs of an emergency", 1)
    assert page.asked[0].field.html_name == "acute_medical_emergency_chest_pain"


def test_answering_the_rest_begins_where_a_question_is_open(care: Care) -> None:
    answers = {name: answer for name, answer in harmless().items() if name != "no_consent"}
    screenings.record(by=care.actor, visit=care.visit, answers=answers)
    page = care.browser.get(f"{_url(care.visit)}?on=1").context["page"]
    assert page.title == "Today"


def test_all_harmless_answers_are_clear_in_one_tap_a_page(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    answer = _answer_the_rest(care.browser, _url(care.visit), page)
    assert answer.url == reverse("screening_outcome", args=[care.visit.pk])
    kept = _kept(care.visit)
    assert kept.outcome == "clear", kept.engine_result.result["unanswered"]
    assert kept.person_request["answers"]["no_consent"] is False, "wanting it is no risk"


def test_the_button_for_the_rest_never_answers_consent_or_capacity(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    while page.title != "Today":
        page = care.browser.post(_url(care.visit), _posted(page, rest="no")).context["page"]
    care.browser.post(_url(care.visit), _posted(page, rest="no", save="1"))
    answers = _kept(care.visit).person_request["answers"]
    assert "no_consent" not in answers
    assert answers["alcohol_drugs_fasting_intoxicated"] is False


def test_emergency_ends_it_at_once(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    answer = care.browser.post(
        _url(care.visit), _posted(page, acute_medical_emergency_chest_pain="yes", go="next")
    )
    assert answer.url == reverse("screening_outcome", args=[care.visit.pk])
    assert _kept(care.visit).outcome == "emergency"
    shown = care.browser.get(answer.url).content.decode()
    assert "Emergency: no needling. Get help now." in shown
    assert "Answer the rest" in shown


def test_after_an_early_end_the_rest_can_be_answered(care: Care) -> None:
    care.browser.post(
        _url(care.visit),
        _posted(care.browser.get(_url(care.visit)).context["page"], acute_medical_emergency_chest_pain="yes"),
    )
    page = care.browser.get(_url(care.visit), {"on": "1"}).context["page"]
    care_page = _posted(page, rest="no", on="1", acute_medical_emergency_chest_pain="no")
    page = care.browser.post(_url(care.visit), care_page).context["page"]
    _answer_the_rest(care.browser, _url(care.visit), page, on="1")
    assert _kept(care.visit).outcome == "clear"


def test_a_yes_is_followed_by_where_since_when_and_how_bad(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    while not page.title.startswith("Places"):
        choices = dict.fromkeys(("no_consent", "no_capacity"), "yes") if page.title == "Today" else {}
        page = care.browser.post(_url(care.visit), _posted(page, **choices, rest="no")).context["page"]
    page = care.browser.post(
        _url(care.visit), _posted(page, lymphoedema_limb="yes", recent_surgery="yes", rest="no")
    ).context["page"]
    assert page.follows
    assert [one.field.html_name for one in page.asked] == [
        "lymphoedema_limb",
        "recent_surgery",
        "recent_surgery_not_healed",
    ]
    typed = {
        "lymphoedema_limb": "yes",
        "lymphoedema_limb__places": ["upper_arm", "forearm"],
        "lymphoedema_limb__side": "left",
        "lymphoedema_limb__since": "2019-05",
        "lymphoedema_limb__degree": "moderate",
        "recent_surgery": "yes",
        "recent_surgery__places": ["knee"],
        "recent_surgery_not_healed": "no",
    }
    answer = care.browser.post(_url(care.visit), _posted(page, **typed, go="next"))
    assert answer.status_code == 302
    answers = _kept(care.visit).person_request["answers"]
    assert answers["lymphoedema_limb"] == {
        "value": True,
        "places": [{"region": "upper_arm", "side": "left"}, {"region": "forearm", "side": "left"}],
        "since": "2019-05",
        "degree": "moderate",
    }
    assert answers["recent_surgery"] == {"value": True, "places": [{"region": "knee"}]}
    again = care.browser.get(_url(care.visit)).context["form"]
    assert again["lymphoedema_limb__side"].value() == "left"
    assert again["lymphoedema_limb__places"].value() == ["upper_arm", "forearm"]


def test_a_date_that_cannot_be_is_said_beside_its_field(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    data = _posted(page, at="4d", lymphoedema_limb="yes", lymphoedema_limb__since="last May", go="next")
    answer = care.browser.post(_url(care.visit), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Give a year such as 2019" in text
    assert "last May" in text


def test_back_leads_back_and_keeps_answers(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    page = care.browser.post(_url(care.visit), _posted(page, rest="no")).context["page"]
    assert page.title == "Red flags"
    page = care.browser.post(
        _url(care.visit), _posted(page, red_flag_undiagnosed_weight_loss="unknown", back="1")
    ).context["page"]
    assert page.number == 1
    assert ("red_flag_undiagnosed_weight_loss", "unknown") in page.carried


def test_taking_back_a_yes_drops_what_hung_on_it(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    data = _posted(page, epilepsy="no", epilepsy_uncontrolled="yes", save="1")
    care.browser.post(_url(care.visit), data)
    assert "epilepsy_uncontrolled" not in _kept(care.visit).person_request["answers"]


def test_later_visit_asks_only_what_changes_and_keeps_the_rest(care: Care) -> None:
    places = {"value": True, "places": [{"region": "upper_arm", "side": "left"}], "since": "2019"}
    care.screen(lymphoedema_limb=places, anticoagulant="unknown")
    later = care.start_visit(days_later=7)
    asked = {one.id for one in questions_to_ask(later)}
    assert "acute_medical_emergency_chest_pain" in asked
    assert "lymphoedema_limb" not in asked
    assert "anticoagulant" in asked, "not sure is asked again"
    assert "anticoagulant" not in carried_answers(later)
    shown = care.browser.get(_url(later))
    assert "lymphoedema" in shown.content.decode()
    assert "upper arm (left), 2019" in shown.content.decode()
    _answer_the_rest(care.browser, _url(later), shown.context["page"])
    kept = _kept(later)
    assert kept.person_request["answers"]["lymphoedema_limb"] == places
    assert "lymphoedema_limb" in [one["id"] for one in kept.engine_result.result["findings"]]


def test_later_visit_asks_everything_when_something_changed(care: Care) -> None:
    care.screen(anticoagulant=True)
    later = care.start_visit(days_later=7)
    page = care.browser.get(_url(later), {"all": "1"})
    form = page.context["form"]
    assert form["anticoagulant"].value() == "yes"
    data = _posted(page.context["page"], all="1", anticoagulant="no", save="1")
    care.browser.post(_url(later), data)
    assert _kept(later).person_request["answers"]["anticoagulant"] is False


def test_questions_that_cannot_apply_are_left_out(care: Care) -> None:
    assert "pregnancy" in {one.id for one in questions_to_ask(care.visit)}
    care.person.sex_recorded = "male"
    care.visit.episode.person = care.person
    asked = {one.id for one in questions_to_ask(care.visit, audience=Audience.PATIENT)}
    assert "pregnancy" not in asked
    assert "pregnancy" in {one.id for one in questions_to_ask(care.visit)}, "a recorded sex is not certain"
    assert "children_no_guardian_consent" not in asked


def test_outcome_says_who_classes_it_how_with_the_strictest(care: Care) -> None:
    care.screen(anticoagulant=True, red_flag_undiagnosed_night_pain=True)
    shown = care.browser.get(reverse("screening_outcome", args=[care.visit.pk])).content.decode()
    assert "A doctor first." in shown
    assert "Doctor first: write the letter" in shown
    assert "The strictest class any source gives:" in shown
    assert "unverified" in shown
    assert "Habits for this session" in shown


def test_outcome_before_screening_leads_to_the_questions(care: Care) -> None:
    answer = care.browser.get(reverse("screening_outcome", args=[care.visit.pk]))
    assert answer.url == _url(care.visit)


def test_second_of_two_who_screen_is_told(care: Care) -> None:
    page = care.browser.get(_url(care.visit)).context["page"]
    care.screen()
    answer = care.browser.post(_url(care.visit), _posted(page, save="1", cardiac_unstable="yes"))
    assert answer.status_code == 409
    assert "Nothing was found that speaks against needling." in answer.content.decode()
    again = _posted(answer.context["page"], save="1")
    assert care.browser.post(_url(care.visit), again).status_code == 302
    assert _kept(care.visit).person_request["answers"]["cardiac_unstable"] is True


def test_foreign_visit_does_not_exist_and_front_desk_is_refused(
    care: Care,
    elsewhere: Client,
    as_role,  # type: ignore[no-untyped-def]
) -> None:
    assert elsewhere.get(_url(care.visit)).status_code == 404
    assert as_role("front_desk").get(_url(care.visit)).status_code == 403


def test_patient_answers_on_their_own_phone_and_the_therapist_goes_on(
    care: Care, patient_of: Callable[[], Client]
) -> None:
    phone, url = patient_of(), reverse("my-screening", args=[care.visit.pk])
    page = phone.get(url).context["page"]
    assert not any(one.by_therapist for one in page.asked)
    answers = {one.id: "no" for one in questions_to_ask(care.visit)}
    answers |= {"no_consent": "yes", "anticoagulant": "yes"}
    while True:
        typed = {one.field.html_name: answers[one.field.html_name] for one in page.asked}
        answer = phone.post(url, _posted(page, **typed, go="next"))
        if answer.status_code == 302:
            break
        page = answer.context["page"]
    assert "Thank you" in phone.get(answer.url).content.decode()
    kept = _kept(care.visit)
    assert kept.answered_by == "patient"
    form = care.browser.get(_url(care.visit)).context["form"]
    assert form["anticoagulant"].value() == "yes"
    assert form["frail_elderly"].value() is None, "the therapist judges that"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"acute_medical_emergency_chest_pain": True}, "Get help now"),
        ({"red_flag_undiagnosed_night_pain": True}, "Your therapist will talk with you first"),
        ({}, "You decide together"),
    ],
)
def test_patient_reads_what_to_do_now(
    care: Care, patient_of: Callable[[], Client], answers: dict[str, Any], sentence: str
) -> None:
    phone = patient_of()
    done = reverse("my_screening_done", args=[care.visit.pk])
    assert phone.get(done).url == reverse("my-screening", args=[care.visit.pk])
    care.screen(**answers)
    assert phone.get(reverse("my-screening", args=[care.visit.pk])).url == done, "gone through together"
    assert sentence in phone.get(done).content.decode()


def test_patient_sees_no_visit_of_somebody_else(care: Care, patient: Client) -> None:
    assert patient.get(reverse("my-screening", args=[care.visit.pk])).status_code == 404


def test_patient_questions_are_off_until_the_clinic_accepts_them(
    care: Care, patient_of: Callable[[], Client]
) -> None:
    phone = patient_of()
    type(care.clinic).objects.filter(pk=care.clinic.pk).update(kind=ClinicKind.REAL)
    answer = phone.get(reverse("my-screening", args=[care.visit.pk]))
    assert answer.status_code == 409
    assert "switched off here" in answer.content.decode()


def test_harmless_is_clear(care: Care) -> None:
    assert care.screen().outcome == "clear"
    assert harmless()["no_consent"] is False


def test_answers_that_do_not_fit_are_confirmed_once_and_their_rules_hold(care: Care) -> None:
    medicines.record(by=care.actor, person=care.person, text="warfarin 5 mg")
    screenings.record(by=care.actor, visit=care.visit, answers=harmless())
    outcome = reverse("screening_outcome", args=[care.visit.pk])
    (asked,) = care.browser.get(outcome).context["page"].to_confirm
    assert "warfarin" in asked
    stands = _kept(care.visit)
    stale = care.browser.post(
        reverse("screening_confirm", args=[care.visit.pk]), {"screening": str(care.visit.pk)}
    )
    assert stale.status_code == 409
    care.browser.post(reverse("screening_confirm", args=[care.visit.pk]), {"screening": str(stands.pk)})
    page = care.browser.get(outcome).context["page"]
    assert page.to_confirm == []
    assert "anticoagulant" in {one.id for one in page.findings}
    care.browser.post(
        _url(care.visit) + "?all=1",
        {"at": "0", "all": "1", "save": "1", "supersedes": str(_kept(care.visit).pk)},
    )
    assert _kept(care.visit).person_request["confirmed"] == ["medicine:anticoagulant"]


def test_later_visit_asks_on_three_pages(care: Care) -> None:
    screenings.record(by=care.actor, visit=care.visit, answers=harmless())
    later = care.start_visit(days_later=7)
    page = care.browser.get(_url(later)).context["page"]
    assert page.total == 3
    titles = [title for title, _asked in groups(questions_to_ask(later))]
    assert titles == ["Signs of an emergency", "Red flags", "Today and since last time"]
