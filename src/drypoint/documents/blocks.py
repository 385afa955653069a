"""The pieces a document is made of. Each is plain text: nothing in it is read as markup."""

import re
from typing import Literal
from xml.etree import ElementTree

from drypoint.figures import BodyPicture, Palette, body_picture
from drypoint.terms import InvalidInput, Value

_SIGNATURE_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE.,+\-\s]+")
_REACHES_OUT = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"#\s])", re.IGNORECASE)


def _required(text: str, where: str, message: str) -> None:
    if not text.strip():
        raise InvalidInput(message, where=where)


def _check_svg(svg: str) -> None:
    """Refuse what is not one self-contained SVG picture: it must not reach for a file or an address."""
    if "<!" in svg.replace("<!--", ""):
        raise InvalidInput("Leave document types and entities out of the picture.", where="svg")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 (no document type, so no entities to expand)
    except ElementTree.ParseError:
        raise InvalidInput("Give the picture as well-formed SVG.", where="svg") from None
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise InvalidInput("Give the picture as SVG with its namespace.", where="svg")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in {"image", "script", "foreignObject", "feImage"}:
            raise InvalidInput(f"Leave <{name}> out of the picture.", where="svg")
        links = [value for key, value in element.attrib.items() if key.rpartition("}")[2] == "href"]
        words = [*element.attrib.values(), element.text or ""]
        if any(not link.startswith("#") for link in links) or any(map(_REACHES_OUT.search, words)):
            raise InvalidInput("Let the picture refer only to its own parts.", where="svg")


class Fact(Value, frozen=True):
    """A label and what was recorded; ``None`` is printed as "not recorded"."""

    label: str
    value: str | None = None


class Facts(Value, frozen=True, tag="facts"):
    """Labelled facts, one a line."""

    facts: tuple[Fact, ...]


class Paragraph(Value, frozen=True, tag="paragraph"):
    """Running text; line breaks are kept."""

    text: str


class Bullets(Value, frozen=True, tag="bullets"):
    """A list without order."""

    items: tuple[str, ...]


class Column(Value, frozen=True):
    """One column of a table."""

    title: str
    numeric: bool = False
    """Numbers are set to the right, so that they line up."""
    names_row: bool = False
    """Whether the first line of each cell names its row: then it is printed strong."""
    share: int = 0
    """Its part of the page's width against the other columns' shares; 0 is as wide as its text needs."""


class Table(Value, frozen=True, tag="table"):
    """Rows under column titles that are repeated on each page; a cell ``None`` is "not recorded"."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | None, ...], ...]
    caption: str | None = None

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a row that does not fit the columns."""
        if not self.columns:
            raise InvalidInput("Give at least one column.", where="columns")
        for index, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise InvalidInput(
                    f"Give {len(self.columns)} cells, one for each column.", where=f"rows[{index}]"
                )


class Figure(Value, frozen=True, tag="figure"):
    """A picture with the words that stand for it where it cannot be seen."""

    svg: str
    alt: str
    caption: str | None = None
    width_percent: int = 100
    """Of the width of the text."""

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` without words for the picture, or when it is not self-contained SVG."""
        _required(self.alt, "alt", "Say in words what the picture shows; not everyone can see it.")
        if not 1 <= self.width_percent <= 100:
            raise InvalidInput("Give a width from 1 to 100 percent.", where="width_percent")
        _check_svg(self.svg)


class BodyFigure(Value, frozen=True, tag="body_figure"):
    """A picture of the body, drawn when the document is set: a signed note keeps what is on it, not the
    skin of every picture."""

    picture: BodyPicture
    alt: str
    caption: str | None = None
    width_percent: int = 60
    """Of the width of the text."""

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` without words for the picture."""
        _required(self.alt, "alt", "Say in words what the picture shows; not everyone can see it.")

    def drawn(self) -> Figure:
        """The picture itself, in print colours."""
        names = {(zone.code, zone.side): "" for zone in self.picture.zones}
        figure = body_picture(self.picture, zone_names=names, palette=Palette.PRINT)
        return Figure(svg=figure.svg, alt=self.alt, caption=self.caption, width_percent=self.width_percent)


class Callout(Value, frozen=True, tag="callout"):
    """A framed message; ``urgent`` for what cannot wait. The tone is never told by colour alone."""

    tone: Literal["plain", "attention", "urgent"]
    title: str
    lines: tuple[str, ...] = ()
    phone: str | None = None
    """The number to call, printed large."""


class Drawing(Value, frozen=True):
    """A signature drawn by hand: one SVG path in its own coordinates."""

    path: str
    width: float
    height: float

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` when the path holds anything but path commands and numbers."""
        if not _SIGNATURE_PATH.fullmatch(self.path):
            raise InvalidInput("Give the signature as SVG path commands and numbers.", where="path")
        if self.width <= 0 or self.height <= 0:
            raise InvalidInput("Give the signature's width and height, both above 0.", where="width")

    def as_svg(self) -> str:
        """The drawing as a picture in black ink."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}">'
            f'<path d="{self.path}" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" '
            'stroke-linejoin="round"/></svg>'
        )


class SignatureBlock(Value, frozen=True, tag="signature"):
    """Who signed, as facts, with the drawn signature where there is one."""

    title: str
    facts: tuple[Fact, ...]
    drawn: Figure | None = None


class Step(Value, frozen=True):
    """One exercise or thing to do: its name, how, how much, and a picture where there is one."""

    name: str
    how: tuple[str, ...]
    dose: str | None = None
    figure: Figure | None = None


class Steps(Value, frozen=True, tag="steps"):
    """A numbered list of things to do."""

    steps: tuple[Step, ...]


class WebLink(Value, frozen=True, tag="link"):
    """An address to open: as a code for a phone's camera and as text to type."""

    url: str
    instruction: str
    code: Figure


class AnswerLine(Value, frozen=True):
    """What to write by hand, and room for how many lines of it."""

    label: str
    lines: int = 1


class AnswerForm(Value, frozen=True, tag="answer_form"):
    """Boxes to tick and lines to write on, for an answer by hand."""

    instruction: str
    choices: tuple[str, ...]
    lines: tuple[AnswerLine, ...]


Block = (
    Facts
    | Paragraph
    | Bullets
    | Table
    | Figure
    | BodyFigure
    | Callout
    | SignatureBlock
    | Steps
    | WebLink
    | AnswerForm
)


class Section(Value, frozen=True):
    """A heading with its blocks; without blocks it says "not recorded" under the heading."""

    title: str
    blocks: tuple[Block, ...] = ()
    new_page: bool = False
    with_next: bool = False
    """Whether no page may come between it and the next section, which then begins no page of its own."""
