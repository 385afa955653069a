"""Recording an examination."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.errors import ForeignRecord
from drypoint.clinic.records import append
from drypoint.clinic.visits.access import append_unsigned, require_unsigned
from drypoint.clinic.visits.models import Examination, Visit
from drypoint.clinic.visits.rows import PartFindings, SpecialTest


def record(
    *,
    by: Actor,
    episode: Episode,
    visit: Visit | None = None,
    findings: Sequence[PartFindings | dict[str, Any]] = (),
    neuro: str = "",
    special_tests: Sequence[SpecialTest | dict[str, Any]] = (),
    summary: str = "",
    supersedes: Examination | None = None,
) -> Examination:
    """Record the examination, whole; without ``visit`` one that was done outside any."""
    require_chart(by, episode)
    if visit is not None:
        if visit.episode_id != episode.pk:
            raise ForeignRecord(_("This record does not exist here."))
        require_unsigned(visit)
    content: dict[str, Any] = {
        "by": by,
        "verb": "examination.recorded",
        "supersedes": supersedes,
        "episode": episode,
        "findings": tuple(findings),
        "neuro": neuro,
        "special_tests": tuple(special_tests),
        "summary": summary,
    }
    if visit is None:
        return append(Examination, **content)
    return append_unsigned(Examination, visit=visit, chain=("visit",), **content)
