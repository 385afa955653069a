"""The code engine: which of the two procedure codes fits the muscles needled at a visit.

Only the numbers of the codes are kept: their descriptors are licensed. One of the two, one unit a day.
"""

from drypoint.atlas import Atlas
from drypoint.terms import InvalidInput, MuscleId, Side, Value, Versions

FEW = "20560"
"""One or two distinct muscles (APTA Magazine, 2020-02-01, on the 2020 physician fee schedule)."""

MANY = "20561"
"""Three or more distinct muscles (same source)."""

MANY_FROM = 3


class NeedledMuscle(Value, frozen=True):
    """One muscle, or part of one, that was needled."""

    muscle: MuscleId
    side: Side


class CodeRequest(Value, frozen=True):
    """The muscles needled at one visit; repeats are allowed."""

    muscles: tuple[NeedledMuscle, ...]
    sides_count_twice: bool = False
    """Whether the payer counts left and right as two muscles. No published rule says so: ask the payer."""


class BillingMuscle(Value, frozen=True):
    """One muscle as it is counted."""

    muscle: str
    """Parts of one muscle (the atlas's ``billing_muscle``) count once."""
    side: Side | None
    """``None`` when both sides count as one."""
    needled: tuple[MuscleId, ...]
    """The parts that were needled."""
    unverified: bool
    """Whether it is our judgement that these parts are one muscle."""


class ProcedureCode(Value, frozen=True):
    """A proposal that a person confirms against the payer's rules."""

    code: str
    billing_muscles: tuple[str, ...]
    """Distinct billing muscles in the order first needled; with the side when sides count twice."""
    counted: tuple[BillingMuscle, ...]
    confirm: bool
    """Always true: payers differ, and a person signs for what is billed."""
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""


def code(request: CodeRequest, *, atlas: Atlas) -> ProcedureCode:
    """Count distinct billing muscles, not needles and not trigger points.

    Raises:
        InvalidInput: no muscle, or one that the atlas does not have on that side.
    """
    if not request.muscles:
        raise InvalidInput("Name at least one needled muscle; without one there is no code.", where="muscles")
    counted: dict[tuple[str, Side | None], dict[MuscleId, bool]] = {}
    for number, needled in enumerate(request.muscles):
        muscle = atlas.muscle_on(needled.muscle, needled.side, where=f"muscles[{number}]")
        key = (muscle.billing_muscle, needled.side if request.sides_count_twice else None)
        counted.setdefault(key, {})[muscle.id] = muscle.billing.verification.is_unverified
    rows = tuple(
        BillingMuscle(muscle=muscle, side=side, needled=tuple(parts), unverified=any(parts.values()))
        for (muscle, side), parts in counted.items()
    )
    return ProcedureCode(
        code=MANY if len(rows) >= MANY_FROM else FEW,
        billing_muscles=tuple(row.muscle if row.side is None else f"{row.muscle}:{row.side}" for row in rows),
        counted=rows,
        confirm=True,
    )
