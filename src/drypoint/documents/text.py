"""A document as plain text, to paste into another system."""

from typing import assert_never

from drypoint.documents.blocks import (
    AnswerForm,
    Block,
    BodyFigure,
    Bullets,
    Callout,
    Fact,
    Facts,
    Figure,
    Paragraph,
    Section,
    SignatureBlock,
    Steps,
    Table,
    WebLink,
)
from drypoint.documents.layout import Layout
from drypoint.documents.session_note import Topic, session_note_rules
from drypoint.documents.visit_note import VisitNoteContent, layout_of_visit_note


def as_text(content: VisitNoteContent) -> str:
    """The visit note as plain text: what the PDF says, in the same order, pictures as their words.

    A table is written row by row with its column titles, because other systems do not keep columns in line.
    """
    return text_of(layout_of_visit_note(content))


def lines_of_topic(content: VisitNoteContent, topic: Topic) -> tuple[str, ...]:
    """What the note says under one topic, line by line; nothing where it has none."""
    layout = layout_of_visit_note(content)
    titles = {row.topic: content.say(row.title) for row in session_note_rules().topics}
    return tuple(
        line
        for section in layout.sections
        if section.title == titles[topic]
        for line in _section(section, layout)[1:]
    )


def text_of(layout: Layout) -> str:
    """Any laid-out document as plain text, ending with one line break."""
    head = layout.letterhead
    lines = [
        *([layout.demo, ""] if layout.demo else []),
        layout.title.upper(),
        ", ".join((head.clinic_name, *head.address_lines, head.phone, *([head.email] if head.email else []))),
        *_facts(layout.strip, layout),
        layout.stamp,
        *(["", layout.dated, *layout.recipient] if layout.recipient else []),
    ]
    for block in layout.opening:
        lines += ["", *_block(block, layout)]
    for section in layout.sections:
        lines += ["", *_section(section, layout)]
    return "\n".join(lines) + "\n"


def _section(section: Section, layout: Layout) -> list[str]:
    lines = [section.title.upper()]
    for block in section.blocks:
        lines += _block(block, layout)
    return lines if section.blocks else [*lines, layout.not_recorded]


def _block(block: Block, layout: Layout) -> list[str]:
    match block:
        case Facts():
            return _facts(block.facts, layout)
        case Paragraph():
            return [block.text]
        case Bullets():
            return [f"- {item}" for item in block.items]
        case Table():
            return _table(block, layout)
        case Figure() | BodyFigure():
            return [_figure(block)]
        case Callout():
            return [
                block.title,
                *([block.phone] if block.phone else []),
                *(f"- {line}" for line in block.lines),
            ]
        case SignatureBlock():
            drawn = [_figure(block.drawn)] if block.drawn else []
            return [*([block.title] if block.title else []), *_facts(block.facts, layout), *drawn]
        case Steps():
            return _steps(block)
        case WebLink():
            return [block.instruction, block.url]
        case AnswerForm():
            boxes = [f"[ ] {choice}" for choice in block.choices]
            return [block.instruction, *boxes, *(f"{line.label}: ____" for line in block.lines)]
        case _:
            assert_never(block)


def _facts(facts: tuple[Fact, ...], layout: Layout) -> list[str]:
    return [f"{fact.label}: {_value(fact.value, layout)}" for fact in facts]


def _value(value: str | None, layout: Layout) -> str:
    return layout.not_recorded if value is None else value


def _figure(figure: Figure | BodyFigure) -> str:
    return f"[{figure.alt}]" if figure.caption is None else f"[{figure.alt}] {figure.caption}"


def _table(table: Table, layout: Layout) -> list[str]:
    lines = [] if table.caption is None else [table.caption]
    titles = [column.title for column in table.columns]
    for number, row in enumerate(table.rows, 1):
        values = (_value(cell, layout).replace("\n", ", ") for cell in row)
        cells = (f"{title}: {value}" for title, value in zip(titles, values, strict=True))
        lines.append(f"{number}. " + "; ".join(cells))
    return lines if table.rows else [*lines, layout.not_recorded]


def _steps(steps: Steps) -> list[str]:
    lines: list[str] = []
    for number, step in enumerate(steps.steps, 1):
        lines.append(f"{number}. {step.name}" + (f" ({step.dose})" if step.dose else ""))
        lines += [f"   {how}" for how in step.how]
        if step.figure is not None:
            lines.append(f"   {_figure(step.figure)}")
    return lines
