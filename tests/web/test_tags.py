"""Tags and filters that templates have."""

from datetime import date

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from drypoint.terms import Source, Text, Verification
from drypoint.web.icons import ICONS
from drypoint.web.presenters.levels import LEVELS
from drypoint.web.templatetags import drypoint as tags


def render(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_knowledge_speaks_the_pages_language() -> None:
    words = Text(en="neck", es="cuello")
    with translation.override("es"):
        assert tags.localised(words) == "cuello"
    assert tags.localised(words) == "neck"
    assert tags.localised(None) == ""


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)
@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(1982, 3, 1), "44 years"),
        (date(1982, 3, 2), "43 years"),
        (date(2025, 2, 1), "1 year"),
        (None, "age not known"),
    ],
)
def test_age_counts_full_years(born: date | None, said: str) -> None:
    assert tags.age(born) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(True, "Yes"), (False, "No"), ("unknown", "Not sure"), (None, "Not answered"), ("", "Not answered")],
)
def test_answers_in_words(value: object, said: str) -> None:
    assert tags.yes_no(value) == said


def test_icons_are_decoration_unless_they_speak() -> None:
    assert 'aria-hidden="true"' in tags.icon("check")
    assert 'aria-label="Done &amp; signed"' in tags.icon("check", "Done & signed")


class Row:
    unverified = True


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        (Source(citation="a", verification=Verification.VERIFIED), False),
        (Source(citation="a", verification=Verification.EXPERT_KNOWLEDGE), True),
        (Verification.UNVERIFIED, True),
        (Row(), True),
        (True, True),
        (False, False),
    ],
)
def test_doubt_is_marked(row: object, marked: bool) -> None:
    assert ("unverified" in tags.unverified(row)) is marked
    assert ("unverified" in tags.unverified_mark(row)) is marked


def test_sources_name_each_and_mark_doubt() -> None:
    html = tags.sources([Source(citation="Author 2020", doi="10.1/x"), "a plain note"])
    assert "Author 2020" in html
    assert "doi:10.1/x" in html
    assert "a plain note" in html
    assert "2 sources" in html
    assert tags.sources(None) == ""
    assert "Author 1999" in tags.sources(Source(citation="Author 1999"))


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_its_word_and_icon_beside_its_colour(level: str) -> None:
    html = render(
        "{% alert level title %}Body{% endalert %}{% level_tag level %}", level=level, title="Title <b>"
    )
    assert str(LEVELS[level].word) in html
    assert html.count("<svg") == 2
    assert "Title &lt;b&gt;" in html
    assert LEVELS[level].icon in ICONS


def test_blocks_keep_their_content_and_escape_their_titles() -> None:
    html = render(
        "{% page_header t %} <a>go</a> {% endpage_header %}{% card t id='c' %}<p>in</p>{% endcard %}"
        "{% empty t 'box' %}{% endempty %}{% disclosure t %}folded{% enddisclosure %}",
        t="<T>",
    )
    for part in ("<h1>&lt;T&gt;</h1>", "<a>go</a>", "<h2>&lt;T&gt;</h2>", 'id="c"', "<p>in</p>", "folded"):
        assert part in html
    assert "<T>" not in html


def test_announced_alerts_are_spoken_at_once() -> None:
    assert 'role="alert"' in render('{% alert "stop" "T" announce=True %}{% endalert %}')
    assert 'role="alert"' not in render('{% alert "stop" "T" %}{% endalert %}')


def test_at_takes_an_entry() -> None:
    assert tags.at(["a", "b"], 1) == "b"
