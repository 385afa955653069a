"""The clinic's downtime pack, to print before it is needed."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from drypoint.clinic.followup.queries.note_draft import letterhead, paper
from drypoint.documents import DowntimePackContent, Stamp, downtime_pack
from drypoint.web.access import staff_page


@staff_page()
@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    """In the language of the page; it holds nothing of any patient."""
    content = DowntimePackContent(
        language="es" if get_language() == "es" else "en",
        paper=paper(request.clinic),
        letterhead=letterhead(request.clinic),
        emergency_number=request.clinic.emergency_number,
        stamp=Stamp(reference="downtime", version="1", at=timezone.localtime(timezone=request.clinic.zone)),
        is_demo=request.clinic.is_demo,
    )
    response = HttpResponse(downtime_pack(content), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="downtime-pack.pdf"'
    return response


urlpatterns = [path("downtime-pack.pdf", pack, name="downtime_pack")]
