"""Fields and forms: what people answer, what actions receive, what is shown when it is refused."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.terms.errors import InvalidInput
from drypoint.web.forms.base import ClinicForm, refusals
from drypoint.web.forms.fields import (
    ClockField,
    DayField,
    Measurement,
    MomentField,
    Rating,
    SignatureField,
    Signed,
    YesNoUnknown,
    YesNoUntested,
)


class Asked(ClinicForm):
    bleeds = YesNoUnknown(label="Do you bleed easily?", help_text="From small cuts.")
    band = YesNoUntested(label="Taut band", required=False)
    pain = Rating(label="Pain")
    bend = Measurement(label="Bend", unit="°", min_value=0, max_value=180)
    day = DayField(label="Day", required=False)
    clock = ClockField(label="Time", required=False)
    moment = MomentField(label="Moment", required=False)
    name = SignatureField(label="Your name")


GOOD = {"bleeds": "unknown", "band": "untested", "pain": "0", "bend": "45,5", "name": " Ana  Ruiz "}


def read(**answers: str) -> Asked:
    query = QueryDict(mutable=True)
    query.update(GOOD | answers)
    return Asked(query)


def test_answers_reach_the_action_as_values() -> None:
    form = read(bleeds="yes", band="no")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["bleeds"] is True
    assert form.cleaned_data["band"] is False
    assert form.cleaned_data["pain"] == 0
    assert form.cleaned_data["bend"] == Decimal("45.5")
    assert form.cleaned_data["name"] == Signed(name="Ana Ruiz", strokes=())


def test_not_sure_and_not_tested_stay_themselves() -> None:
    form = read()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["bleeds"] == "unknown"
    assert form.cleaned_data["band"] is None


@pytest.mark.parametrize(("stored", "ticked"), [(True, "yes"), (False, "no"), ("unknown", "unknown")])
def test_a_stored_answer_is_ticked_again(stored: object, ticked: str) -> None:
    html = str(Asked(initial={"bleeds": stored})["bleeds"])
    assert html.count("checked") == 1
    assert html.split("checked")[0].rfind(f'value="{ticked}"') > 0


def test_an_untested_finding_is_ticked_as_not_tested() -> None:
    html = str(Asked(initial={"band": None})["band"])
    assert html.split("checked")[0].rfind('value="untested"') > 0


@pytest.mark.parametrize("pain", ["-1", "11", "5.5", "much"])
def test_ratings_outside_the_scale_are_refused(pain: str) -> None:
    assert "pain" in read(pain=pain).errors


def test_days_and_times_travel_in_the_browsers_own_form() -> None:
    form = read(day="2026-03-01", clock="09:30", moment="2026-03-01T09:30")
    assert form.is_valid(), form.errors
    for name, value in (("day", "2026-03-01"), ("clock", "09:30"), ("moment", "2026-03-01T09:30")):
        assert f'value="{value}"' in str(form[name])


def test_a_drawn_signature_is_kept_as_strokes() -> None:
    form = read(name_strokes="[[[0,0],[600,180]]]")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"].strokes == (((0, 0), (600, 180)),)
    assert 'value="[[[0,0],[600,180]]]"' in str(form["name"])


@pytest.mark.parametrize("strokes", ["{", "[[[0]]]", "[[[0,999]]]", "[[[0.5,1]]]", "7", "[" * 50_000])
def test_a_broken_drawing_is_refused_and_the_name_kept(strokes: str) -> None:
    form = read(name_strokes=strokes)
    assert "name" in form.errors
    assert 'value=" Ana  Ruiz "' in str(form["name"])


def test_a_drawing_without_a_name_is_no_signature() -> None:
    assert read(name="", name_strokes="[[[0,0]]]").errors["name"] == ["Type your full name to sign."]


def test_an_optional_signature_may_be_left_out() -> None:
    class Optional(ClinicForm):
        name = SignatureField(required=False)

    form = Optional(QueryDict("name="))
    assert form.is_valid()
    assert form.cleaned_data["name"] is None


def test_each_field_has_label_hint_and_error_tied_to_it() -> None:
    html = str(read(bleeds="")["bleeds"].as_field_group())
    assert 'aria-describedby="id_bleeds_helptext id_bleeds_error"' in html
    assert 'id="id_bleeds_helptext"' in html
    assert 'id="id_bleeds_error"' in html
    assert "<legend>Do you bleed easily?</legend>" in html


def test_optional_fields_say_so_and_needed_ones_only_where_asked() -> None:
    class Mostly(ClinicForm):
        marks_required = True
        needed = forms.CharField(label="Needed")
        other = forms.CharField(label="Other", required=False)

    assert "(optional)" in str(Asked()["day"].as_field_group())
    assert "(optional)" not in str(Asked()["bend"].as_field_group())
    assert "(needed)" in str(Mostly()["needed"].as_field_group())
    assert "(optional)" not in str(Mostly()["other"].as_field_group())


def test_the_summary_links_to_each_wrong_field() -> None:
    form = read(pain="", name="")
    form.add_error(None, "They are not here yet.")
    html = str(form)
    assert 'href="#field_pain"' in html
    assert 'id="field_pain"' in html
    assert 'href="#field_name"' in html
    assert "They are not here yet." in html


@pytest.mark.parametrize(
    ("refusal", "field", "words"),
    [
        (InvalidInput("more than he can", where="bend"), "bend", "more than he can"),
        (InvalidInput("no such side", where="insertions[0]"), "__all__", "no such side"),
        (Conflict("saved meanwhile"), "__all__", "saved meanwhile"),
        (NotAllowedNow("sign first"), "__all__", "sign first"),
        (ValidationError({"day": "not yet"}), "day", "not yet"),
        (ValidationError({"number": "taken"}), "__all__", "taken"),
        (ValidationError("wrong"), "__all__", "wrong"),
    ],
)
def test_refusals_of_actions_stand_in_the_form(refusal: Exception, field: str, words: str) -> None:
    form = read()
    assert form.is_valid()
    with refusals(form):
        raise refusal
    assert form.errors[field] == [words]


@pytest.mark.parametrize("refusal", [ForeignRecord("gone"), NotPermitted("no")])
def test_what_has_a_page_of_its_own_is_not_caught(refusal: Exception) -> None:
    form = read()
    assert form.is_valid()
    with pytest.raises(type(refusal)), refusals(form):
        raise refusal
