"""What stands between a session and its closing, in words; ``{n}`` is how many needles."""

from enum import StrEnum

from drypoint.terms import Text, Value


class Blocker(StrEnum):
    """One kind of thing that must happen before closing."""

    NEEDLES_IN = "needles_in"
    NEEDLES_UNACCOUNTED = "needles_unaccounted"
    NEEDLES_NEVER_RECORDED = "needles_never_recorded"
    COUNT = "count"
    UNKNOWN_INSERTION = "unknown_insertion"
    INSERTION_TWICE = "insertion_twice"
    DROPPED_AND_USED = "dropped_and_used"
    CORRECTION_WITHOUT_TARGET = "correction_without_target"


SENTENCES: dict[Blocker, Text] = {
    Blocker.NEEDLES_IN: Text(
        en="Needles still in: {n}. Remove them first.",
        es="Agujas aún puestas: {n}. Retírelas primero.",
    ),
    Blocker.NEEDLES_UNACCOUNTED: Text(
        en="Needles unaccounted for: {n}. Find them, or close as an incident with names.",
        es="Agujas perdidas: {n}. Búsquelas o cierre como incidente con sus nombres.",
    ),
    Blocker.NEEDLES_NEVER_RECORDED: Text(
        en="Needles counted but never recorded: {n}. Record them, or count again.",
        es="Agujas contadas pero sin registrar: {n}. Regístrelas o cuente otra vez.",
    ),
    Blocker.COUNT: Text(
        en="Count the needles in the sharps container, now that the last one has been handled.",
        es="Cuente las agujas del contenedor de punzantes, ahora que se ha manejado la última.",
    ),
    Blocker.UNKNOWN_INSERTION: Text(
        en="An event refers to an insertion that has not arrived. "
        "Wait until every device has sent its events.",
        es="Un evento alude a una inserción que no ha llegado. "
        "Espere a que cada dispositivo envíe los suyos.",
    ),
    Blocker.INSERTION_TWICE: Text(
        en="One insertion is recorded twice. Take one of the two records back.",
        es="Una inserción está registrada dos veces. Retire uno de los dos registros.",
    ),
    Blocker.DROPPED_AND_USED: Text(
        en="A needle is recorded both as put away unused and as inserted. Take the wrong record back.",
        es="Una aguja consta a la vez como desechada sin usar y como insertada. "
        "Retire el registro equivocado.",
    ),
    Blocker.CORRECTION_WITHOUT_TARGET: Text(
        en="A correction refers to an event that has not arrived. "
        "Wait until every device has sent its events.",
        es="Una corrección alude a un evento que no ha llegado. "
        "Espere a que cada dispositivo envíe los suyos.",
    ),
}


class Blocked(Value, frozen=True):
    """One thing that must happen before closing; ``n`` needles where it is about needles, else 0."""

    by: Blocker
    n: int = 0

    def says(self, language: str) -> str:
        """In words."""
        return SENTENCES[self.by].in_language(language).format(n=self.n)


def needles(*, inside: int, unaccounted: int, counted: bool, any_opened: bool) -> list[Blocked]:
    """What the needle account asks for; nothing when it adds up and was counted."""
    found: list[Blocked] = []
    if inside:
        found.append(Blocked(by=Blocker.NEEDLES_IN, n=inside))
    if unaccounted > 0:
        found.append(Blocked(by=Blocker.NEEDLES_UNACCOUNTED, n=unaccounted))
    if unaccounted < 0:
        found.append(Blocked(by=Blocker.NEEDLES_NEVER_RECORDED, n=-unaccounted))
    if any_opened and not counted:
        found.append(Blocked(by=Blocker.COUNT))
    return found
