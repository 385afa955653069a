"""Questionnaires by their items: answering one at a visit, and pasting the texts that the clinic may use."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import questionnaires
from drypoint.clinic.visits.measure_words import measure_name
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, QuestionnaireText
from drypoint.clinic.visits.queries.questionnaires import item_texts, last_texts
from drypoint.outcomes import load_scoring
from drypoint.outcomes.scoring import ScoringRule
from drypoint.terms import InvalidInput
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.questionnaires import AnswersForm, TextsForm
from drypoint.web.presenters.parts import Crumb, Fact
from drypoint.web.templatetags.drypoint import localised
from drypoint.web.visit_scope import visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def answer(request: HttpRequest, visit_id: UUID, instrument: str) -> HttpResponse:
    """Every item with its answers; the score is computed and recorded."""
    visit, rule = visit_of(request, visit_id), _rule(instrument)
    texts = item_texts(request.clinic, instrument, get_language() or "en")
    last: Measurement | None = (
        visit.measurements.current()  # type: ignore[attr-defined]
        .filter(instrument=instrument, when=MeasuredWhen.BEFORE)
        .first()
    )
    initial = {"supersedes": last.pk if last else None}
    form = AnswersForm(request.POST or None, rule=rule, texts=texts, initial=initial)
    where = reverse("reassessment", args=[visit.pk])
    if request.method == "POST" and form.is_valid():
        with fact_refusals(form, standing=lambda: last, in_words=_score_in_words):
            kept = questionnaires.answer(
                by=request.actor,
                visit=visit,
                instrument=instrument,
                answers=form.answers,
                when=MeasuredWhen.BEFORE,
                measured_at=timezone.now(),
                supersedes=form.corrected(visit.measurements.all()),  # type: ignore[attr-defined]
            )
            messages.success(
                request,
                _("%(name)s: %(score)s.") % {"name": measure_name(instrument), "score": f"{kept.value:g}"},
            )
            return redirect(where)
    note = _("How it is scored: %(rule)s (unverified: check it against your licensed copy).")
    return form_pages.show(
        request,
        form,
        title=measure_name(instrument),
        lead=note % {"rule": localised(rule.says)},
        action=_("Score and save"),
        crumbs=[Crumb(_("Reassessment"), where)],
        facts=[Fact(_("Recorded before treatment"), f"{last.value:g}")] if last else [],
    )


@staff_page(Permission.EDIT_CLINIC)
def paste(request: HttpRequest, instrument: str, language: str) -> HttpResponse:
    """Paste the items of one instrument in one language, or take them back."""
    rule = _rule(instrument)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    last = last_texts(request.clinic).get((instrument, language))
    form = TextsForm(
        request.POST or None,
        initial={
            "items": "\n".join(last.items) if last else "",
            "licence": last.licence if last else "",
            "supersedes": last.pk if last else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        with fact_refusals(form, standing=lambda: last, in_words=_texts_in_words):
            questionnaires.paste(
                by=request.actor,
                clinic=request.clinic,
                instrument=instrument,
                language=language,
                items=form.lines,
                licence=form.cleaned_data["licence"],
                supersedes=form.corrected(request.clinic.questionnaire_texts.all()),
            )
            messages.success(request, _("Saved."))
            return redirect(reverse("settings") + "#questionnaires")
    lead = _(
        "%(n)d items, each on a line of its own. No text of a questionnaire comes with Drypoint: "
        "paste what your clinic may use."
    )
    return form_pages.show(
        request,
        form,
        title=f"{measure_name(instrument)} ({dict(settings.LANGUAGES)[language]})",
        lead=lead % {"n": rule.items},
        action=_("Save"),
        crumbs=[Crumb(_("Settings"), reverse("settings"))],
    )


def _rule(instrument: str) -> ScoringRule:
    try:
        return load_scoring().named(instrument)
    except InvalidInput as unknown:
        raise Http404 from unknown


def _score_in_words(one: Measurement) -> list[tuple[Any, Any]]:
    return [(_("Score"), f"{one.value:g}")]


def _texts_in_words(one: QuestionnaireText) -> list[tuple[Any, Any]]:
    return [(_("Items"), "; ".join(one.items)), (_("Permission"), one.licence)]


urlpatterns = [
    path("visits/<uuid:visit_id>/questionnaires/<slug:instrument>/", answer, name="questionnaire"),
    path("settings/questionnaires/<slug:instrument>/<slug:language>/", paste, name="questionnaire_texts"),
]
