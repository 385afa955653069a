"""What lies under an insertion, as the review kept it and the atlas tells more of it.

Depths are what studies reported in the people they measured. No page calls one safe, maximal or recommended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import DepthKind, Hazard
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.safety import load_places
from drypoint.safety.beneath import Insertion, locate
from drypoint.safety.beneath import under as lies_under
from drypoint.web.presenters.muscles import muscle_name, muscle_url, place

KINDS: dict[str, str | Promise] = {
    DepthKind.SKIN_TO_MUSCLE: gettext_lazy("Skin to muscle"),
    DepthKind.SKIN_TO_RIB: gettext_lazy("Skin to rib"),
    DepthKind.SKIN_TO_PLEURA: gettext_lazy("Skin to pleura"),
    DepthKind.SKIN_TO_THORACIC_CAVITY: gettext_lazy("Skin to the chest cavity"),
    DepthKind.SKIN_TO_HAZARDOUS_TISSUE: gettext_lazy("Skin to tissue that the study calls hazardous"),
    DepthKind.SKIN_TO_HEART: gettext_lazy("Skin to heart"),
    DepthKind.SKIN_TO_KIDNEY: gettext_lazy("Skin to kidney"),
    DepthKind.SKIN_TO_PERITONEUM: gettext_lazy("Skin to peritoneum"),
    DepthKind.SKIN_TO_NERVE: gettext_lazy("Skin to nerve"),
    DepthKind.TISSUE_OVER_BONE: gettext_lazy("Tissue over bone"),
    DepthKind.BONE_TO_NERVE: gettext_lazy("Bone to nerve"),
    DepthKind.ALONG_SURFACE: gettext_lazy("Along the surface, not a depth"),
    DepthKind.NEEDLE_TIP_TO_NERVE: gettext_lazy("Needle tip to nerve"),
    DepthKind.NEEDLE_TIP_TO_VESSEL: gettext_lazy("Needle tip to vessel"),
    DepthKind.NEEDLE_LENGTH_REACHING: gettext_lazy("A needle of this length reached it"),
    DepthKind.NEEDLE_IN_PUBLISHED_INJURY: gettext_lazy("Needle in a published injury"),
    DepthKind.NAMED_BY_SOURCE: gettext_lazy("A figure that a source names, not a distance to a structure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthRow:
    """One length as one study reported it; a dash where it reported nothing."""

    detail: str
    mean: str
    spread: str
    """Standard deviation or confidence interval, as the study reported it."""
    least: str
    figure: str
    needle: str
    reached: str
    n: str
    population: str
    source: int
    """Number of its source below the table."""
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthGroup:
    """Lengths of one kind; kinds never share a column."""

    kind: str | Promise
    rows: list[DepthRow]
    sources: list[str]

    @property
    def has_figures(self) -> bool:
        """Whether a row has a figure that is no mean."""
        return any(row.figure != "–" for row in self.rows)

    @property
    def has_needles(self) -> bool:
        """Whether a row is about a needle."""
        return any(row.needle != "–" or row.reached != "–" for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedLine:
    """One sentence with where it comes from."""

    text: str
    sources: tuple[str, ...]
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question on which sources contradict each other."""

    topic: str
    positions: list[SourcedLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderCard:
    """What lies under one muscle or zone of the plan, with the insertions that it concerns."""

    title: str
    places: list[str]
    reviewed: bool
    note: str
    structures: list[str]
    worst: str
    unverified: bool
    sources: tuple[str, ...]
    depths: list[DepthGroup]
    depth_count: int
    facts: list[SourcedLine]
    disagreements: list[Disagreement]
    muscle_url: str
    """Where the muscle lies on the body; empty for a zone."""


def cards(under: Sequence[dict[str, Any]], insertions: Sequence[PlannedInsertion]) -> list[UnderCard]:
    """One card for each muscle or zone of the plan, in the plan's order."""
    grouped: dict[tuple[str | None, str | None], list[dict[str, Any]]] = {}
    for one in under:
        planned = insertions[one["insertion"]]
        grouped.setdefault((planned.muscle, planned.zone), []).append(one)
    return [_card(found, insertions) for found in grouped.values()]


def from_atlas(insertions: Sequence[PlannedInsertion]) -> list[dict[str, Any]]:
    """What a review made now would keep of each insertion."""
    body, places = atlas.load(), load_places()
    planned = (Insertion(side=one.side, muscle=one.muscle, zone=one.zone) for one in insertions)
    sites = (locate(number, one, places, body) for number, one in enumerate(planned))
    return [plain(lies_under(site, body, _language())) for site in sites]


def _card(found: Sequence[dict[str, Any]], insertions: Sequence[PlannedInsertion]) -> UnderCard:
    first = found[0]
    planned = [insertions[one["insertion"]] for one in found]
    hazards = _hazards(planned[0])
    depths = _depths(first["reported_depths"])
    places = [place(one.muscle, one.zone, one.side, one.site) for one in planned]
    return UnderCard(
        title=places[0] if len(places) == 1 or not planned[0].muscle else muscle_name(planned[0].muscle),
        places=places if len(places) > 1 else [],
        reviewed=first["reviewed"],
        note=first["note"] or "",
        structures=_structures(first, hazards),
        worst="; ".join(first.get("worst_event_labels") or [first["worst_event_label"] or ""]),
        unverified=any(hazard.verification.is_unverified for hazard in hazards),
        sources=_cited(key for hazard in hazards for key in hazard.sources),
        depths=depths,
        depth_count=sum(len(group.rows) for group in depths),
        facts=_facts(hazards),
        disagreements=_disagreements(hazards),
        muscle_url=muscle_url(planned[0].muscle) if planned[0].muscle else "",
    )


def _hazards(planned: PlannedInsertion) -> tuple[Hazard, ...]:
    body = atlas.load()
    if planned.muscle is not None:
        return body.hazards_of(planned.muscle)
    return body.hazards_of_zone(str(planned.zone))


def _structures(under: dict[str, Any], hazards: Iterable[Hazard]) -> list[str]:
    """The labels as reviewed, each with where exactly, where the atlas says."""
    where: dict[str, list[str]] = {}
    for hazard in hazards:
        for one in hazard.structures:
            if one.where is not None:
                where.setdefault(one.structure, []).append(one.where.in_language(_language()))
    return [
        f"{label} ({', '.join(dict.fromkeys(where[code]))})" if code in where else label
        for code, label in zip(under["structures"], under["structure_labels"], strict=True)
    ]


def _depths(rows: Iterable[dict[str, Any]]) -> list[DepthGroup]:
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["what"], []).append(row)
    return [_group(kind, found) for kind, found in kinds.items()]


def _group(kind: str, found: Sequence[dict[str, Any]]) -> DepthGroup:
    sources = list(dict.fromkeys(row["source"] for row in found))
    return DepthGroup(
        kind=KINDS.get(kind, kind),
        sources=sources,
        rows=[
            DepthRow(
                detail=row["detail"],
                mean=_mm(row["mean_mm"]),
                spread=_spread(row),
                least=_mm(row["min_mm"]),
                figure=_mm(row["figure_mm"]),
                needle=_mm(row["needle_mm"]),
                reached="–" if row["reached"] is None else str(row["reached"]),
                n="–" if row["n"] is None else str(row["n"]),
                population=row["population"] or "–",
                source=sources.index(row["source"]) + 1,
                unverified=row["unverified"],
            )
            for row in found
        ],
    )


def _facts(hazards: Iterable[Hazard]) -> list[SourcedLine]:
    return [
        SourcedLine(
            text=fact.says.in_language(_language()),
            sources=_cited(fact.sources),
            unverified=fact.verification.is_unverified,
        )
        for hazard in hazards
        for fact in hazard.technique_facts
    ]


def _disagreements(hazards: Iterable[Hazard]) -> list[Disagreement]:
    return [
        Disagreement(
            topic=one.topic.in_language(_language()),
            positions=[
                SourcedLine(
                    text=said.says.in_language(_language()),
                    sources=_cited(said.sources),
                    unverified=said.verification.is_unverified,
                )
                for said in one.positions
            ],
        )
        for hazard in hazards
        for one in hazard.disagreements
    ]


def _cited(keys: Iterable[str]) -> tuple[str, ...]:
    return atlas.load().cited(dict.fromkeys(keys))


def _spread(row: dict[str, Any]) -> str:
    """Reviews of before spreads were kept have none."""
    said = []
    if row.get("sd_mm") is not None:
        said.append(_("SD %(mm)s mm") % {"mm": f"{row['sd_mm']:g}"})
    if row.get("ci95_mm") is not None:
        low, high = row["ci95_mm"]
        said.append(_("95 %% CI %(low)s to %(high)s mm") % {"low": f"{low:g}", "high": f"{high:g}"})
    return "; ".join(said) or "–"


def _mm(length: float | None) -> str:
    return "–" if length is None else _("%(mm)s mm") % {"mm": f"{length:g}"}


def _language() -> str:
    return get_language() or "en"
