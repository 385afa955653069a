from drypoint.exercises import Joint, Kind, load_library, suggest

LIBRARY = load_library()


def test_suggestions_lead_with_the_muscle_and_bring_several_kinds() -> None:
    found = suggest(LIBRARY, muscles=("levator_scapulae", "trapezius_upper"), joints=(Joint.NECK,), most=6)
    assert {"levator_scapulae", "trapezius_upper"} & set(found[0].muscles)
    assert len({one.exercise.kind for one in found[:3]}) == 3
    assert all(one.muscles or one.joints for one in found) and len(found) == 6


def test_suggestions_of_one_kind_fall_in_weight() -> None:
    found = suggest(LIBRARY, muscles=("gluteus_medius",), joints=(Joint.HIP,), most=40)
    for kind in Kind:
        weights = [one.weight for one in found if one.exercise.kind is kind]
        assert weights == sorted(weights, reverse=True)


def test_nothing_needled_suggests_nothing_and_a_joint_alone_something() -> None:
    assert suggest(LIBRARY, muscles=()) == ()
    assert {one.exercise.joints[0] for one in suggest(LIBRARY, muscles=(), joints=(Joint.JAW,))} == {
        Joint.JAW
    }
