"""A document ready to be set: every word decided, every picture in place. PDF and plain text read it."""

from drypoint.documents.blocks import Block, Fact, Section
from drypoint.documents.contents import DocumentContent, Letterhead
from drypoint.documents.labels import Language, labels
from drypoint.terms import Value


class Layout(Value, frozen=True):
    """What a template receives."""

    language: Language
    paper: str
    title: str
    letterhead: Letterhead
    strip: tuple[Fact, ...]
    """Whom it is about."""
    recipient: tuple[str, ...]
    """The address of a letter; empty for what is not a letter."""
    dated: str
    """The date of a letter; empty for what is not a letter."""
    opening: tuple[Block, ...]
    """What stands before the first heading."""
    sections: tuple[Section, ...]
    demo: str | None
    """The sentence that marks fiction, on every page of a demo clinic."""
    running: str
    """At the foot of every page: whose page of which document this is."""
    stamp: str
    page: str
    """``Page {page} of {pages}`` in the document's language."""
    not_recorded: str


def lay_out(
    content: DocumentContent,
    *,
    title: str,
    sections: tuple[Section, ...],
    opening: tuple[Block, ...] = (),
    recipient: tuple[str, ...] = (),
    dated: str = "",
) -> Layout:
    """``content``'s own title, opening and sections with what all documents share."""
    words = labels().shared
    person, stamp = content.person, content.stamp
    return Layout(
        language=content.language,
        paper=content.paper,
        title=title,
        letterhead=content.letterhead,
        strip=person.facts(content.language),
        recipient=recipient,
        dated=dated,
        opening=opening,
        sections=sections,
        demo=content.say(words.demo) if content.is_demo else None,
        running=f"{person.name} · {person.clinic_number} · {title}",
        stamp=content.say(
            words.stamp, reference=stamp.reference, version=stamp.version, time=content.write(stamp.at)
        ),
        page=words.page.in_language(content.language),
        not_recorded=content.say(words.not_recorded),
    )
