"""Whether every reference inside the knowledge leads somewhere. Each fault names its file and row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from drypoint.atlas.atlas import Knowledge
from drypoint.atlas.complaints import Complaint, Population, Prevalence
from drypoint.atlas.hazards import Hazard
from drypoint.atlas.muscles import BillingBasis, IdentifierScope, Muscle
from drypoint.atlas.rows import Row
from drypoint.terms import Source


def faults(knowledge: Knowledge) -> tuple[str, ...]:
    """Every broken, doubled or unmapped reference, as ``file: row: what is wrong``."""
    return (
        *_zone_faults(knowledge),
        *_muscle_faults(knowledge),
        *_hazard_faults(knowledge),
        *_prevalence_faults(knowledge),
        *_complaint_faults(knowledge),
        *_palpation_faults(knowledge),
        *_source_faults(knowledge),
    )


def rows(knowledge: Knowledge) -> Iterator[tuple[str, str, Row]]:
    """Every row that must carry sources, as (file, name of the row, row)."""
    for zone in knowledge.zones.zones:
        yield "zones.json", zone.code, zone
    for muscle in knowledge.muscles.muscles:
        yield "muscles.json", f"{muscle.id}: identifiers", muscle.identifiers
        yield "muscles.json", f"{muscle.id}: innervation", muscle.innervation
        yield "muscles.json", f"{muscle.id}: billing", muscle.billing
        yield "muscles.json", f"{muscle.id}: palpability", muscle.palpability
        for pattern in muscle.patterns:
            yield "muscles.json", f"{muscle.id}: trigger point {pattern.trp}", pattern
    for fact in knowledge.hazards.general_facts:
        yield "hazards.json", fact.id, fact
    for disagreement in knowledge.hazards.disagreements:
        for position in disagreement.positions:
            yield "hazards.json", disagreement.topic.en, position
    for hazard in knowledge.hazards.hazards:
        yield "hazards.json", hazard.id, hazard
        inner = (*hazard.reported_depths, *hazard.reported_findings, *hazard.technique_facts)
        for number, row in enumerate(inner, start=1):
            yield "hazards.json", f"{hazard.id}: statement {number}", row
        for disagreement in hazard.disagreements:
            for position in disagreement.positions:
                yield "hazards.json", f"{hazard.id}: {disagreement.topic.en}", position
    for prevalence in knowledge.prevalence.rows:
        yield "prevalence.json", prevalence.id, prevalence
    palpation = knowledge.palpation
    for statement in (*palpation.agreement, *palpation.criteria, *palpation.measurements):
        yield "palpation.json", statement.id, statement


def _doubled(file: str, noun: str, ids: Iterable[str]) -> Iterator[str]:
    for each, count in Counter(ids).items():
        if count > 1:
            yield f"{file}: {each}: {noun} stands {count} times"


def _unknown(where: str, noun: str, wanted: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there = set(known)
    for each in wanted:
        if each not in there:
            yield f"{where}: unknown {noun} {each!r}"


def _zone_codes(knowledge: Knowledge) -> set[str]:
    return {zone.code for zone in knowledge.zones.zones}


def _muscle_ids(knowledge: Knowledge) -> set[str]:
    return {muscle.id for muscle in knowledge.muscles.muscles}


def _zone_faults(knowledge: Knowledge) -> Iterator[str]:
    zones = knowledge.zones.zones
    yield from _doubled("zones.json", "the zone", (zone.code for zone in zones))
    for zone in zones:
        where = f"zones.json: {zone.code}"
        areas = (zone.choir.left, zone.choir.right)
        yield from _unknown(where, "CHOIR area", areas, knowledge.zones.choir_areas)
        for area, side in zip(areas, ("left", "right"), strict=True):
            if side not in knowledge.zones.choir_areas.get(area, side):
                yield f"{where}: CHOIR area {area!r} is not on the {side}"
        if not zone.views:
            yield f"{where}: seen in no view"


def _muscle_faults(knowledge: Knowledge) -> Iterator[str]:
    muscles = knowledge.muscles.muscles
    yield from _doubled("muscles.json", "the muscle", (muscle.id for muscle in muscles))
    exact = [
        muscle.identifiers.fma for muscle in muscles if muscle.identifiers.scope is IdentifierScope.EXACT
    ]
    yield from _doubled("muscles.json", "the exact identifier", (str(fma) for fma in exact))
    for muscle in muscles:
        yield from _one_muscle(muscle, knowledge)


def _one_muscle(muscle: Muscle, knowledge: Knowledge) -> Iterator[str]:
    where = f"muscles.json: {muscle.id}"
    if not muscle.patterns:
        yield f"{where}: no trigger point"
    points = (str(pattern.trp) for pattern in muscle.patterns)
    yield from _doubled(where, "the trigger point", points)
    for pattern in muscle.patterns:
        point = f"{where}: trigger point {pattern.trp}"
        zones = (*pattern.essential, *pattern.spillover)
        yield from _unknown(point, "zone", zones, _zone_codes(knowledge))
        yield from _doubled(point, "the zone", zones)
        yield from _unknown(point, "zone of its own in crosses", pattern.crosses, zones)
        if not pattern.essential:
            yield f"{point}: no essential zone"
    if not muscle.hazards:
        yield f"{where}: unmapped; name its hazard rows or say not_reviewed"
    yield from _unknown(where, "hazard", muscle.hazard_ids, (h.id for h in knowledge.hazards.hazards))
    yield from _doubled(where, "the hazard", muscle.hazard_ids)
    if (muscle.identifiers.fma is None) != (muscle.identifiers.scope is IdentifierScope.NONE):
        yield f"{where}: identifier and its scope contradict each other"
    if muscle.billing.basis is BillingBasis.NAMED_MUSCLE and muscle.billing.muscle != muscle.id:
        yield f"{where}: a named muscle is counted as itself, not as {muscle.billing.muscle!r}"


def _hazard_faults(knowledge: Knowledge) -> Iterator[str]:
    file = knowledge.hazards
    yield from _doubled("hazards.json", "the hazard", (hazard.id for hazard in file.hazards))
    yield from _doubled("hazards.json", "the structure", (structure.id for structure in file.structures))
    yield from _doubled("hazards.json", "the worst event", (event.id for event in file.worst_events))
    yield from _doubled("hazards.json", "the general fact", (fact.id for fact in file.general_facts))
    for hazard in file.hazards:
        yield from _one_hazard(hazard, knowledge)


def _one_hazard(hazard: Hazard, knowledge: Knowledge) -> Iterator[str]:
    where = f"hazards.json: {hazard.id}"
    file = knowledge.hazards
    yield from _unknown(where, "structure", hazard.structure_ids, (each.id for each in file.structures))
    yield from _doubled(where, "the structure", hazard.structure_ids)
    yield from _unknown(where, "worst event", hazard.worst_events, (each.id for each in file.worst_events))
    yield from _unknown(where, "zone", hazard.zones, _zone_codes(knowledge))
    yield from _doubled(where, "the zone", hazard.zones)
    if not hazard.structures or not hazard.worst_events or not hazard.zones:
        yield f"{where}: needs a structure, a worst event and a zone"
    for number, depth in enumerate(hazard.reported_depths, start=1):
        if depth.reached is not None and (
            depth.needle_mm is None or depth.n is None or depth.reached > depth.n
        ):
            yield f"{where}: statement {number}: 'reached' needs a needle length and a larger n"


def _prevalence_faults(knowledge: Knowledge) -> Iterator[str]:
    file = knowledge.prevalence
    yield from _doubled("prevalence.json", "the row", (row.id for row in file.rows))
    yield from _doubled("prevalence.json", "the group", (group.id for group in file.groups))
    for group in file.groups:
        where = f"prevalence.json: {group.id}"
        yield from _unknown(where, "muscle", group.muscles or (), _muscle_ids(knowledge))
    for row in file.rows:
        yield from _one_prevalence(row, knowledge)


def _one_prevalence(row: Prevalence, knowledge: Knowledge) -> Iterator[str]:
    where = f"prevalence.json: {row.id}"
    yield from _unknown(where, "muscle", row.muscles, _muscle_ids(knowledge))
    yield from _doubled(where, "the muscle", row.muscles)
    groups = () if row.group is None else (row.group,)
    yield from _unknown(where, "group", groups, (group.id for group in knowledge.prevalence.groups))
    if bool(row.muscles) == bool(groups):
        yield f"{where}: needs either muscles or a group"
    for share in (row.active_percent, row.latent_percent, row.any_percent):
        if share is not None and share.low > share.high:
            yield f"{where}: a range runs from {share.low} down to {share.high}"


def _complaint_faults(knowledge: Knowledge) -> Iterator[str]:
    complaints = knowledge.complaints.complaints
    yield from _doubled("complaints.json", "the complaint", (complaint.id for complaint in complaints))
    of_patients = {row.id for row in knowledge.prevalence.rows if row.population is Population.PATIENTS}
    for complaint in complaints:
        yield from _one_complaint(complaint, of_patients)
    linked = {row for complaint in complaints for row in complaint.prevalence_ids}
    for row in sorted(of_patients - linked):
        yield f"prevalence.json: {row}: unmapped; no complaint names it"


def _one_complaint(complaint: Complaint, of_patients: set[str]) -> Iterator[str]:
    where = f"complaints.json: {complaint.id}"
    yield from _unknown(where, "prevalence row of patients", complaint.prevalence_ids, of_patients)
    yield from _doubled(where, "the prevalence row", complaint.prevalence_ids)
    if not complaint.prevalence:
        yield f"{where}: unmapped; name its prevalence rows or say nothing_found"


def _palpation_faults(knowledge: Knowledge) -> Iterator[str]:
    file = knowledge.palpation
    ids = (row.id for row in (*file.agreement, *file.criteria, *file.measurements))
    yield from _doubled("palpation.json", "the row", ids)
    for row in file.agreement:
        if (row.kappa is None) == (row.range is None):
            yield f"palpation.json: {row.id}: needs either a pooled kappa or a range"


def _source_faults(knowledge: Knowledge) -> Iterator[str]:
    tables: Mapping[str, Mapping[str, Source]] = {
        "zones.json": knowledge.zones.sources,
        "muscles.json": knowledge.muscles.sources,
        "hazards.json": knowledge.hazards.sources,
        "prevalence.json": knowledge.prevalence.sources,
        "palpation.json": knowledge.palpation.sources,
    }
    used: dict[str, set[str]] = {file: set() for file in tables}
    used["zones.json"].add(knowledge.zones.choir_source)
    yield from _unknown("zones.json: choir_source", "source", used["zones.json"], tables["zones.json"])
    for file, name, row in rows(knowledge):
        used[file].update(row.sources)
        yield from _unknown(f"{file}: {name}", "source", row.sources, tables[file])
        yield from _doubled(f"{file}: {name}", "the source", row.sources)
        if not row.sources:
            yield f"{file}: {name}: no source"
    declared: dict[str, Source] = {}
    for file, table in tables.items():
        for key, source in table.items():
            if key not in used[file]:
                yield f"{file}: {key}: no row uses this source"
            if declared.setdefault(key, source) != source:
                yield f"{file}: {key}: another file declares this source differently"
