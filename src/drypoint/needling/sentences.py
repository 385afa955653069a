"""What stands between a session and its closing, in words."""

from drypoint.terms import Text

CORRECTION_WITHOUT_TARGET = Text(
    en="A correction refers to an event that has not arrived. Wait until every device has sent its events.",
    es="Una corrección alude a un evento que no ha llegado. Espere a que cada dispositivo envíe los suyos.",
)
UNKNOWN_INSERTION = Text(
    en="An event refers to an insertion that has not arrived. Wait until every device has sent its events.",
    es="Un evento alude a una inserción que no ha llegado. Espere a que cada dispositivo envíe los suyos.",
)
INSERTION_TWICE = Text(
    en="One insertion is recorded twice. Take one of the two records back.",
    es="Una inserción está registrada dos veces. Retire uno de los dos registros.",
)
DROPPED_AND_USED = Text(
    en="A needle is recorded both as put away unused and as inserted. Take the wrong record back.",
    es="Una aguja consta a la vez como desechada sin usar y como insertada. Retire el registro equivocado.",
)
COUNT = Text(
    en="Count the needles in the sharps container, now that the last one has been handled.",
    es="Cuente las agujas del contenedor de punzantes, ahora que se ha manejado la última.",
)


def needles(*, inside: int, unaccounted: int, counted: bool, any_opened: bool) -> list[Text]:
    """The sentences about the needle account; none when it adds up and was counted."""
    found: list[Text] = []
    if inside:
        found.append(
            Text(
                en=f"Needles still in: {inside}. Remove them first.",
                es=f"Agujas aún puestas: {inside}. Retírelas primero.",
            )
        )
    if unaccounted > 0:
        found.append(
            Text(
                en=f"Needles unaccounted for: {unaccounted}. Find them, or close as an incident with names.",
                es=f"Agujas perdidas: {unaccounted}. Búsquelas o cierre como incidente con sus nombres.",
            )
        )
    if unaccounted < 0:
        found.append(
            Text(
                en=f"Needles counted but never recorded: {-unaccounted}. Record them, or count again.",
                es=f"Agujas contadas pero sin registrar: {-unaccounted}. Regístrelas o cuente otra vez.",
            )
        )
    if any_opened and not counted:
        found.append(COUNT)
    return found
