"""Name -> request type, result type, function with the packaged atlas and rules bound."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from drypoint import __version__, atlas
from drypoint.billing import CodeRequest, ProcedureCode, code
from drypoint.decision import Decision, DecisionRequest, ForecastAnswer, decide, foresee
from drypoint.needling import SessionRequest, SessionState, session
from drypoint.outcomes import (
    Change,
    ChangeRequest,
    Scored,
    ScoreRequest,
    SingleCase,
    SingleCaseRequest,
    change,
    score,
    single_case,
)
from drypoint.painmap import CoverAnswer, CoverRequest, Ranking, RankRequest, cover_with_change, rank
from drypoint.safety.answers import ScreenRequest
from drypoint.safety.reviewing import Review, ReviewRequest, review
from drypoint.safety.rules import load_rules
from drypoint.safety.screening import Screening, screen
from drypoint.safety.triage import Triage, TriageRequest, triage
from drypoint.terms import InvalidInput, Text, Value, Versions


class Engine(Value, frozen=True):
    """One engine."""

    name: str
    request: type[Value]
    result: type[Value]
    function: Callable[[Any], Value]
    """Takes a request, gives a result; knowledge is bound and loaded at the first call."""
    summary: Text
    """What it answers, in a few words."""


def _cover(request: CoverRequest) -> CoverAnswer:
    return cover_with_change(request, atlas=atlas.load())


def _rank(request: RankRequest) -> Ranking:
    return rank(request, atlas=atlas.load())


def _code(request: CodeRequest) -> ProcedureCode:
    return code(request, atlas=atlas.load())


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        engine.name: engine
        for engine in (
            Engine(
                name="cover",
                request=CoverRequest,
                result=CoverAnswer,
                function=_cover,
                summary=Text(
                    en="which zones a pain drawing covers, in shares and cm², and how it changed",
                    es="qué zonas cubre un dibujo del dolor, en partes y cm², y cómo ha cambiado",
                ),
            ),
            Engine(
                name="rank",
                request=RankRequest,
                result=Ranking,
                function=_rank,
                summary=Text(
                    en="which muscles' trigger points explain the pain, and which to palpate next",
                    es="qué puntos gatillo explican el dolor y qué músculo palpar después",
                ),
            ),
            Engine(
                name="screen",
                request=ScreenRequest,
                result=Screening,
                function=screen,
                summary=Text(
                    en="whether needling suits this person today",
                    es="si la punción conviene hoy a esta persona",
                ),
            ),
            Engine(
                name="review",
                request=ReviewRequest,
                result=Review,
                function=review,
                summary=Text(
                    en="what lies under each planned insertion, and what speaks against the plan",
                    es="qué hay debajo de cada inserción prevista y qué habla en contra del plan",
                ),
            ),
            Engine(
                name="session",
                request=SessionRequest,
                result=SessionState,
                function=session,
                summary=Text(
                    en="where a needling session stands: needles in, dwell, whether it may close",
                    es="cómo está la sesión: agujas puestas, tiempos, si puede cerrarse",
                ),
            ),
            Engine(
                name="triage",
                request=TriageRequest,
                result=Triage,
                function=triage,
                summary=Text(
                    en="how urgent it is, what a person reports after a session",
                    es="qué urgencia tiene lo que alguien cuenta tras una sesión",
                ),
            ),
            Engine(
                name="code",
                request=CodeRequest,
                result=ProcedureCode,
                function=_code,
                summary=Text(
                    en="the procedure code from distinct billing muscles",
                    es="el código de procedimiento según los músculos distintos",
                ),
            ),
            Engine(
                name="score",
                request=ScoreRequest,
                result=Scored,
                function=score,
                summary=Text(
                    en="the score of a questionnaire from the answers to its items, without its texts",
                    es="la puntuación de un cuestionario por las respuestas a sus ítems, sin sus textos",
                ),
            ),
            Engine(
                name="change",
                request=ChangeRequest,
                result=Change,
                function=change,
                summary=Text(
                    en="whether a change of a score is beyond measurement error, and important",
                    es="si el cambio de una puntuación supera el error de medida e importa",
                ),
            ),
            Engine(
                name="single_case",
                request=SingleCaseRequest,
                result=SingleCase,
                function=single_case,
                summary=Text(
                    en="how far one person's scores after a change lie apart from those before (NAP, Tau)",
                    es="cuánto se apartan las puntuaciones tras un cambio de las anteriores (NAP, Tau)",
                ),
            ),
            Engine(
                name="forecast",
                request=DecisionRequest,
                result=ForecastAnswer,
                function=foresee,
                summary=Text(
                    en="how this person's course may go on, and what one more session would add",
                    es="cómo puede seguir la evolución de esta persona y qué añadiría una sesión más",
                ),
            ),
            Engine(
                name="decide",
                request=DecisionRequest,
                result=Decision,
                function=decide,
                summary=Text(
                    en="the next step of a course of care, with its reason",
                    es="el siguiente paso del tratamiento, con su motivo",
                ),
            ),
        )
    }
)


def engine_named(name: str) -> Engine:
    """The engine with this name. Raises ``InvalidInput`` when there is none."""
    if name not in ENGINES:
        raise InvalidInput(f"There is no engine {name!r}. Use one of {', '.join(ENGINES)}.")
    return ENGINES[name]


def current_versions() -> Versions:
    """What produces results now: Drypoint, atlas data and safety rules."""
    return Versions(engine=__version__, atlas=atlas.load().version, rules=load_rules().version)


def run(name: str, request: Value) -> Value:
    """Run an engine and stamp the versions on its result.

    Raises:
        InvalidInput: no such engine, or a request that is well formed but cannot be understood.
    """
    result = engine_named(name).function(request)
    return msgspec.structs.replace(result, versions=current_versions())


def encode(result: Value) -> bytes:
    """A result as JSON: the same bytes for the same result."""
    return msgspec.json.encode(result, order="deterministic")
