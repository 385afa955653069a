"""The shapes that component templates take."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last, this page, has no address."""

    label: Words
    url: str = ""


class StepState(StrEnum):
    """Where a step of the way stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the way; ``note`` says what was done, or why it is blocked."""

    name: Words
    state: StepState
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One term with what is known of it; ``unverified`` marks doubt."""

    term: Words
    value: Words
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a set of pages."""

    label: Words
    url: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``number`` aligns it with others; ``level`` is a tag before the text, said in ``word``."""

    text: Words
    url: str = ""
    number: bool = False
    level: str = ""
    word: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its caption; the first cell of a row names the row."""

    caption: Words
    head: Sequence[Words]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class StripAlert:
    """Something one must know about a person before anything else."""

    level: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStrip:
    """Who the page is about: stands at the top of every page of a chart."""

    name: str
    url: str
    age: str
    details: Words = ""
    alerts: Sequence[StripAlert] = field(default_factory=tuple)
