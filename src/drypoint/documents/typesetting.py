"""From a layout to PDF bytes. Data reaches the template as JSON, never as source, so text stays text."""

import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import typst

from drypoint.documents.blocks import Block, BodyFigure
from drypoint.documents.characters import font_folder, printable
from drypoint.documents.errors import TypesettingFailed
from drypoint.documents.layout import Layout

Template = Literal[
    "visit_note",
    "consent_copy",
    "after_care_sheet",
    "exercise_programme",
    "referral_letter",
    "downtime_pack",
    "superbill",
]


def typeset(template: Template, layout: Layout, *, at: datetime.datetime) -> bytes:
    """The document as PDF/A-2a and PDF/UA-1, made ``at`` that time: the same layout gives the same bytes.

    Raises ``TypesettingFailed`` for an error and for any warning, such as a font that is not there.
    """
    folder = template_folder()
    data = msgspec.json.encode(_shown(msgspec.to_builtins(_drawn(layout)))).decode()
    try:
        document, warnings = typst.Compiler(
            folder / f"{template}.typ", root=folder, font_paths=_fonts(), ignore_system_fonts=True
        ).compile_with_warnings(
            sys_inputs={"data": data},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise TypesettingFailed((error.message,)) from None
    if warnings or not isinstance(document, bytes):
        raise TypesettingFailed(tuple(warning.message for warning in warnings))
    return document


def template_folder() -> Path:
    """The folder of the typst templates."""
    return Path(str(resources.files("drypoint.documents").joinpath("templates")))


@cache
def _fonts() -> typst.Fonts:
    """Only the shipped fonts: a machine's own would change the bytes."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())]
    )


def _drawn(layout: Layout) -> Layout:
    """``layout`` with every picture of the body drawn."""

    def blocks(some: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(block.drawn() if isinstance(block, BodyFigure) else block for block in some)

    sections = tuple(msgspec.structs.replace(one, blocks=blocks(one.blocks)) for one in layout.sections)
    return msgspec.structs.replace(layout, opening=blocks(layout.opening), sections=sections)


def _shown(value: Any) -> Any:
    """``value`` with every text in it made printable."""
    if isinstance(value, dict):
        return {name: _shown(item) for name, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_shown(item) for item in cast("tuple[Any, ...]", value)]
    return printable(value) if isinstance(value, str) else value
