"""Every document as a PDF: accessible, the same bytes twice, nothing in it read as markup."""

import hashlib
import io
import statistics
import sys
import time
from pathlib import Path

import msgspec
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint import documents
from drypoint.documents import characters, typesetting
from drypoint.documents.labels import labels
from drypoint.terms import InvalidInput

MAKERS = {
    "visit_note": documents.visit_note,
    "consent_copy": documents.consent_copy,
    "after_care_sheet": documents.after_care_sheet,
    "referral_letter": documents.referral_letter,
}
CONTENTS = {
    "visit_note": "visit_note_content",
    "consent_copy": "consent_copy_content",
    "after_care_sheet": "after_care_content",
    "referral_letter": "referral_letter_content",
}


@pytest.fixture(params=list(MAKERS))
def document(request, samples):
    """A maker of bytes and of its content with changes."""
    return request.param, MAKERS[request.param], getattr(samples, CONTENTS[request.param])


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def letters(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_document_same_content_gives_same_bytes(document, language):
    _name, make, content = document
    assert make(content(language=language)) == make(content(language=language))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("paper", "size_points"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_document_is_tagged_accessible_and_names_itself(document, language, paper, size_points):
    name, make, content = document
    pdf = read(make(content(language=language, paper=paper)))
    root = pdf.trailer["/Root"]
    title = getattr(labels(), name).title.in_language(language)
    assert pdf.metadata.title == title
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    declared = root["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in declared
    assert b"<pdfaid:part>2</pdfaid:part>" in declared
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in declared
    box = pdf.pages[0].mediabox
    assert (round(box.width), round(box.height)) == size_points


def test_document_says_whose_it_is_on_every_page(document):
    _name, make, content = document
    pages = read(make(content())).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "Maribel Quintanilla Ortega · D-0031" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Fictional demo clinic" in text
        assert "version 1, 22 November 2026, 10:41 (UTC-05:00)" in text
    assert "9 March 1984" in pages[0].extract_text()


def test_document_of_a_real_clinic_is_not_marked_as_fiction(document):
    _name, make, content = document
    assert "Fictional" not in words_of(make(content(is_demo=False)))


def test_document_in_spanish_has_spanish_headings_and_dates(document):
    _name, make, content = document
    text = words_of(make(content(language="es")))
    assert "9 de marzo de 1984" in text
    assert "Página 1 de" in text
    assert "Clínica ficticia de demostración" in text


def test_document_carries_the_given_time_and_only_the_shipped_fonts(document):
    _name, make, content = document
    pdf = read(make(content()))
    assert pdf.metadata["/CreationDate"] == "D:20261122154107Z"
    names = {
        font.get_object()["/BaseFont"].split("+")[1]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all(name.startswith(("AtkinsonHyperlegibleNext", "DejaVuSans")) for name in names)


def test_document_takes_little_time(document, capsys):
    name, make, content = document
    seconds: list[float] = []
    for _ in range(10):
        started = time.perf_counter()
        assert make(content()).startswith(b"%PDF-")
        seconds.append(time.perf_counter() - started)
    with capsys.disabled():
        p95_ms = 1000 * statistics.quantiles(seconds, n=20)[-1]
        sys.stdout.write(f"\n{name}: p95 {p95_ms:.0f} ms\n")


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        '#eval("1+1")',
        "*bold* _italic_ $x^2$ @ref <label> `raw` = heading",
        "// not a comment /* nor this */ \\ #set page(fill: red)",
        "[link](https://example.org) ~ -- --- ... '\"",
        "Łukasz Źdźbło-Żółć ≥ ≤ → ✓",
        "😀",
    ],
)
def test_markup_and_symbols_are_shown_as_written(samples, text):
    section = documents.NoteSection(
        topic=documents.Topic.HISTORY_CHANGES,
        blocks=(
            documents.Paragraph(text=text),
            documents.Table(columns=(documents.Column(title=text),), rows=((text,),), caption=text),
            documents.Callout(tone="plain", title=text, lines=(text, text), phone=text),
        ),
    )
    content = samples.visit_note_content(sections=(section,), title=text)
    pdf = documents.visit_note(content)
    assert read(pdf).metadata.title == text
    assert letters(words_of(pdf)).count(letters(text)) >= 8


def test_right_to_left_names_and_long_names_are_shown(samples):
    long_name = "Wolfeschlegelsteinhausen" * 5
    person = msgspec.structs.replace(samples.PERSON, name=f"محمد {long_name}")
    text = words_of(documents.visit_note(samples.visit_note_content(person=person)))
    assert "محمد" in text
    assert long_name in letters(text)


def test_character_without_a_picture_is_printed_as_its_number(samples):
    section = documents.NoteSection(
        topic=documents.Topic.HISTORY_CHANGES,
        blocks=(documents.Paragraph(text="名 \x00 \uef00 \u202egnp.exe end"),),
    )
    text = words_of(documents.visit_note(samples.visit_note_content(sections=(section,))))
    assert "[U+540D] [U+0000] [U+EF00] [U+202E]gnp.exe end" in text


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_can_be_typeset(samples, text):
    section = documents.NoteSection(
        topic=documents.Topic.HISTORY_CHANGES,
        blocks=(documents.Paragraph(text=text), documents.Bullets(items=(text,))),
    )
    pdf = documents.visit_note(samples.visit_note_content(sections=(section,)))
    assert "History: what changed" in words_of(pdf)


def test_long_table_breaks_over_pages_and_repeats_its_titles(samples):
    rows = tuple((str(number), "Trapezius, upper; left") for number in range(1, 151))
    table = documents.Table(
        columns=(documents.Column(title="No.", numeric=True), documents.Column(title="Muscle and place")),
        rows=rows,
    )
    section = documents.NoteSection(topic=documents.Topic.PALPATION, blocks=(table,))
    pages = read(documents.visit_note(samples.visit_note_content(sections=(section,)))).pages
    with_rows = [page.extract_text() for page in pages if "Trapezius, upper; left" in page.extract_text()]
    assert len(with_rows) >= 3
    assert all("Muscle and place" in text for text in with_rows)
    assert sum(text.count("Trapezius, upper; left") for text in with_rows) == 150


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('#set text(font: "No Such Font")\nhello', "no such font"),
        ('#panic("broken")', "broken"),
    ],
)
def test_warning_or_error_of_the_typesetter_makes_no_document(samples, monkeypatch, tmp_path, template, said):
    (tmp_path / "visit_note.typ").write_text(f'#set document(title: "x")\n{template}')
    monkeypatch.setattr(typesetting, "template_folder", lambda: tmp_path)
    with pytest.raises(documents.TypesettingFailed) as failure:
        documents.visit_note(samples.visit_note_content())
    assert said in " ".join(failure.value.diagnostics)
    assert said not in str(failure.value)


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_figure_without_words_for_it_is_refused(samples, alt):
    with pytest.raises(InvalidInput) as refusal:
        documents.Figure(svg=samples.CURVE, alt=alt)
    assert refusal.value.where == "alt"


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    "svg",
    [
        "not a picture",
        "<svg></svg>",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        '<!DOCTYPE svg [<!ENTITY a "a">]>' + SVG.format("&a;"),
        SVG.format('<image href="/etc/hostname"/>'),
        SVG.format("<script>alert(1)</script>"),
        SVG.format("<foreignObject/>"),
        SVG.format('<use href="https://example.org/a.svg#b"/>'),
        SVG.format('<use xlink:href="other.svg#b"/>'),
        SVG.format('<path fill="url(https://example.org/a.svg#b)"/>'),
        SVG.format("<style>@import 'https://example.org/a.css';</style>"),
        SVG.format("<style>path { fill: url('https://example.org/a') }</style>"),
    ],
)
def test_figure_that_reaches_outside_itself_is_refused(svg):
    with pytest.raises(InvalidInput) as refusal:
        documents.Figure(svg=svg, alt="A picture.")
    assert refusal.value.where == "svg"


def test_figure_may_refer_to_its_own_parts():
    svg = SVG.format('<!-- a --><path id="a" d="M0 0h1" fill="url(#b)"/><use href="#a"/>')
    assert documents.Figure(svg=svg, alt="A line.").svg == svg


@pytest.mark.parametrize("percent", [0, 101])
def test_figure_wider_than_the_page_is_refused(samples, percent):
    with pytest.raises(InvalidInput, match="width_percent"):
        documents.Figure(svg=samples.CURVE, alt="A curve.", width_percent=percent)


def test_table_needs_columns_and_rows_that_fit_them():
    with pytest.raises(InvalidInput, match="columns"):
        documents.Table(columns=(), rows=())
    with pytest.raises(InvalidInput, match=r"rows\[1\]: Give 1 cells"):
        documents.Table(columns=(documents.Column(title="a"),), rows=(("1",), ("1", "2")))


def test_fonts_are_those_whose_source_is_written_down():
    provenance = (Path(__file__).parents[2] / "tools" / "fonts.md").read_text()
    fonts = sorted(characters.font_folder().glob("*.ttf"))
    assert len(fonts) == 5
    for font in fonts:
        assert f"`{font.name}`" in provenance
        assert hashlib.sha256(font.read_bytes()).hexdigest() in provenance


def test_font_coverage_knows_latin_arabic_and_what_is_missing():
    shown = characters.shown_characters()
    assert {ord(letter) for letter in "AzñŁμ≥→مש😀"} <= shown
    assert ord("中") not in shown
    assert 0xFFFF not in shown
