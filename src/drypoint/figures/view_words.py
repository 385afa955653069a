"""The views of the body in words."""

from drypoint.figures.drawing import Language
from drypoint.terms import Side, Text

SIDES = {
    Side.RIGHT: Text(en="right", es="derecha"),
    Side.LEFT: Text(en="left", es="izquierda"),
    Side.MIDLINE: Text(en="middle", es="centro"),
}
VIEW_NAMES = {
    "front": Text(en="front", es="delante"),
    "back": Text(en="back", es="detrás"),
    "right": Text(en="right side", es="lado derecho"),
    "left": Text(en="left side", es="lado izquierdo"),
    "head_front": Text(en="face", es="cara"),
    "head_back": Text(en="back of the head", es="parte posterior de la cabeza"),
    "head_right": Text(en="right side of the head", es="lado derecho de la cabeza"),
    "head_left": Text(en="left side of the head", es="lado izquierdo de la cabeza"),
    "head_top": Text(en="head from above", es="cabeza desde arriba"),
    "hands_palm": Text(en="palms", es="palmas"),
    "hands_back": Text(en="backs of the hands", es="dorso de las manos"),
    "feet_top": Text(en="feet from above", es="pies desde arriba"),
    "feet_sole": Text(en="soles", es="plantas"),
    "feet_inner": Text(en="inner sides of the feet", es="caras internas de los pies"),
}


def view_name(view: str, language: Language) -> str:
    """A view in words."""
    return VIEW_NAMES[view].in_language(language)


def viewer_left(view: str) -> Side | None:
    """Which side of the person lies at the viewer's left; None where one side only is seen."""
    if view in {"right", "left", "head_right", "head_left"}:
        return None
    return (
        Side.RIGHT if view in {"front", "head_front", "hands_palm", "feet_sole", "feet_inner"} else Side.LEFT
    )
