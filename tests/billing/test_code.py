"""The code engine: distinct billing muscles decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.atlas import load
from drypoint.billing import CodeRequest, NeedledMuscle, code
from drypoint.terms import InvalidInput, MuscleId, Side

ATLAS = load()


def ask(*muscles, sides_count_twice=False):
    needled = tuple(NeedledMuscle(muscle=MuscleId(muscle), side=side) for muscle, side in muscles)
    return code(CodeRequest(muscles=needled, sides_count_twice=sides_count_twice), atlas=ATLAS)


def test_one_or_two_muscles_are_the_lower_code():
    assert ask(("trapezius_upper", Side.LEFT)).code == "20560"
    assert ask(("trapezius_upper", Side.LEFT), ("infraspinatus", Side.LEFT)).code == "20560"


def test_three_muscles_are_the_higher_code():
    three = ask(("trapezius_upper", Side.LEFT), ("infraspinatus", Side.LEFT), ("soleus", Side.LEFT))
    assert three.code == "20561"
    assert three.confirm


def test_parts_of_one_muscle_count_once():
    parts = ask(
        ("trapezius_upper", Side.LEFT), ("trapezius_middle", Side.LEFT), ("trapezius_lower", Side.LEFT)
    )
    assert parts.code == "20560"
    assert len(parts.billing_muscles) == 1
    assert parts.counted[0].needled == ("trapezius_upper", "trapezius_middle", "trapezius_lower")


def test_sides_count_once_unless_the_payer_counts_them_twice():
    both = [("soleus", Side.LEFT), ("soleus", Side.RIGHT), ("infraspinatus", Side.LEFT)]
    assert ask(*both).code == "20560"
    twice = ask(*both, sides_count_twice=True)
    assert twice.code == "20561"
    assert twice.billing_muscles[:2] == ("soleus:left", "soleus:right")


def test_judgement_in_the_count_stays_marked():
    rows = ask(*((muscle.id, muscle.sides[0]) for muscle in ATLAS.muscles)).counted
    marked = {row.muscle for row in rows if row.unverified}
    assert marked == {
        muscle.billing_muscle for muscle in ATLAS.muscles if muscle.billing.verification.is_unverified
    }


@pytest.mark.parametrize(
    ("muscles", "where", "message"),
    [
        ([], "muscles", "at least one needled muscle"),
        ([("trapezius", Side.LEFT)], "muscles[0].muscle", "unknown muscle 'trapezius'; did you mean"),
        ([("soleus", Side.LEFT), ("soleus", Side.MIDLINE)], "muscles[1].side", "left or right"),
    ],
)
def test_code_refuses_what_cannot_be_counted(muscles, where, message):
    with pytest.raises(InvalidInput, match=message) as caught:
        ask(*muscles)
    assert caught.value.where == where


@given(st.lists(st.sampled_from(ATLAS.muscle_sides), min_size=1, max_size=8), st.booleans())
def test_code_does_not_depend_on_repeats_or_order(places, twice):
    muscles = [(place.muscle, place.side) for place in places]
    once = ask(*muscles, sides_count_twice=twice)
    again = ask(*reversed(muscles), *muscles, sides_count_twice=twice)
    assert once.code == again.code
    assert set(once.billing_muscles) == set(again.billing_muscles)
    assert len(set(once.billing_muscles)) == len(once.billing_muscles)
