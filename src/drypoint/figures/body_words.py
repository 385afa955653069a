"""What is written on and under a picture of the body."""

from html import escape

from drypoint.figures.drawing import Language
from drypoint.figures.view_words import SIDES, viewer_left
from drypoint.terms import Text

UNMARKED = Text(en="Nothing is marked.", es="No hay nada marcado.")
SEEN = Text(en="Seen from: {views}. Marked: {places}.", es="Vistas: {views}. Marcado: {places}.")
HEAD = (Text(en="Place", es="Lugar"), Text(en="Side", es="Lado"))
DRAWN = Text(en="what was drawn", es="lo dibujado")


def side_letters(view: str, x: float, width: float, y: float, size: float, language: Language) -> str:
    """The sides of the person, as the viewer sees them."""
    left_of_viewer = viewer_left(view)
    if left_of_viewer is None:
        return ""
    words = (SIDES[left_of_viewer], SIDES[left_of_viewer.opposite])
    spots = ((x + width * 0.02, "start"), (x + width * 0.98, "end"))
    return "".join(
        f'<text class="body-picture__side" x="{place:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
        f' font-size="{size:.1f}" fill="currentColor">{escape(text.in_language(language))}</text>'
        for text, (place, anchor) in zip(words, spots, strict=True)
    )
