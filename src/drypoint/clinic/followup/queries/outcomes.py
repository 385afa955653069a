"""What a clinic's care came to, in counts without names.

De-identified by construction: a result holds numbers and ids of complaints, nothing of a person. Complaints
of fewer than ``SMALLEST_GROUP`` people are counted together with those of their body area, and areas that are
still too few with each other. If even these are too few, the smallest other group joins them: so neither a
row nor a total minus the rows shown tells of a smaller group.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from drypoint.atlas import load as load_atlas
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.models import MeasuredWhen
from drypoint.needling.events import EventType

SMALLEST_GROUP = 10
"""People below which a group is not shown by itself. The project's decision, not a published limit: common
rules of statistical offices lie between 3 and 10, and a clinic's staff may know who was treated for what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Pain (NPRS 0-10) before treatment: last visit minus first visit of each episode with both."""

    episodes: int
    median: float
    """Points; negative is less pain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Care for one complaint, or for several counted together."""

    complaints: tuple[str, ...]
    people: int
    episodes: int
    visits: int
    insertions: int
    change: Change | None
    """None where fewer than ``SMALLEST_GROUP`` people have both scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvents:
    """Adverse events against what they can be held against."""

    events: int | None
    """None where they befell at least one and fewer than ``SMALLEST_GROUP`` people."""
    visits: int
    insertions: int

    def per_thousand(self, denominator: int) -> float | None:
        """Events per 1 000 of ``denominator``; None where that is nothing, or the events are held back."""
        if self.events is None or denominator == 0:
            return None
        return 1000 * self.events / denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """All groups of a clinic, largest first. ``whole`` is None while the clinic has too few people."""

    whole: Group | None
    groups: tuple[Group, ...]
    adverse_events: AdverseEvents | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What there is of each complaint, still with keys of people: never leaves this module."""

    people: Mapping[str, frozenset[UUID]]
    episodes: Mapping[str, int]
    visits: Mapping[str, int]
    insertions: Mapping[str, int]
    changes: Mapping[str, tuple[tuple[UUID, float], ...]]
    """Person and change of each episode with two scores."""


def outcomes(clinic: Clinic) -> Outcomes:
    """Counts of everything recorded up to now, in a constant number of statements."""
    counted = _count(clinic)
    areas = {one.id: one.area.value for one in load_atlas().complaints}
    sets = groups_of(counted.people, areas)
    groups = tuple(_group(counted, complaints) for complaints in sets)
    whole = _whole(counted)
    return Outcomes(
        whole=whole,
        groups=groups,
        adverse_events=_adverse_events(clinic, whole) if whole is not None else None,
    )


def groups_of(people: Mapping[str, frozenset[UUID]], areas: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Which complaints stand alone and which together, most people first; none while all are too few.

    ``areas`` says the body area of each complaint.
    """
    enough: set[tuple[str, ...]] = {
        (one,) for one, members in people.items() if len(members) >= SMALLEST_GROUP
    }
    rest = sorted({*people} - {one for (one,) in enough})
    for area in sorted({areas[one] for one in rest}):
        together = tuple(one for one in rest if areas[one] == area)
        if len(_union(people, together)) >= SMALLEST_GROUP:
            enough.add(together)
            rest = [one for one in rest if one not in together]
    while rest and enough and len(_union(people, rest)) < SMALLEST_GROUP:
        smallest = min(enough, key=lambda group: (len(_union(people, group)), group))
        enough.remove(smallest)
        rest = sorted([*rest, *smallest])
    if len(_union(people, rest)) >= SMALLEST_GROUP:
        enough.add(tuple(rest))
    return tuple(sorted(enough, key=lambda group: (-len(_union(people, group)), group)))


def _group(counted: _Counted, complaints: tuple[str, ...]) -> Group:
    changes = [pair for one in complaints for pair in counted.changes.get(one, ())]
    enough = len({person for person, _change in changes}) >= SMALLEST_GROUP
    return Group(
        complaints=complaints,
        people=len(_union(counted.people, complaints)),
        episodes=sum(counted.episodes.get(one, 0) for one in complaints),
        visits=sum(counted.visits.get(one, 0) for one in complaints),
        insertions=sum(counted.insertions.get(one, 0) for one in complaints),
        change=Change(episodes=len(changes), median=median(change for _person, change in changes))
        if enough
        else None,
    )


def _whole(counted: _Counted) -> Group | None:
    everything = _group(counted, tuple(sorted(counted.people)))
    if everything.people < SMALLEST_GROUP:
        return None
    # No score over all complaints: it would mean little, and would tell what a row holds back.
    return Group(
        complaints=(),
        people=everything.people,
        episodes=everything.episodes,
        visits=everything.visits,
        insertions=everything.insertions,
        change=None,
    )


def _adverse_events(clinic: Clinic, whole: Group) -> AdverseEvents:
    befell = list(clinic.adverse_events.current().values_list("person_id", flat=True))
    hidden = 0 < len(set(befell)) < SMALLEST_GROUP
    return AdverseEvents(
        events=None if hidden else len(befell), visits=whole.visits, insertions=whole.insertions
    )


def _count(clinic: Clinic) -> _Counted:
    people: dict[str, set[UUID]] = defaultdict(set)
    episodes: Counter[str] = Counter()
    for complaint, person in clinic.episodes.values_list("complaint", "person_id"):
        people[complaint].add(person)
        episodes[complaint] += 1
    return _Counted(
        people={complaint: frozenset(members) for complaint, members in people.items()},
        episodes=episodes,
        visits=Counter(clinic.visits.values_list("episode__complaint", flat=True)),
        insertions=_insertions(clinic),
        changes=_changes(clinic),
    )


def _insertions(clinic: Clinic) -> Counter[str]:
    """Insertions in sessions, by complaint; those taken back are not counted."""
    events = clinic.session_events
    taken_back = {
        payload["data"]["corrects"]
        for payload in events.filter(type=EventType.CORRECTED).values_list("payload", flat=True)
        if payload.get("data", {}).get("corrects")
    }
    inserted = events.filter(type=EventType.INSERTED).values_list("id", "visit__episode__complaint")
    return Counter(complaint for event, complaint in inserted if str(event) not in taken_back)


def _changes(clinic: Clinic) -> dict[str, tuple[tuple[UUID, float], ...]]:
    """First and last visit's score before treatment, of each episode that has it in two visits."""
    scores = (
        clinic.measurements.current()
        .filter(instrument="nprs", when=MeasuredWhen.BEFORE)
        .order_by("visit__started_at", "measured_at", "id")
        .values_list(
            "visit__episode_id", "visit__episode__person_id", "visit__episode__complaint", "visit_id", "value"
        )
    )
    by_episode: dict[UUID, list[tuple[UUID, str, UUID, float]]] = defaultdict(list)
    said_of = [(row[0], (row[1], row[2], row[3], row[4])) for row in scores if row[4] is not None]
    for episode, score in said_of:
        by_episode[episode].append(score)
    found: dict[str, list[tuple[UUID, float]]] = defaultdict(list)
    for said in by_episode.values():
        (person, complaint, first_visit, first), (*_same, last_visit, last) = said[0], said[-1]
        if first_visit != last_visit:
            found[complaint].append((person, last - first))
    return {complaint: tuple(changes) for complaint, changes in found.items()}


def _union(people: Mapping[str, frozenset[UUID]], complaints: Iterable[str]) -> frozenset[UUID]:
    return frozenset().union(*(people[one] for one in complaints))
