"""Answers that do not fit each other: taken in as they are, the stricter one holds, and asked about once."""

from collections.abc import Iterator, Mapping
from typing import Literal

from drypoint.safety.medicines import MedicineList, load_medicines
from drypoint.safety.questions import Question
from drypoint.safety.thresholds import (
    BMI_MAY_DIFFER_BY,
    PREGNANCY_ASKED_FROM_YEARS,
    PREGNANCY_ASKED_TO_YEARS,
)
from drypoint.terms import Text, Value

Known = bool | Literal["unknown"]


class Contradiction(Value, frozen=True):
    """Two things that were said and do not fit. Nobody is refused for it and nothing is dropped."""

    id: str
    say: str
    """What does not fit, and which of the two holds until somebody confirms or corrects."""
    about: tuple[str, ...]
    """Questions and inputs to look at."""


class Stated(Value, frozen=True):
    """What was said, before one statement was taken to follow from another."""

    answers: Mapping[str, Known]
    numbers: Mapping[str, float]
    computed_bmi: float | None
    sex: str | None
    weeks_given: bool
    medicines: MedicineList

    def yes(self, *questions: str) -> bool:
        """Whether one of these was answered yes."""
        return any(self.answers.get(question) is True for question in questions)

    def no(self, question: str) -> bool:
        """Whether this was answered no."""
        return self.answers.get(question) is False


_PREGNANT = ("pregnancy", "pregnancy_t1", "pregnancy_t2_t3")
_SAY = {
    "pregnancy_and_sex": Text(
        en="A pregnancy was answered and the recorded sex is male. The rules of pregnancy hold.",
        es="Se respondió embarazo y el sexo registrado es masculino. Rigen las reglas del embarazo.",
    ),
    "pregnancy_and_age": Text(
        en="A pregnancy was answered at an age at which it is rare. The rules of pregnancy hold.",
        es="Se respondió embarazo a una edad en la que es raro. Rigen las reglas del embarazo.",
    ),
    "pregnancy_and_weeks": Text(
        en="Weeks of pregnancy were given and the question was answered no. The rules of pregnancy hold.",
        es="Se dieron semanas de embarazo y la pregunta se respondió que no. Rigen las reglas del embarazo.",
    ),
    "children_and_age": Text(
        en="Age and the question whether the person is a child do not fit. The stricter one holds.",
        es="La edad y la pregunta de si es menor no coinciden. Vale lo más estricto.",
    ),
    "bmi_and_measures": Text(
        en="The body mass index does not fit height and weight. The lower one holds.",
        es="El índice de masa corporal no coincide con talla y peso. Vale el menor.",
    ),
    "medicine": Text(
        en="The list of medicines names {names}; the question about it was answered no. It counts as yes.",
        es="La lista de medicamentos nombra {names}, y la pregunta se respondió que no. Cuenta como sí.",
    ),
    "detail": Text(
        en="A question of detail was answered yes and the wider question no. Both count as yes.",
        es="Una pregunta de detalle se respondió que sí y la general que no. Ambas cuentan como sí.",
    ),
}


def contradictions(
    stated: Stated, questions: tuple[Question, ...], *, guardian_below: float, language: Literal["en", "es"]
) -> tuple[Contradiction, ...]:
    """Everything that does not fit, in a fixed order, each once."""
    return tuple(
        Contradiction(id=found, say=_SAY[kind].in_language(language).format(**words), about=about)
        for found, kind, about, words in (
            *_of_pregnancy(stated),
            *_of_numbers(stated, guardian_below),
            *_of_medicines(stated),
            *_of_details(stated, questions),
        )
    )


Row = tuple[str, str, tuple[str, ...], dict[str, str]]


def _of_pregnancy(stated: Stated) -> Iterator[Row]:
    pregnant = stated.yes(*_PREGNANT) or stated.weeks_given
    age = stated.numbers.get("age")
    if pregnant and stated.sex == "male":
        yield "pregnancy_and_sex", "pregnancy_and_sex", ("pregnancy", "sex"), {}
    if pregnant and age is not None and not PREGNANCY_ASKED_FROM_YEARS <= age <= PREGNANCY_ASKED_TO_YEARS:
        yield "pregnancy_and_age", "pregnancy_and_age", ("pregnancy", "age"), {}
    if stated.no("pregnancy") and stated.weeks_given:
        yield "pregnancy_and_weeks", "pregnancy_and_weeks", ("pregnancy", "pregnancy_weeks"), {}


def _of_numbers(stated: Stated, guardian_below: float) -> Iterator[Row]:
    age, child = stated.numbers.get("age"), stated.answers.get("children")
    if age is not None and child in (True, False) and child is not (age < guardian_below):
        yield "children_and_age", "children_and_age", ("children", "age"), {}
    bmi, computed = stated.numbers.get("bmi"), stated.computed_bmi
    if bmi is not None and computed is not None and abs(computed - bmi) > BMI_MAY_DIFFER_BY:
        yield "bmi_and_measures", "bmi_and_measures", ("bmi", "height_cm", "weight_kg"), {}


def _of_medicines(stated: Stated) -> Iterator[Row]:
    classes = {drug.id: drug for drug in load_medicines().classes}
    named: dict[str, list[str]] = {}
    for found in stated.medicines.recognised:
        for question in classes[found.medicine_class].answers:
            named.setdefault(question, []).append(found.name)
    for question in sorted(named):
        if stated.no(question):
            yield (
                f"medicine:{question}",
                "medicine",
                (question, "medicines"),
                {"names": ", ".join(named[question])},
            )


def _of_details(stated: Stated, questions: tuple[Question, ...]) -> Iterator[Row]:
    wider: dict[str, list[str]] = {}
    for question in questions:
        for above in (question.asked_if, question.family):
            if above is not None and stated.yes(question.id) and stated.no(above):
                wider.setdefault(above, []).append(question.id)
    for above in sorted(wider):
        yield f"detail:{above}", "detail", (above, *sorted(wider[above])), {}
