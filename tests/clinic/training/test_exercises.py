"""An exercise is guessed once, palpated on paper, answered once, and is its therapist's own."""

import pytest
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import actor_for
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.training import queries
from drypoint.clinic.training.actions import exercises
from drypoint.clinic.training.models import TrainingAnswer, TrainingGuess
from drypoint.terms import InvalidInput


@pytest.fixture
def clinic(db: None) -> Clinic:
    return factories.make_clinic()


@pytest.fixture
def member(clinic: Clinic) -> Membership:
    return factories.make_therapist(clinic)


def begin(member: Membership, *muscles: str, case: str = "case-015") -> TrainingGuess:
    return exercises.begin(by=actor_for(member), case=case, muscles=muscles or ("supraspinatus",))


def answer(member: Membership, guess: TrainingGuess, *muscles: str) -> TrainingAnswer:
    return exercises.answer(
        by=actor_for(member),
        guess=guess,
        muscles=muscles or ("supraspinatus",),
        reported=["supraspinatus"],
        system_place=1,
        atlas_version="1",
    )


@pytest.mark.parametrize(
    "muscles",
    [
        ["nothing"],
        ["supraspinatus", "supraspinatus"],
        ["supraspinatus", "infraspinatus", "teres_minor", "teres_major"],
    ],
)
def test_guess_names_one_to_three_muscles_of_the_atlas(member: Membership, muscles: list[str]) -> None:
    with pytest.raises(InvalidInput):
        begin(member, *muscles)
    with pytest.raises(InvalidInput):
        exercises.begin(by=actor_for(member), case="case-015", muscles=[])


def test_exercise_goes_from_guess_to_answer(member: Membership) -> None:
    guess = begin(member, "infraspinatus", "supraspinatus")
    assert queries.unfinished(member, "case-015") == guess
    for muscle in ("infraspinatus", "supraspinatus", "infraspinatus"):
        exercises.palpate(by=actor_for(member), guess=guess, muscle=muscle)
    assert queries.palpated(guess) == ["infraspinatus", "supraspinatus"]
    done = answer(member, guess, "supraspinatus")
    assert list(queries.answers_of(member)) == [done]
    assert queries.unfinished(member, "case-015") is None
    with pytest.raises(NotAllowedNow):
        answer(member, guess)
    with pytest.raises(NotAllowedNow):
        exercises.palpate(by=actor_for(member), guess=guess, muscle="infraspinatus")


def test_the_same_case_again_says_that_it_is_repeated(member: Membership) -> None:
    first = begin(member)
    assert not first.repeated
    assert not begin(member).repeated, "the answer was not seen yet"
    answer(member, first)
    assert begin(member).repeated and not begin(member, case="case-005").repeated


def test_exercise_is_its_therapists_own(clinic: Clinic, member: Membership) -> None:
    guess, colleague = begin(member), factories.make_therapist(clinic)
    for by in (actor_for(colleague), factories.acting(clinic, "owner"), factories.setting_up(clinic)):
        with pytest.raises(ForeignRecord):
            exercises.palpate(by=by, guess=guess, muscle="infraspinatus")
    assert queries.unfinished(colleague, "case-015") is None


def test_owner_learns_how_many_and_nobodys_score(clinic: Clinic, member: Membership) -> None:
    for _number in range(2):
        answer(member, begin(member))
    other = factories.make_therapist(clinic)
    answer(other, begin(other))
    assert queries.use_in(clinic) == {"exercises": 3, "people": 2}
    assert queries.use_in(factories.make_clinic(name="Elsewhere")) == {"exercises": 0, "people": 0}


def test_score_counts_first_and_among_three() -> None:
    assert queries.place(["b", "a", "c"], ["c", "a"]) == 2
    assert queries.place(["b"], ["c"]) is None
    scored = queries.score([1, 1, 2, 3, None])
    assert (scored.of, scored.first, scored.among) == (5, 2, 4)
    assert queries.score([]).of == 0
