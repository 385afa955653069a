"""Recording the history."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart_or_own
from drypoint.clinic.episodes.models import Episode, History
from drypoint.clinic.episodes.rows import TriedTreatment
from drypoint.clinic.records import append


class HistoryContent(TypedDict, total=False):
    """What may be told; what is left out was not asked or not answered."""

    onset_on: date | None
    onset: str
    mechanism: str
    occupation: str
    sport_and_load: str
    stress: str
    sleep: str
    previous_treatments: Sequence[TriedTreatment | dict[str, Any]]
    pain_behaviour: str
    goals_own_words: str
    medicines: Sequence[str]
    red_flag_words: str


def record(
    *, by: Actor, episode: Episode, supersedes: History | None = None, **content: Unpack[HistoryContent]
) -> History:
    """Record the history, whole; the person themselves may, before a visit."""
    require_chart_or_own(by, episode)
    return append(
        History,
        by=by,
        verb="history.recorded",
        supersedes=supersedes,
        chain=("episode",),
        episode=episode,
        **content,
    )
