"""What the atlas holds and what is wrong with it, as ``drypoint atlas check`` reports it."""

from drypoint.atlas.atlas import Atlas
from drypoint.atlas.references import faults, rows
from drypoint.terms import Value


class AtlasReport(Value, frozen=True):
    """Counts of the atlas and every broken, doubled or unmapped reference."""

    version: str
    muscles: int
    zones: int
    patterns: int
    rules: int
    """Rules of the safety room, which refers to the atlas."""
    hazards: int
    complaints: int
    rows: int
    """Statements that must carry a source and a verification."""
    rows_with_source: int
    """Those with at least one publication that a reader can look up."""
    rows_unverified: int
    """Those marked unverified or expert knowledge: a screen must mark what rests on them."""
    not_reviewed: tuple[str, ...]
    """Muscles for which no hazard row speaks, said so on purpose."""
    nothing_found: tuple[str, ...]
    """Complaints for which no published prevalence was found, said so on purpose."""
    unmapped: tuple[str, ...]
    """Each fault as ``file: row: what is wrong``; empty when all is well."""

    @property
    def is_sound(self) -> bool:
        """Whether no fault was found."""
        return not self.unmapped


def check(atlas: Atlas, *, rules: int = 0, elsewhere: tuple[str, ...] = ()) -> AtlasReport:
    """Counts and faults of an atlas.

    ``rules`` is the number of safety rules and ``elsewhere`` are faults that another room found in its own
    references to the atlas: this room cannot see outer ones.
    """
    statements = [row for _, _, row in rows(atlas.knowledge)]
    return AtlasReport(
        version=atlas.version,
        muscles=len(atlas.muscles),
        zones=len(atlas.zones),
        patterns=sum(len(muscle.patterns) for muscle in atlas.muscles),
        rules=rules,
        hazards=len(atlas.hazards),
        complaints=len(atlas.complaints),
        rows=len(statements),
        rows_with_source=sum(row.is_published for row in statements),
        rows_unverified=sum(row.verification.is_unverified for row in statements),
        not_reviewed=tuple(muscle.id for muscle in atlas.muscles if not muscle.is_reviewed),
        nothing_found=tuple(row.id for row in atlas.complaints if row.prevalence == "nothing_found"),
        unmapped=(*faults(atlas.knowledge), *elsewhere),
    )
