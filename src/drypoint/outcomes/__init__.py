"""Outcome instruments and change; published effects, soreness and range-of-motion figures."""

from drypoint.outcomes.agreement import Agreement, Unsaid, agreement
from drypoint.outcomes.change import Change, ChangeRequest, Direction, MDCVerdict, MICVerdict, change
from drypoint.outcomes.effects import EffectsFile, ReviewFigure, ReviewStatement, load_review_figures
from drypoint.outcomes.instruments import (
    MDC,
    MIC,
    Better,
    Instrument,
    InstrumentsFile,
    MicScale,
    load_instruments,
)
from drypoint.outcomes.rates import ExactRate, exact_rate
from drypoint.outcomes.rom import RomError, RomFile, RomNorm, load_rom
from drypoint.outcomes.scoring import Scored, ScoreRequest, load_scoring, score
from drypoint.outcomes.single_case import SingleCase, SingleCaseRequest, single_case
from drypoint.outcomes.soreness import SorenessFile, SorenessMeasure, SorenessPoint, load_soreness

__all__ = [
    "MDC",
    "MIC",
    "Agreement",
    "Better",
    "Change",
    "ChangeRequest",
    "Direction",
    "EffectsFile",
    "ExactRate",
    "Instrument",
    "InstrumentsFile",
    "MDCVerdict",
    "MICVerdict",
    "MicScale",
    "ReviewFigure",
    "ReviewStatement",
    "RomError",
    "RomFile",
    "RomNorm",
    "ScoreRequest",
    "Scored",
    "SingleCase",
    "SingleCaseRequest",
    "SorenessFile",
    "SorenessMeasure",
    "SorenessPoint",
    "Unsaid",
    "agreement",
    "change",
    "exact_rate",
    "load_instruments",
    "load_review_figures",
    "load_rom",
    "load_scoring",
    "load_soreness",
    "score",
    "single_case",
]
