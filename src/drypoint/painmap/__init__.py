"""From a pain drawing to ranked muscles, the next palpation, and a ranking updated by what it finds."""

from drypoint.painmap.cover import Cover, CoveredZone, DrawnPain, cover, drawn_pains, person_scale
from drypoint.painmap.covering import CoverAnswer, CoverChange, CoverRequest, cover_with_change
from drypoint.painmap.rank import rank
from drypoint.painmap.ranking import (
    Because,
    Candidate,
    NextPalpation,
    PalpationVerdict,
    PointProbability,
    Ranking,
    Rather,
    RedFlag,
    RedFlagId,
    ZoneEvidence,
)
from drypoint.painmap.request import Drawing, Mark, PalpationFinding, Quality, RankRequest, ZoneCover

__all__ = [
    "Because",
    "Candidate",
    "Cover",
    "CoverAnswer",
    "CoverChange",
    "CoverRequest",
    "CoveredZone",
    "Drawing",
    "DrawnPain",
    "Mark",
    "NextPalpation",
    "PalpationFinding",
    "PalpationVerdict",
    "PointProbability",
    "Quality",
    "RankRequest",
    "Ranking",
    "Rather",
    "RedFlag",
    "RedFlagId",
    "ZoneCover",
    "ZoneEvidence",
    "cover",
    "cover_with_change",
    "drawn_pains",
    "person_scale",
    "rank",
]
