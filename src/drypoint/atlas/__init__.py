"""The body as knowledge: zones, muscles, referral patterns, hazards, complaints, prevalence, palpation.

``load()`` gives the packaged atlas; every row carries its sources and how far it has been checked.
"""

from drypoint.atlas.atlas import Atlas, Knowledge
from drypoint.atlas.checking import AtlasReport, OnTheSurface, check
from drypoint.atlas.complaints import (
    BodyArea,
    Complaint,
    MuscleGroup,
    PercentRange,
    Population,
    Prevalence,
    Together,
)
from drypoint.atlas.hazards import (
    DepthKind,
    Disagreement,
    GeneralFact,
    Hazard,
    Position,
    ReportedDepth,
    ReportedFinding,
    Structure,
    StructureUnder,
    TechniqueFact,
    WorstEvent,
)
from drypoint.atlas.loading import assemble, build, load, packaged
from drypoint.atlas.muscles import (
    Billing,
    BillingBasis,
    HazardBasis,
    HazardLink,
    Identifiers,
    IdentifierScope,
    Innervation,
    Muscle,
    Palpability,
    PalpationRoute,
    ReferralPattern,
)
from drypoint.atlas.palpation import Agreement, Measurement, PalpationFact, PalpationFile, PalpationSign
from drypoint.atlas.sides import MuscleSide, Referral, TriggerPoint, ZoneSide
from drypoint.atlas.zones import ChoirArea, View, Zone

__all__ = [
    "Agreement",
    "Atlas",
    "AtlasReport",
    "Billing",
    "BillingBasis",
    "BodyArea",
    "ChoirArea",
    "Complaint",
    "DepthKind",
    "Disagreement",
    "GeneralFact",
    "Hazard",
    "HazardBasis",
    "HazardLink",
    "IdentifierScope",
    "Identifiers",
    "Innervation",
    "Knowledge",
    "Measurement",
    "Muscle",
    "MuscleGroup",
    "MuscleSide",
    "OnTheSurface",
    "Palpability",
    "PalpationFact",
    "PalpationFile",
    "PalpationRoute",
    "PalpationSign",
    "PercentRange",
    "Population",
    "Position",
    "Prevalence",
    "Referral",
    "ReferralPattern",
    "ReportedDepth",
    "ReportedFinding",
    "Structure",
    "StructureUnder",
    "TechniqueFact",
    "Together",
    "TriggerPoint",
    "View",
    "WorstEvent",
    "Zone",
    "ZoneSide",
    "assemble",
    "build",
    "check",
    "load",
    "packaged",
]
