"""Tags and filters that every template has without loading them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drypoint.terms import Source, Text, Verification
from drypoint.web.icons import ICONS
from drypoint.web.presenters.levels import LEVELS

register = template.Library()


@register.filter
def localised(text: Text | None) -> str:
    """A ``Text`` of the knowledge in the page's language; nothing for nothing."""
    return text.in_language(get_language() or "en") if text is not None else ""


@register.filter
def age(born: date | None) -> str:
    """Age in full years today, in the clinic's time zone; says so when the birth date is not known."""
    if born is None:
        return _("age not known")
    today = timezone.localdate()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}


@register.filter
def yes_no(value: object) -> str:
    """An answer in words: yes, no, not sure, or not answered."""
    if value is None or value == "":
        return _("Not answered")
    if value == "unknown":
        return _("Not sure")
    return _("Yes") if value else _("No")


@register.filter
def svg(drawn: str) -> SafeString:
    """A figure of ``drypoint.figures``, whose words are escaped where it is drawn."""
    return mark_safe(drawn)  # noqa: S308


@register.filter
def at(found: Sequence[Any], index: int) -> Any:
    """The entry at ``index``."""
    return found[index]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our icons; decoration unless ``label`` says what it means."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" {}>{}</svg>',
        spoken,
        mark_safe(ICONS[name]),  # noqa: S308
    )


@register.simple_tag
def unverified(row: object) -> str:
    """The mark on what rests on an unchecked source: takes a row, a verification, or a plain yes or no."""
    return render_to_string("components/unverified.html") if _is_doubtful(row) else ""


@register.simple_tag
def unverified_mark(row: object) -> str:
    """The same as a small sign, for running text that says once what the sign means."""
    return render_to_string("components/unverified_mark.html") if _is_doubtful(row) else ""


def _is_doubtful(row: object) -> bool:
    found = getattr(row, "verification", row)
    if hasattr(row, "unverified"):
        found = row.unverified
    return found.is_unverified if isinstance(found, Verification) else bool(found)


@register.simple_tag
def level_tag(level: str, word: str = "") -> str:
    """An outcome level of the safety engines as a small tag; ``word`` says it in other words."""
    shown = LEVELS[level]
    return render_to_string("components/level_tag.html", {"shown": shown, "word": word or shown.word})


@register.simple_tag
def sources(found: Source | Iterable[Source | str] | None, about: str = "") -> str:
    """A closed note that names the sources of a statement; nothing where there are none."""
    if not found:
        return ""
    listed = [found] if isinstance(found, Source | str) else list(found)
    return render_to_string("components/source_note.html", {"sources": listed, "about": about})


@register.simple_block_tag
def alert(content: SafeString, level: str, title: str, announce: bool = False) -> str:
    """``{% alert "stop" title %}...{% endalert %}``: a box of one level; ``announce`` speaks it at once."""
    shown = {"level": level, "shown": LEVELS[level], "title": title, "body": content, "announce": announce}
    return render_to_string("components/alert.html", shown)


@register.simple_block_tag
def card(content: SafeString, title: str = "", **options: Any) -> str:
    """``{% card title id="..." url="..." %}...{% endcard %}``: a section with a heading."""
    return render_to_string("components/card.html", {"title": title, "body": content, **options})


@register.simple_block_tag
def page_header(content: SafeString, title: str, lead: str = "") -> str:
    """The page's only ``h1``; its content are the buttons of what can be done here."""
    return render_to_string(
        "components/page_header.html", {"title": title, "lead": lead, "actions": _trimmed(content)}
    )


@register.simple_block_tag
def empty(content: SafeString, title: str, picture: str = "info") -> str:
    """What stands where nothing is yet, with the way on as its content."""
    return render_to_string(
        "components/empty.html", {"title": title, "icon_name": picture, "body": _trimmed(content)}
    )


@register.simple_block_tag
def disclosure(content: SafeString, title: str) -> str:
    """Content folded away behind its title; works without JavaScript."""
    return render_to_string("components/disclosure.html", {"title": title, "body": content})


def _trimmed(content: SafeString) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308
