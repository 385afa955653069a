"""The table of counts that the reference page shows; a test keeps page and data in step."""

from collections import Counter
from collections.abc import Iterable

from drypoint.atlas.atlas import Atlas
from drypoint.atlas.references import rows
from drypoint.terms import Verification


def counts_table(atlas: Atlas) -> str:
    """Markdown: rows per file, how many name a publication, and how far they have been checked."""
    counted = [(file, row.is_published, row.verification) for file, _, row in rows(atlas.knowledge)]
    lines = [
        "| file | rows | with a publication | verified | expert knowledge | unverified |",
        "|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(file for file, _, _ in counted):
        here = [(published, state) for file, published, state in counted if file == name]
        lines.append(_line(f"`{name}`", here))
    lines.append(_line("all", [(published, state) for _, published, state in counted]))
    return "\n".join(lines)


def _line(name: str, here: Iterable[tuple[bool, Verification]]) -> str:
    pairs = list(here)
    states = Counter(state for _, state in pairs)
    cells = (len(pairs), sum(published for published, _ in pairs), *(states[state] for state in Verification))
    return f"| {name} | {' | '.join(str(cell) for cell in cells)} |"


def contents_table(atlas: Atlas) -> str:
    """Markdown: how many of each thing the atlas holds."""
    depths = [depth for hazard in atlas.hazards for depth in hazard.reported_depths]
    held = (
        ("zones", len(atlas.zones)),
        ("zones inside the body", sum(zone.inner for zone in atlas.zones)),
        ("zones on their sides", len(atlas.zone_sides)),
        ("muscles", len(atlas.muscles)),
        ("muscles on their sides", len(atlas.muscle_sides)),
        ("referral patterns", sum(len(muscle.patterns) for muscle in atlas.muscles)),
        ("trigger points on their sides", len(atlas.units)),
        ("billing muscles", len({muscle.billing_muscle for muscle in atlas.muscles})),
        ("muscles that cannot be palpated", sum(muscle.palpable is False for muscle in atlas.muscles)),
        ("muscles on which teaching is divided", sum(muscle.palpable is None for muscle in atlas.muscles)),
        ("muscles not reviewed", sum(not muscle.is_reviewed for muscle in atlas.muscles)),
        ("hazard rows", len(atlas.hazards)),
        ("reported lengths", len(depths)),
        ("reported findings", sum(len(hazard.reported_findings) for hazard in atlas.hazards)),
        ("complaints", len(atlas.complaints)),
        ("complaints with prevalence rows", sum(bool(row.prevalence_ids) for row in atlas.complaints)),
        ("prevalence rows", len(atlas.prevalence)),
    )
    lines = ["| what | count |", "|---|---|", *(f"| {name} | {count} |" for name, count in held)]
    return "\n".join(lines)
