"""A page that is one form: title, fields, one button. Most of the desk's pages are."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from drypoint.web.forms.base import ClinicForm
from drypoint.web.presenters.parts import Crumb, Fact, Words


def show(
    request: HttpRequest,
    form: ClinicForm,
    *,
    title: Words,
    action: Words,
    crumbs: Sequence[Crumb],
    lead: Words = "",
    facts: Sequence[Fact] = (),
    statement: Words = "",
    other: tuple[Words, str] | None = None,
    danger: bool = False,
) -> HttpResponse:
    """``action`` is on the button; the last of ``crumbs`` with an address is where Cancel leads.

    ``facts`` and ``statement`` stand above the fields: what one changes, and the words one signs. ``other``
    is a second way on: its words and address.
    """
    shown = {
        "form": form,
        "title": title,
        "action": action,
        "crumbs": [*crumbs, Crumb(title)],
        "cancel_url": crumbs[-1].url,
        "lead": lead,
        "facts": facts,
        "statement": statement,
        "other": other,
        "danger": danger,
    }
    return render(request, "forms/page.html", shown, status=form.status)
