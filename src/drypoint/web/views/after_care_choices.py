"""What the clinic's after-care sheets say where texts disagree: signed by a named clinician."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from drypoint.clinic.home_care.actions import after_care_choices
from drypoint.clinic.home_care.models import AfterCareChoice
from drypoint.clinic.home_care.queries import last_choices
from drypoint.clinic.permissions import Permission
from drypoint.safety import load_aftercare
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.exercises import AfterCareChoiceForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import after_care as presenter
from drypoint.web.presenters.parts import Crumb, Fact


@staff_page(Permission.APPROVE_RULES)
def choose(request: HttpRequest, question: str) -> HttpResponse:
    """Sign one choice, or take it back."""
    asked = next((one for one in load_aftercare().disagreements if one.id == question), None)
    if asked is None or not asked.for_clinic:
        raise Http404
    last = _stands(request, question)
    row = presenter.choice(asked, last)
    form = AfterCareChoiceForm(
        request.POST or None,
        positions=[*row.positions, ("", _("Nothing of our own: both stand as they are"))],
        initial={
            "position": last.position if last else "",
            "supersedes": last.pk if last else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        with fact_refusals(
            form, standing=lambda: _stands(request, question), in_words=lambda one: _in_words(question, one)
        ):
            after_care_choices.choose(
                by=request.actor,
                clinic=request.clinic,
                question=question,
                position=form.cleaned_data["position"],
                reason=form.cleaned_data["reason"],
                supersedes=form.corrected(request.clinic.after_care_choices.all()),
            )
            messages.success(request, _("Signed."))
            return redirect(reverse("settings") + "#after-care")
    return form_pages.show(
        request,
        form,
        title=row.question,
        lead=_("Texts disagree here. The sheet says who says what, and what this clinic chose."),
        action=_("Sign as %(name)s") % {"name": request.membership.signature},
        crumbs=[Crumb(_("Settings"), reverse("settings"))],
        facts=[Fact(_("Stands now"), row.chosen or _("nothing chosen")), Fact(_("Signed by"), row.signed)],
    )


def _stands(request: HttpRequest, question: str) -> AfterCareChoice | None:
    return last_choices(request.clinic).get(question)  # type: ignore[attr-defined]


def _in_words(question: str, signed: AfterCareChoice) -> list[tuple[str, str]]:
    asked = next(one for one in load_aftercare().disagreements if one.id == question)
    row = presenter.choice(asked, signed)
    return [(_("Our sheets say"), row.chosen), (_("Why"), signed.reason), (_("Signed by"), row.signed)]


urlpatterns = [path("settings/after-care/<slug:question>/", choose, name="after_care_choice")]
