"""From a pain drawing to ranked muscles, the next palpation, and a ranking updated by what it finds."""

from drypoint.painmap.rank import CHARTS, rank
from drypoint.painmap.ranking import (
    Because,
    Candidate,
    NextPalpation,
    PalpationVerdict,
    Ranking,
    RedFlag,
    RedFlagId,
    ZoneEvidence,
)
from drypoint.painmap.request import Drawing, Mark, PalpationFinding, Quality, RankRequest, ZoneCover

__all__ = [
    "CHARTS",
    "Because",
    "Candidate",
    "Drawing",
    "Mark",
    "NextPalpation",
    "PalpationFinding",
    "PalpationVerdict",
    "Quality",
    "RankRequest",
    "Ranking",
    "RedFlag",
    "RedFlagId",
    "ZoneCover",
    "ZoneEvidence",
    "rank",
]
