"""A colleague palpates the same places without knowing what the first found; then both are compared."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import blind_palpations
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries import second_looks as queries
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.second_looks import ConfirmForm, LookForm
from drypoint.web.presenters import second_looks as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def second_look(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The form for who is blind; what both found for who is not any more."""
    visit = visit_of(request, visit_id)
    member = request.membership.pk
    knows = visit.therapist_id == member or queries.has_palpated(visit, member)
    looked = {(one.muscle, one.side, one.site) for one in visit.blind_palpations.filter(examiner_id=member)}
    places = [] if knows else [one for one in queries.places_to_look_at(visit) if one not in looked]
    posted = request.POST if request.method == "POST" else None
    forms = [(one, LookForm(posted, prefix=presenter.key(one))) for one in places]
    confirm = ConfirmForm(posted)
    if posted is not None and _save(request, visit, forms, confirm):
        messages.success(request, _("Your second look is saved. Below is what both of you found."))
        return redirect("second_look", visit.pk)
    pairs = queries.pairs_of_visit(visit, second=None if knows else member)
    shown = {
        **frame(visit, _("Blind second look")),
        "knows": knows,
        "cards": [(presenter.name(one), form) for one, form in forms],
        "form": confirm,
        "tables": presenter.compared(pairs),
        "may_look": request.actor.may(Permission.EDIT_CHART),
    }
    return render(request, "second_looks/second_look.html", shown, status=confirm.status)


def _save(
    request: HttpRequest, visit: Visit, forms: list[tuple[queries.Place, LookForm]], confirm: ConfirmForm
) -> bool:
    if not all([confirm.is_valid(), *(form.is_valid() for _place, form in forms)]):
        return False
    looks = [
        {"muscle": muscle, "side": side, "site": site, **form.said}
        for (muscle, side, site), form in forms
        if form.said
    ]
    with refusals(confirm):
        blind_palpations.record(by=request.actor, visit=visit, looks=looks, **confirm.cleaned_data)
    return confirm.is_valid()


urlpatterns = [path("visits/<uuid:visit_id>/second-look/", second_look, name="second_look")]
