"""What is believed beforehand: which review figure speaks, what other beliefs do, what cannot be."""

import msgspec
import numpy as np
import pytest

from drypoint.forecasting import (
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    forecast,
    load_priors,
)
from drypoint.forecasting.model import FADING, LASTING, Exercise, Sessions, constants_of, design, grid_of
from drypoint.forecasting.priors import decode_priors
from drypoint.terms import KnowledgeError


def weekly(*scores, **more):
    """A score before each weekly session; the last visit has none yet."""
    return ForecastRequest(
        observations=tuple(
            Observation(day=7 * number, value=value, kind=ObservationKind.BEFORE)
            for number, value in enumerate(scores)
        ),
        sessions=tuple(NeedlingVisit(day=7 * number) for number in range(len(scores) - 1)),
        **{"instrument": "nprs", **more},
    )


@pytest.mark.parametrize(
    ("instrument", "population", "sources", "unverified"),
    [
        ("nprs", "neck_pain", {"navarro_santana_2020"}, False),
        ("vas", "shoulder_pain", {"navarro_santana_2021"}, False),
        ("ppt", "neck_pain", {"fernandez_de_las_penas_2021"}, False),
        # That the points are of a hundred is our reading.
        ("spadi", "shoulder_pain", {"navarro_santana_2021"}, True),
    ],
)
def test_a_review_figure_speaks_of_what_it_measured(instrument, population, sources, unverified):
    prior = forecast(
        ForecastRequest(
            instrument=instrument,
            population=population,
            observations=(Observation(day=0, value=5, kind=ObservationKind.BEFORE),),
        )
    ).prior
    assert set(prior.sources) == sources
    assert prior.verification.is_unverified is unverified


def test_a_figure_for_pain_is_carried_over_to_other_scales_as_an_assumption():
    prior = forecast(weekly(30, 28, instrument="ndi", population="neck_pain")).prior
    assert (prior.population, prior.instruments) == (None, None)
    assert prior.verification.is_unverified and "drypoint" in prior.sources


def test_other_beliefs_may_be_given():
    sure = msgspec.structs.replace(
        load_priors(),
        assumptions=tuple(
            msgspec.structs.replace(one, mean=100.0) if one.id == "responder_percent" else one
            for one in load_priors().assumptions
        ),
    )
    assert forecast(weekly(7, 7, 7), priors=sure).p_reacts == 1
    never = msgspec.structs.replace(
        sure,
        assumptions=tuple(
            msgspec.structs.replace(one, mean=0.0) if one.id == "responder_percent" else one
            for one in sure.assumptions
        ),
    )
    found = forecast(weekly(7, 7, 7), priors=never)
    assert (found.p_reacts, found.next_session_adds.lo80, found.next_session_adds.hi80) == (0, 0, 0)


@pytest.mark.parametrize(("days_later", "share"), [(7, 0.53), (42, 0.37)])
def test_four_sessions_are_believed_to_bring_less_than_the_review_figure(days_later, share):
    """The shares stand in docs/reference/forecast.md."""
    grid, constants = grid_of(load_priors(), "neck_pain", "nprs"), constants_of(load_priors())
    (row,) = design(
        np.array([21.0 + days_later]),
        np.array([False]),
        sessions=Sessions(7.0 * np.arange(4), np.zeros(4)),
        exercise=Exercise(np.zeros(0), np.zeros(0)),
        half_lives=grid.half_lives,
        constants=constants,
    ).transpose(1, 0, 2)
    brought = row[grid.half_life][:, [FADING, LASTING]] * grid.mean[:, [FADING, LASTING]]
    expected = float(grid.weight @ brought.sum(axis=1))
    assert expected / load_priors().difference("neck_pain", "nprs").tenths == pytest.approx(share, abs=0.005)


def believing(name, mean):
    return tuple(
        msgspec.structs.replace(one, mean=mean) if one.id == name else one
        for one in load_priors().assumptions
    )


def broken(**changes):
    return msgspec.json.encode(msgspec.structs.replace(load_priors(), **changes))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{}", "missing required field"),
        (broken(assumptions=load_priors().assumptions[1:]), "exactly once"),
        (broken(errors=()), "weights above nothing"),
        (broken(errors=(msgspec.structs.replace(load_priors().errors[0], sd=0.0),)), "must be above nothing"),
        (
            broken(half_lives=(msgspec.structs.replace(load_priors().half_lives[0], days=0.0),)),
            "above nothing",
        ),
        (broken(assumptions=believing("trial_sessions", 0.0)), "trial_sessions must be above nothing"),
        (broken(assumptions=believing("lasting_percent", 140.0)), "lasting_percent must be from 0 to 100"),
        (broken(differences=load_priors().differences[:1]), "population and instruments are null"),
        (broken(error_sources=("nobody",)), "no source nobody"),
    ],
)
def test_broken_beliefs_are_refused(raw, says):
    with pytest.raises(KnowledgeError, match=says):
        decode_priors(raw)
