"""What lies under a needle, what was measured there, and who says what about technique.

No figure here is advice. A published depth is the mean of a population in one posture and direction, often of
cadavers; it is carried as the study reported it, and lengths of different kinds are never one column.
"""

from enum import StrEnum

from drypoint.atlas.rows import Row
from drypoint.terms import NonNegative, Percent, Source, Text, Value, ZoneCode


class DepthKind(StrEnum):
    """From where to where a reported length runs. Two kinds are never compared or averaged."""

    SKIN_TO_MUSCLE = "skin_to_muscle"
    SKIN_TO_RIB = "skin_to_rib"
    """Bone lies at the end of it."""
    SKIN_TO_PLEURA = "skin_to_pleura"
    """No bone stops a needle; includes skin to lung apex."""
    SKIN_TO_THORACIC_CAVITY = "skin_to_thoracic_cavity"
    SKIN_TO_HAZARDOUS_TISSUE = "skin_to_hazardous_tissue"
    """To the nearest tissue that the study's authors name hazardous."""
    SKIN_TO_HEART = "skin_to_heart"
    SKIN_TO_KIDNEY = "skin_to_kidney"
    SKIN_TO_PERITONEUM = "skin_to_peritoneum"
    SKIN_TO_NERVE = "skin_to_nerve"
    TISSUE_OVER_BONE = "tissue_over_bone"
    BONE_TO_NERVE = "bone_to_nerve"
    ALONG_SURFACE = "along_surface"
    """Between landmarks on the surface or sideways: not a depth."""
    NEEDLE_TIP_TO_NERVE = "needle_tip_to_nerve"
    NEEDLE_TIP_TO_VESSEL = "needle_tip_to_vessel"
    NEEDLE_LENGTH_REACHING = "needle_length_reaching"
    """A needle of this length reached the structure in ``reached`` of ``n``."""
    NEEDLE_IN_PUBLISHED_INJURY = "needle_in_published_injury"
    NAMED_BY_SOURCE = "named_by_source"
    """A figure that a source gives for needling: its own opinion or model, not a distance to a structure."""


class ReportedDepth(Row, frozen=True):
    """One length in millimetres as one study reported it. What nobody reported is None."""

    what: DepthKind
    detail: Text
    mean_mm: NonNegative | None = None
    min_mm: NonNegative | None = None
    figure_mm: NonNegative | None = None
    """A figure that is not, or not known to be, a mean or a least value."""
    sd_mm: NonNegative | None = None
    ci95_mm: tuple[NonNegative, NonNegative] | None = None
    needle_mm: NonNegative | None = None
    """Length of the needle, or of its part inside the body, that the row is about."""
    reached: int | None = None
    """Count of cases, out of ``n``, in which the structure was reached."""
    n: int | None = None
    population: str | None = None
    method: str | None = None
    note: str | None = None


class ReportedFinding(Row, frozen=True):
    """A reported count, share or observation that is not a length."""

    detail: Text
    count: int | None = None
    of: int | None = None
    percent: Percent | None = None
    method: str | None = None
    population: str | None = None


class TechniqueFact(Row, frozen=True):
    """What is taught or was observed about needling here, and who says so. Not an instruction."""

    says: Text


class Position(Row, frozen=True):
    """One side of a disagreement."""

    says: Text


class Disagreement(Value, frozen=True):
    """A question on which sources contradict each other; shown, never averaged."""

    topic: Text
    positions: tuple[Position, ...]


class Structure(Value, frozen=True):
    """A coded structure that a needle can reach."""

    id: str
    label: Text


class WorstEvent(Value, frozen=True):
    """A coded worst event."""

    id: str
    label: Text


class StructureUnder(Value, frozen=True):
    """A structure under a site, and where exactly if the row says."""

    structure: str
    where: Text | None = None


class Hazard(Row, frozen=True):
    """One site. Structures and worst events were drafted from general knowledge unless sources say more."""

    id: str
    region: str
    structures: tuple[StructureUnder, ...]
    worst_events: tuple[str, ...]
    """Codes, the most feared first."""
    zones: tuple[ZoneCode, ...]
    """Zones of the skin through which a needle would meet this site: our reading of anatomy, unverified."""
    reported_depths: tuple[ReportedDepth, ...] = ()
    reported_findings: tuple[ReportedFinding, ...] = ()
    technique_facts: tuple[TechniqueFact, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def structure_ids(self) -> tuple[str, ...]:
        """Codes of the structures under this site."""
        return tuple(under.structure for under in self.structures)

    @property
    def worst_event(self) -> str:
        """Code of the most feared event."""
        return self.worst_events[0]


class GeneralFact(Row, frozen=True):
    """A fact that holds for more than one site."""

    id: str
    says: Text


class HazardsFile(Value, frozen=True):
    """``hazards.json``."""

    schema: int
    sources: dict[str, Source]
    structures: tuple[Structure, ...]
    worst_events: tuple[WorstEvent, ...]
    general_facts: tuple[GeneralFact, ...]
    disagreements: tuple[Disagreement, ...]
    """Disagreements that concern no single site."""
    hazards: tuple[Hazard, ...]
