"""Complaints that bring people, and how often trigger points were found in people with them."""

from enum import StrEnum
from typing import Literal

from drypoint.atlas.rows import Row
from drypoint.terms import MuscleId, NonNegative, Percent, Source, Text, Value


class BodyArea(StrEnum):
    """Coarse grouping of complaints for lists."""

    HEAD_NECK = "head_neck"
    SHOULDER_ARM = "shoulder_arm"
    TRUNK = "trunk"
    PELVIS_HIP = "pelvis_hip"
    LEG_FOOT = "leg_foot"
    GENERAL = "general"


class Complaint(Value, frozen=True):
    """A complaint as patients name it, with its prevalence rows or the statement that none was found."""

    id: str
    label: Text
    area: BodyArea
    prevalence: tuple[str, ...] | Literal["nothing_found"]

    @property
    def prevalence_ids(self) -> tuple[str, ...]:
        """Ids of its prevalence rows; empty when nothing was found."""
        return () if self.prevalence == "nothing_found" else self.prevalence


class ComplaintsFile(Value, frozen=True):
    """``complaints.json``."""

    schema: int
    complaints: tuple[Complaint, ...]


class Population(StrEnum):
    """Whom a study examined."""

    PATIENTS = "patients"
    HEALTHY = "healthy"


class Together(StrEnum):
    """How a row that names several muscles is meant."""

    ANY = "any"
    """A point in at least one of them; the source did not separate them."""
    EACH = "each"
    """A range over the muscles, one figure each."""


class PercentRange(Value, frozen=True):
    """A share of people in per cent; ``low == high`` for one figure, else a range over studies or sites."""

    low: Percent
    high: Percent

    @property
    def middle(self) -> float:
        """The middle of the range in per cent."""
        return (self.low + self.high) / 2


class Prevalence(Row, frozen=True):
    """How often trigger points were found, in one study: P(point found | condition, examined).

    It is not P(muscle causes this pain). A muscle without a row was mostly not examined, not free of points.
    """

    id: str
    condition: str
    population: Population
    muscles: tuple[MuscleId, ...]
    n: int | None
    active_percent: PercentRange | None
    latent_percent: PercentRange | None
    group: str | None = None
    """A group of muscles reported together: for the expected number of points only."""
    muscles_are: Together = Together.ANY
    any_percent: PercentRange | None = None
    """Active or latent, not split by the source."""
    mean_active: NonNegative | None = None
    """Mean number of active points per person over the ``sites`` examined."""
    mean_latent: NonNegative | None = None
    sites: int | None = None
    note: str | None = None


class MuscleGroup(Value, frozen=True):
    """Muscles that studies counted together; ``muscles`` is None where what was read does not list them."""

    id: str
    label: Text
    muscles: tuple[MuscleId, ...] | None


class PrevalenceFile(Value, frozen=True):
    """``prevalence.json``."""

    schema: int
    sources: dict[str, Source]
    groups: tuple[MuscleGroup, ...]
    rows: tuple[Prevalence, ...]
