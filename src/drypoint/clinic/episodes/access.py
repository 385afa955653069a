"""Who may write to a chart: staff with the permission, or the person themselves, while the episode runs."""

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission


def require_chart(by: Actor, episode: Episode, permission: Permission = Permission.EDIT_CHART) -> None:
    """Pass for staff with ``permission`` in an episode that is not closed.

    Raises ``ForeignRecord``, ``NotPermitted`` or, when the episode is closed, ``NotAllowedNow``.
    """
    by.require(permission, clinic_id=episode.clinic_id)
    _require_ongoing(episode)


def require_chart_or_own(by: Actor, episode: Episode) -> None:
    """As ``require_chart``, or pass for the person whose episode it is."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=episode.clinic_id, person_id=episode.person_id)
    _require_ongoing(episode)


def _require_ongoing(episode: Episode) -> None:
    if episode.closed_on is not None:
        raise NotAllowedNow(_("This episode is closed. Open it again first."))
