"""Giving a trigger point its identity."""

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import Episode, TriggerPoint
from drypoint.clinic.records import create, hold
from drypoint.terms import InvalidInput


def locate(*, by: Actor, episode: Episode, muscle: str, side: str, site: int = 1) -> TriggerPoint:
    """The episode's trigger point at this muscle, side and site; made when it is new.

    Raises ``InvalidInput`` when the atlas has no such muscle or the muscle does not exist on that side.
    """
    require_chart(by, episode)
    try:
        known = atlas.load().muscle(muscle)
    except InvalidInput as unknown:
        raise InvalidInput(_("Choose a muscle from the list."), where="muscle") from unknown
    if side not in {one.value for one in known.sides}:
        raise InvalidInput(_("Choose the side."), where="side")
    if site < 1:
        raise InvalidInput(_("Sites are numbered from 1."), where="site")
    with transaction.atomic():
        hold(episode)
        found = TriggerPoint.objects.filter(
            clinic_id=episode.clinic_id, episode=episode, muscle=muscle, side=side, site=site
        ).first()
        return found or create(
            TriggerPoint,
            by=by,
            verb="trigger_point.located",
            episode=episode,
            muscle=muscle,
            side=side,
            site=site,
        )
