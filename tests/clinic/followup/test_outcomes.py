"""Outcomes without names: what is counted, and what is held back."""

from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.clinic import factories
from tests.clinic.visits.care import Care, event, inserted

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import actor_for
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.followup.queries.outcomes import SMALLEST_GROUP, groups_of, outcomes
from drypoint.clinic.incidents.actions import adverse_events
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import measurements, sessions, visits

_names = count(1)


def treat(clinic: Clinic, complaint: str, *scores: float) -> Episode:
    """A new person's episode with a visit for each score before treatment."""
    member = clinic.memberships.first() or factories.make_therapist(clinic)
    therapist = actor_for(member)
    episode = episodes.open(
        by=therapist,
        person=factories.make_person(clinic, family_name=f"Person{next(_names)}"),
        complaint=complaint,
        title="t",
        therapist=member,
        opened_on=factories.NOON.date(),
    )
    for score in scores:
        visit = visits.start(by=therapist, episode=episode, therapist=member, started_at=factories.NOON)
        measurements.record(
            by=therapist,
            visit=visit,
            instrument="nprs",
            value=score,
            when="before",
            measured_at=factories.NOON,
        )
    return episode


def test_a_clinic_of_few_people_shows_nothing(db: None) -> None:
    clinic = factories.make_clinic()
    for _person in range(SMALLEST_GROUP - 1):
        treat(clinic, "neck_pain")
    found = outcomes(clinic)
    assert found.whole is None
    assert found.groups == ()
    assert found.adverse_events is None


def test_median_change_is_last_visit_minus_first_of_episodes_with_both(db: None) -> None:
    clinic = factories.make_clinic()
    for drop in range(SMALLEST_GROUP):
        treat(clinic, "neck_pain", 9, 5, 9 - drop)
    treat(clinic, "neck_pain", 3)
    (group,) = outcomes(clinic).groups
    assert group.people == 11
    assert group.visits == 31
    assert group.change is not None
    assert group.change.episodes == 10
    assert group.change.median == -4.5


def test_change_is_held_back_while_few_have_both_scores(db: None) -> None:
    clinic = factories.make_clinic()
    treat(clinic, "neck_pain", 9, 2)
    for _person in range(SMALLEST_GROUP):
        treat(clinic, "neck_pain", 5)
    (group,) = outcomes(clinic).groups
    assert group.change is None


def test_insertions_taken_back_are_not_counted_and_rates_have_their_denominators(db: None) -> None:
    care = Care()
    care.begin()
    wrong = inserted(2, needle="n2", insertion="i2")
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[
            event("opened"),
            event("needle_opened", 0.5, needle="n1"),
            inserted(),
            wrong,
            event("corrected", 3, data={"corrects": wrong["id"]}),
        ],
    )
    people = [treat(care.clinic, care.episode.complaint) for _person in range(SMALLEST_GROUP)]
    found = outcomes(care.clinic)
    assert found.whole is not None and found.adverse_events is not None
    assert found.whole.insertions == 1
    assert found.adverse_events.events == 0
    assert found.adverse_events.per_thousand(found.adverse_events.visits) == 0
    for number, episode in enumerate(people, start=1):
        _bruise(care, episode)
        events = outcomes(care.clinic).adverse_events
        assert events is not None
        assert events.events == (None if number < SMALLEST_GROUP else number)
        if number < SMALLEST_GROUP:
            assert events.per_thousand(1) is None
    assert events.per_thousand(4) == 2500
    assert events.per_thousand(0) is None


def test_another_clinics_care_is_not_counted(db: None) -> None:
    for _person in range(SMALLEST_GROUP):
        treat(elsewhere := factories.make_clinic(name=f"E{next(_names)}"), "neck_pain")
    assert outcomes(elsewhere).whole is None
    assert outcomes(factories.make_clinic()).whole is None


def test_statements_do_not_grow_with_people(
    db: None,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    clinic = factories.make_clinic()
    for _person in range(SMALLEST_GROUP + 2):
        treat(clinic, "neck_pain", 5, 4)
    with django_assert_max_num_queries(6):
        outcomes(clinic)


AREAS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b", "b2": "b", "c1": "c"}
EVERYBODY = [new_id() for _number in range(40)]


def people(**numbers: int) -> dict[str, frozenset[UUID]]:
    """That many different people for each complaint."""
    fresh = iter(EVERYBODY)
    return {complaint: frozenset(next(fresh) for _one in range(size)) for complaint, size in numbers.items()}


def test_small_complaints_join_their_body_area_then_each_other() -> None:
    assert groups_of(people(a1=12, a2=6, a3=5, b1=4, c1=7), AREAS) == (("a1",), ("a2", "a3"), ("b1", "c1"))


def test_a_single_small_complaint_takes_the_smallest_group_with_it() -> None:
    assert groups_of(people(a1=15, b1=11, c1=1), AREAS) == (("a1",), ("b1", "c1"))
    assert groups_of(people(a1=15, c1=1), AREAS) == (("a1", "c1"),)
    assert groups_of(people(a1=4, c1=1), AREAS) == ()
    assert groups_of({}, AREAS) == ()


@given(st.dictionaries(st.sampled_from(sorted(AREAS)), st.frozensets(st.sampled_from(EVERYBODY), min_size=1)))
def test_no_group_and_no_rest_is_smaller_than_allowed(treated: dict[str, frozenset[UUID]]) -> None:
    groups = groups_of(treated, AREAS)
    shown = [one for group in groups for one in group]
    assert len(shown) == len(set(shown))
    assert all(len(frozenset().union(*(treated[one] for one in group))) >= SMALLEST_GROUP for group in groups)
    everybody = frozenset().union(*treated.values())
    if len(everybody) >= SMALLEST_GROUP:
        assert set(shown) == set(treated), "nothing is left whose size a total would tell"
    else:
        assert groups == ()


def _bruise(care: Care, episode: Episode) -> None:
    adverse_events.record(
        by=care.therapist, person=episode.person, kind=AdverseEventKind.BRUISING, scheme="white", grade="mild"
    )
