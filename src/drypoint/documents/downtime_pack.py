"""The downtime pack: what a clinic prints beforehand and works with on paper when no screen works.

Paper screening, needle count, what lies under, action cards. Made from the same knowledge as the pages, with
its versions on each page, so that an old pack can be told from a new one.
"""

from drypoint import atlas as body
from drypoint.documents.blocks import (
    AnswerForm,
    AnswerLine,
    Block,
    Bullets,
    Callout,
    Column,
    Fact,
    Section,
    Step,
    Steps,
    Table,
)
from drypoint.documents.contents import Letterhead, Paper, Stamp
from drypoint.documents.dates import written_time
from drypoint.documents.labels import Language, labels
from drypoint.documents.layout import Layout
from drypoint.documents.typesetting import typeset
from drypoint.safety.aftermath import ActionCard, action_cards
from drypoint.safety.questions import Audience, Question
from drypoint.safety.rules import load_rules
from drypoint.terms import Text, Value

COUNT_ROWS = 14
"""Lines of the count sheet: more needles than a usual session; another sheet takes the rest."""
_WRITE_HERE = "\u00a0\n\u00a0"
"""An empty cell high enough to write in."""


class DowntimePackContent(Value, frozen=True):
    """Whose pack it is. There is no person: the strip is for writing."""

    language: Language
    paper: Paper
    letterhead: Letterhead
    emergency_number: str
    """Empty: a line to write it on."""
    stamp: Stamp
    is_demo: bool = False

    def say(self, text: Text) -> str:
        """``text`` in the pack's language."""
        return text.in_language(self.language)


def downtime_pack(content: DowntimePackContent) -> bytes:
    """The pack as PDF (UA-1, A-2a); raises ``TypesettingFailed``."""
    return typeset("downtime_pack", layout_of_downtime_pack(content), at=content.stamp.at)


def layout_of_downtime_pack(content: DowntimePackContent) -> Layout:
    """Every sheet begins a page, so that it can be taken out and used alone."""
    words, shared = labels().downtime_pack, labels().shared
    rules, atlas = load_rules(), body.load()
    blank = "\u00a0"
    return Layout(
        language=content.language,
        paper=content.paper,
        title=content.say(words.title),
        letterhead=content.letterhead,
        strip=tuple(
            Fact(label=content.say(label), value=blank)
            for label in (shared.name, shared.born, words.day_time_therapist)
        ),
        recipient=(),
        dated="",
        opening=(
            Callout(
                tone="urgent",
                title=content.say(words.emergency),
                lines=(content.say(words.emergency_lines),),
                phone=content.emergency_number or "_______________",
            ),
            Bullets(items=tuple(content.say(line) for line in words.how_to)),
        ),
        sections=(
            Section(title=content.say(words.screening), blocks=_screening(content), new_page=True),
            Section(title=content.say(words.count), blocks=_count(content), new_page=True),
            Section(title=content.say(words.under), blocks=_under(content, atlas), new_page=True),
            *(
                Section(title=content.say(card.title), blocks=_card(content, card), new_page=number == 0)
                for number, card in enumerate(action_cards())
            ),
        ),
        demo=content.say(shared.demo) if content.is_demo else None,
        running=content.say(words.title),
        stamp=content.say(shared.stamp).format(
            reference=f"{content.stamp.reference} · {rules.version} · {atlas.version}",
            version=content.stamp.version,
            time=written_time(content.stamp.at, content.language),
        ),
        page=content.say(shared.page),
        not_recorded=content.say(shared.not_recorded),
    )


def _screening(content: DowntimePackContent) -> tuple[Block, ...]:
    """Every question of a first visit, in the order in which the pages ask them."""
    words = labels().downtime_pack
    return (
        Bullets(items=tuple(content.say(line) for line in words.screening_lines)),
        Table(
            columns=(
                Column(title=content.say(words.question), share=10),
                Column(title=content.say(words.yes), share=1),
                Column(title=content.say(words.no), share=1),
                Column(title=content.say(words.not_sure), share=2),
                Column(title=content.say(words.where_since), share=5),
            ),
            rows=tuple(
                (_asked(content, question), "☐", "☐", "☐", "\u00a0")
                for question in load_rules().questions_for("first")
            ),
        ),
        AnswerForm(
            instruction=content.say(words.medicines),
            choices=(),
            lines=(AnswerLine(label=content.say(words.medicines_lines), lines=3),),
        ),
    )


def _asked(content: DowntimePackContent, question: Question) -> str:
    said = content.say(question.text)
    if question.answered_by is Audience.THERAPIST:
        said = f"{said} ({content.say(labels().downtime_pack.you_judge)})"
    return said


def _count(content: DowntimePackContent) -> tuple[Block, ...]:
    words = labels().downtime_pack
    titles = (words.place, words.side, words.needle, words.time_in, words.time_out, words.response)
    shares = (5, 2, 3, 2, 2, 5)
    return (
        Bullets(items=tuple(content.say(line) for line in words.count_lines)),
        Table(
            columns=tuple(
                Column(title=content.say(title), share=share)
                for title, share in zip(titles, shares, strict=True)
            ),
            rows=tuple((_WRITE_HERE,) * len(titles) for _ in range(COUNT_ROWS)),
        ),
        AnswerForm(
            instruction=content.say(words.account),
            choices=tuple(content.say(line) for line in words.account_choices),
            lines=tuple(
                AnswerLine(label=content.say(label), lines=1)
                for label in (words.opened, words.sharps, words.dropped, words.broken, words.counted_by)
            ),
        ),
    )


def _under(content: DowntimePackContent, atlas: body.Atlas) -> tuple[Block, ...]:
    words = labels().downtime_pack
    rows: list[tuple[str | None, ...]] = []
    for muscle in atlas.muscles:
        hazards = atlas.hazards_of(muscle.id)
        codes = dict.fromkeys(code for hazard in hazards for code in hazard.structure_ids)
        events = dict.fromkeys(code for hazard in hazards for code in hazard.worst_events)
        structures = ", ".join(content.say(atlas.structure(code).label) for code in codes)
        rows.append(
            (
                content.say(muscle.name),
                structures or content.say(words.not_reviewed),
                ", ".join(content.say(atlas.event(code).label) for code in events) or "–",
            )
        )
    return (
        Bullets(items=tuple(content.say(line) for line in words.under_lines)),
        Table(
            columns=(
                Column(title=content.say(words.muscle), names_row=True, share=4),
                Column(title=content.say(words.structures), share=7),
                Column(title=content.say(words.worst), share=4),
            ),
            rows=tuple(rows),
        ),
    )


def _card(content: DowntimePackContent, card: ActionCard) -> tuple[Block, ...]:
    steps = tuple(Step(name=content.say(step), how=()) for step in card.steps)
    return (Bullets(items=tuple(content.say(sign) for sign in card.signs)), Steps(steps=steps))
