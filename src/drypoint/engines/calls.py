"""The engines as plain functions: ``drypoint.rank(zones=[...])``.

Each takes its request as a mapping in the form of the interfaces, as keyword fields, or typed, and gives the
typed result. ``InvalidInput`` names the field that cannot be understood.
"""

from collections.abc import Mapping
from typing import Any, cast

from drypoint.billing import CodeRequest, ProcedureCode
from drypoint.decision import Decision, DecisionRequest, ForecastAnswer
from drypoint.engines.decoding import decode
from drypoint.engines.table import run
from drypoint.needling import SessionRequest, SessionState
from drypoint.outcomes import Change, ChangeRequest, Scored, ScoreRequest, SingleCase, SingleCaseRequest
from drypoint.painmap import CoverAnswer, CoverRequest, Ranking, RankRequest
from drypoint.safety.answers import ScreenRequest
from drypoint.safety.reviewing import Review, ReviewRequest
from drypoint.safety.screening import Screening
from drypoint.safety.triage import Triage, TriageRequest
from drypoint.terms import InvalidInput, Value

Fields = Mapping[str, Any]


def _call(name: str, request: Fields | Value | None, fields: Fields) -> Value:
    if request is not None and fields:
        raise InvalidInput("Give either one request or keyword fields, not both.")
    return run(name, decode(name, fields if request is None else request))


def cover(request: Fields | CoverRequest | None = None, /, **fields: Any) -> CoverAnswer:
    """Which zones a pain drawing covers, in shares and cm², and how it changed."""
    return cast("CoverAnswer", _call("cover", request, fields))


def rank(request: Fields | RankRequest | None = None, /, **fields: Any) -> Ranking:
    """Which muscles' trigger points explain the pain, and which to palpate next."""
    return cast("Ranking", _call("rank", request, fields))


def screen(request: Fields | ScreenRequest | None = None, /, **fields: Any) -> Screening:
    """Whether needling suits this person today."""
    return cast("Screening", _call("screen", request, fields))


def review(request: Fields | ReviewRequest | None = None, /, **fields: Any) -> Review:
    """What lies under each planned insertion, and what speaks against the plan."""
    return cast("Review", _call("review", request, fields))


def session(request: Fields | SessionRequest | None = None, /, **fields: Any) -> SessionState:
    """Where a needling session stands: needles in, dwell, whether it may close."""
    return cast("SessionState", _call("session", request, fields))


def triage(request: Fields | TriageRequest | None = None, /, **fields: Any) -> Triage:
    """How urgent it is, what a person reports after a session."""
    return cast("Triage", _call("triage", request, fields))


def code(request: Fields | CodeRequest | None = None, /, **fields: Any) -> ProcedureCode:
    """The procedure code from distinct billing muscles."""
    return cast("ProcedureCode", _call("code", request, fields))


def score(request: Fields | ScoreRequest | None = None, /, **fields: Any) -> Scored:
    """The score of a questionnaire from the answers to its items, without its texts."""
    return cast("Scored", _call("score", request, fields))


def change(request: Fields | ChangeRequest | None = None, /, **fields: Any) -> Change:
    """Whether a change of a score is beyond measurement error, and important."""
    return cast("Change", _call("change", request, fields))


def single_case(request: Fields | SingleCaseRequest | None = None, /, **fields: Any) -> SingleCase:
    """How far one person's scores after a change lie apart from those before (NAP, Tau)."""
    return cast("SingleCase", _call("single_case", request, fields))


def forecast(request: Fields | DecisionRequest | None = None, /, **fields: Any) -> ForecastAnswer:
    """How this person's course may go on, and what one more session would add."""
    return cast("ForecastAnswer", _call("forecast", request, fields))


def decide(request: Fields | DecisionRequest | None = None, /, **fields: Any) -> Decision:
    """The next step of a course of care, with its reason."""
    return cast("Decision", _call("decide", request, fields))
