"""Giving after-care."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.followup.models import AfterCare
from drypoint.clinic.followup.queries.under import structures_under
from drypoint.clinic.visits.access import append_unsigned, require_visit
from drypoint.clinic.visits.models import Visit
from drypoint.terms import InvalidInput


def give(
    *,
    by: Actor,
    visit: Visit,
    regions: Sequence[str],
    content: dict[str, Any],
    language: str,
    given_to: str,
    given_at: datetime,
    supersedes: AfterCare | None = None,
) -> AfterCare:
    """Keep the after-care sheet as it was handed over, with the structures that lay under the insertions."""
    require_visit(by, visit)
    if not content:
        raise InvalidInput(_("Keep what the sheet says."), where="content")
    return append_unsigned(
        AfterCare,
        by=by,
        verb="after_care.given",
        supersedes=supersedes,
        chain=("visit",),
        visit=visit,
        regions=tuple(regions),
        under=structures_under(visit),
        content=content,
        language=language,
        given_to=given_to,
        given_at=given_at,
    )
