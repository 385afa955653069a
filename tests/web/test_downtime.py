"""The day when no screen works: a pack to print, and visits entered later from paper that say so."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

from drypoint.cli.main import main
from drypoint.clinic.followup.actions import notes
from drypoint.clinic.visits.models import Visit
from drypoint.documents import DowntimePackContent, Letterhead, Stamp, downtime_pack
from drypoint.safety import action_cards, load_rules


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def letters(text: str) -> str:
    """Letters and digits alone: lines are broken where they fit."""
    return "".join(filter(str.isalnum, text))


def content(language: str = "en") -> DowntimePackContent:
    return DowntimePackContent(
        language="es" if language == "es" else "en",
        paper="a4",
        letterhead=Letterhead(clinic_name="Harbour", address_lines=(), phone=""),
        emergency_number="112",
        stamp=Stamp(reference="downtime", version="1", at=datetime(2026, 11, 26, tzinfo=UTC)),
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_pack_asks_every_question_of_a_first_visit_and_holds_every_card(language: str) -> None:
    pdf = downtime_pack(content(language))
    said = letters(words(pdf))
    for question in load_rules().questions_for("first"):
        asked = question.text.in_language(language)  # type: ignore[arg-type]
        assert letters(asked[:40]) in said, question.id
    for card in action_cards():
        assert letters(card.title.in_language(language)) in said  # type: ignore[arg-type]
    assert letters(load_rules().version) in said
    assert pdf == downtime_pack(content(language)), "the same bytes twice"


def test_pack_calls_no_depth_safe_and_names_what_lies_under() -> None:
    said = words(downtime_pack(content()))
    assert "pleura and lung" in said
    assert "No depth is given here" in said
    assert "opened = sharps + dropped unused + broken" in said


def test_pack_of_the_clinic_carries_its_number_and_nobodys_data(care: Care, browser: Client) -> None:
    answer = browser.get(reverse("downtime_pack"))
    assert answer["Content-Type"] == "application/pdf"
    said = words(answer.content)
    assert care.clinic.name in said
    assert care.person.family_name not in said


def test_command_writes_the_pack_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "pack.pdf"
    assert main(["downtime-pack", str(target), "--clinic", "North", "--language", "es"]) == 0
    assert "North" in words(target.read_bytes())
    assert main(["downtime-pack", str(target)]) == 2
    assert main(["downtime-pack", str(tmp_path / "no" / "pack.pdf")]) == 2
    said = capsys.readouterr()
    assert "Choose another" in said.err
    assert "no such folder" in said.err


def test_visit_from_paper_says_in_its_note_that_it_was_entered_later(care: Care, browser: Client) -> None:
    address = reverse("visit_from_paper", args=[care.episode.pk])
    future = browser.post(address, {"day": "2099-01-01", "time": "10:00", "paper_record_by": "Kim"})
    assert future.status_code == 422
    nobody = browser.post(address, {"day": "2026-03-01", "time": "10:00", "paper_record_by": ""})
    assert nobody.status_code == 422
    done = browser.post(address, {"day": "2026-03-01", "time": "10:00", "paper_record_by": "Kim Park, PT"})
    assert done.status_code == 302
    visit = Visit.objects.get(paper_record_by="Kim Park, PT")
    assert visit.started_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    note = browser.get(reverse("note", args=[visit.pk])).content.decode()
    assert "Entered later from paper" in note
    assert "written on paper by Kim Park, PT" in note
    usual = browser.get(reverse("note", args=[care.visit.pk])).content.decode()
    assert "Entered later from paper" not in usual


def test_needles_from_paper_are_entered_at_the_time_they_were_placed(care: Care, browser: Client) -> None:
    began = datetime(2026, 3, 1, 10, tzinfo=UTC)
    Visit.objects.filter(pk=care.visit.pk).update(started_at=began, paper_record_by="Kim Park, PT")
    care.visit.refresh_from_db()
    factories.make_lot(care.clinic)
    care.ready()
    browser.post(reverse("session_start", args=[care.visit.pk]))
    page = browser.get(reverse("session_quick", args=[care.visit.pk]))
    rows = {row.prefix: row for _place, _details, row in page.context["rows"]}
    typed = {f"{prefix}-needles": "1" for prefix in rows} | {f"{prefix}-minutes": "5" for prefix in rows}
    form = page.context["form"]
    posted = {"seed": str(form.initial["seed"]), "ended_at": "10:30", "lot": "", **typed}
    answer = browser.post(reverse("session_quick", args=[care.visit.pk]), posted)
    assert answer.status_code == 302, answer.context["form"].errors
    times = set(care.visit.session_events.values_list("at", flat=True))
    assert all(moment.date() == began.date() for moment in times)
    assert care.visit.needling_session.started_at == began


def test_note_signed_on_a_visit_from_paper_keeps_the_words(care: Care) -> None:
    Visit.objects.filter(pk=care.visit.pk).update(paper_record_by="Kim Park, PT")
    care.visit.refresh_from_db()
    note = notes.sign(by=care.therapist, visit=care.visit, revision=care.visit.revision)
    assert "written on paper by Kim Park, PT" in note.text
