"""Who is on call, and what was sent."""

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.messages import queries
from drypoint.clinic.messages.actions import on_call as actions
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.messages import OnCallForm, initial_of
from drypoint.web.presenters import messages as presenter
from drypoint.web.presenters.parts import Crumb

ON_ONE_PAGE = 50


@staff_page(Permission.EDIT_CLINIC)
def on_call(request: HttpRequest) -> HttpResponse:
    """The list, in order; saving it without a name says that nobody is told."""
    stands = queries.current_on_call(request.clinic)
    initial = initial_of(stands.entries) if stands else {}
    form = OnCallForm(
        request.POST or None,
        clinic=request.clinic,
        initial={**initial, "supersedes": stands.pk if stands else None},
    )
    if request.method == "POST" and form.is_valid():
        with fact_refusals(
            form,
            standing=lambda: queries.current_on_call(request.clinic),
            in_words=lambda _list: [
                (_("On call"), line) for line in presenter.on_call_words(request.clinic).lines
            ],
        ):
            actions.name(
                by=request.actor,
                clinic=request.clinic,
                entries=form.entries,
                mobiles=form.mobiles,
                supersedes=form.corrected(request.clinic.on_call_lists.all()),
            )
            notices.success(request, _("Saved."))
            return redirect("settings")
    said = presenter.on_call_words(request.clinic)
    return form_pages.show(
        request,
        form,
        title=_("Who is on call"),
        lead=_("Told of a check-in that cannot wait, in order, until somebody has read it."),
        action=_("Save"),
        crumbs=[Crumb(_("Settings"), reverse("settings"))],
        statement=" ".join([f"{said.title}.", *said.lines]),
    )


@staff_page(Permission.SEE_CHART)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Everything that was to be sent, newest first, with what became of it."""
    page = Paginator(queries.outbox(request.clinic), ON_ONE_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "rows": presenter.rows(page, request.clinic),
        "on_call": presenter.on_call_words(request.clinic),
        "ways": presenter.ways(request.clinic),
    }
    return render(request, "clinic_messages/outbox.html", shown)


urlpatterns = [
    path("settings/on-call/", on_call, name="on_call"),
    path("outbox/", outbox, name="outbox"),
]
