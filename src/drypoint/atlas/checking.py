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
    landmarks: int
    """Landmarks on the surface of the body."""
    sites: int
    """Trigger-point sites on one side."""
    muscles_drawn: int
    """Muscles with sites and an outline; the others are not drawn yet."""
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


class OnTheSurface(Value, frozen=True):
    """What is placed on the surface of the body, for the report."""

    landmarks: int = 0
    sites: int = 0
    muscles_drawn: int = 0


def check(
    atlas: Atlas, *, rules: int = 0, surface: OnTheSurface | None = None, elsewhere: tuple[str, ...] = ()
) -> AtlasReport:
    """Counts and faults of an atlas.

    ``rules`` is the number of safety rules, ``surface`` what is placed on the body's surface, and
    ``elsewhere`` are faults that others found in their references to the atlas.
    """
    placed = surface or OnTheSurface()
    statements = [row for _, _, row in rows(atlas.knowledge)]
    return AtlasReport(
        version=atlas.version,
        muscles=len(atlas.muscles),
        zones=len(atlas.zones),
        patterns=sum(len(muscle.patterns) for muscle in atlas.muscles),
        rules=rules,
        hazards=len(atlas.hazards),
        complaints=len(atlas.complaints),
        landmarks=placed.landmarks,
        sites=placed.sites,
        muscles_drawn=placed.muscles_drawn,
        rows=len(statements),
        rows_with_source=sum(row.is_published for row in statements),
        rows_unverified=sum(row.verification.is_unverified for row in statements),
        not_reviewed=tuple(muscle.id for muscle in atlas.muscles if not muscle.is_reviewed),
        nothing_found=tuple(row.id for row in atlas.complaints if row.prevalence == "nothing_found"),
        unmapped=(*faults(atlas.knowledge), *elsewhere),
    )
