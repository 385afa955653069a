from datetime import date

from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.clinic.visits.care import BEGUN, Care
from tests.web.conftest import browser_of

from drypoint import atlas
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.episodes.actions import clearances
from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer
from drypoint.clinic.visits.actions import pain_drawings, palpation, rankings
from drypoint.clinic.visits.models import DrawnBy, EngineResult, TriggerPointStatus


def text(care: Care, browser: Client) -> str:
    answer = browser.get(f"/visits/{care.visit.pk}/ranking/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_drawing_the_page_leads_to_it(care: Care, browser: Client) -> None:
    assert f'href="/visits/{care.visit.pk}/pain-drawing/"' in text(care, browser)
    assert browser.post(f"/visits/{care.visit.pk}/ranking/").status_code == 409


def test_ranking_shows_bars_reasons_marks_and_its_assumptions(care: Care, browser: Client) -> None:
    care.draw()
    assert "Not ranked yet" in text(care, browser)
    assert browser.post(f"/visits/{care.visit.pk}/ranking/").status_code == 302
    page = text(care, browser)
    assert "candidate__bar" in page and "Palpate this" in page
    assert "unverified" in page
    assert "Nobody has measured these." in page and "Rathbone" in page
    assert "it refers there" in page and "not marked" in page


def test_a_nerve_word_warns_before_any_candidate(care: Care, browser: Client) -> None:
    pain_drawings.record(
        by=care.therapist,
        visit=care.visit,
        chart_version="1",
        figure="neutral",
        drawn_by=DrawnBy.PATIENT,
        zones=[{"code": "bt.upper", "side": "left", "quality": "numb"}],
    )
    rankings.rank(by=care.therapist, visit=care.visit)
    page = text(care, browser)
    assert page.index("test the nerves first") < page.index('id="candidates"')


def test_ranking_says_when_palpation_is_newer(care: Care, browser: Client) -> None:
    care.draw()
    rankings.rank(by=care.therapist, visit=care.visit)
    assert "Rank again" not in text(care, browser)
    palpation.record(
        by=care.therapist,
        visit=care.visit,
        muscle="gluteus_medius",
        side="left",
        status=TriggerPointStatus.ACTIVE,
        recognised_pain=True,
    )
    assert "Rank again" in text(care, browser)


def test_switched_off_it_says_so_and_who_can_switch_it_on(db: None) -> None:
    care = Care(ClinicKind.REAL, "Real")
    Authenticator.objects.create(user=care.member.user, type=Authenticator.Type.TOTP, data={})
    care.draw()
    page = text(care, browser_of(care.member))
    assert "switched off in this clinic" in page and "owner of the clinic can switch it on" in page
    assert "candidate__bar" not in page
    refused = browser_of(care.member).post(f"/visits/{care.visit.pk}/ranking/")
    assert refused.status_code == 409
    assert rankings.refresh(by=care.therapist, visit=care.visit) is None


def test_ranking_page_asks_the_database_the_same_however_many_findings(care: Care, browser: Client) -> None:
    care.draw()
    rankings.rank(by=care.therapist, visit=care.visit)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            text(care, browser)
        return len(asked)

    before = statements()
    for muscle in ("gluteus_medius", "gluteus_maximus", "piriformis"):
        palpation.record(
            by=care.therapist,
            visit=care.visit,
            muscle=muscle,
            side="left",
            status=TriggerPointStatus.LATENT,
        )
    assert statements() == before


def test_a_red_flag_comes_before_any_ranking_until_a_doctor_has_answered(care: Care, browser: Client) -> None:
    care.draw()
    rankings.rank(by=care.therapist, visit=care.visit)
    assert 'id="candidates"' in text(care, browser)
    care.screen(red_flag_undiagnosed_weight_loss=True)
    page = text(care, browser)
    assert "A doctor first, no ranking" in page
    assert 'id="candidates"' not in page
    assert browser.post(f"/visits/{care.visit.pk}/ranking/").status_code == 409
    assert rankings.refresh(by=care.therapist, visit=care.visit) is None, "drawn, on, and still not ranked"
    assert "Ranking now" not in browser.get(f"/visits/{care.visit.pk}/palpation/").content.decode()
    asked = clearances.ask(
        by=care.therapist,
        episode=care.episode,
        asked_whom="Dr Weber",
        finding_ids=["red_flag_undiagnosed_weight_loss"],
        question="May we?",
        asked_at=BEGUN,
    )
    assert "A doctor first, no ranking" in text(care, browser), "asking is not an answer"
    yes = clearances.answer(by=care.therapist, clearance=asked, answer=ClearanceAnswer.YES, answered_at=BEGUN)
    assert 'id="candidates"' in text(care, browser)
    Clearance.objects.filter(pk=yes.pk).update(valid_until=date(2026, 1, 1))
    assert "A doctor first, no ranking" in text(care, browser), "the doctor's yes has run out"


def test_the_pattern_of_any_candidate_opens_over_the_drawing(care: Care, browser: Client) -> None:
    address = f"/visits/{care.visit.pk}/referral/gluteus_medius/left/"
    care.draw()
    rankings.rank(by=care.therapist, visit=care.visit)
    cards = browser.get(f"/visits/{care.visit.pk}/palpation/?muscle=gluteus_medius&side=left")
    assert f'hx-get="{address}" hx-trigger="toggle once"' in cards.content.decode()
    page = browser.get(address).content.decode()
    assert "<html" in page and "main referral" in page and "Palpate this" in page
    fragment = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and "<svg" in fragment and "unverified" in fragment
    for wrong in ("nothing/left", "gluteus_medius/midline", "gluteus_medius/up"):
        assert browser.get(f"/visits/{care.visit.pk}/referral/{wrong}/").status_code == 404


def test_pain_everywhere_is_sent_to_the_screening_and_not_ranked(care: Care, browser: Client) -> None:
    zones = [
        {"code": zone.code, "side": side}
        for zone in atlas.load().zones
        for side in (("midline",) if zone.midline else ("left", "right"))
    ]
    pain_drawings.record(
        by=care.therapist,
        visit=care.visit,
        chart_version="1",
        figure="neutral",
        drawn_by=DrawnBy.PATIENT,
        zones=zones,
    )
    rankings.rank(by=care.therapist, visit=care.visit)
    page = text(care, browser)
    assert "an order of muscles does not help" in page and "candidate__bar" not in page
    assert f'href="/visits/{care.visit.pk}/screening/"' in page


def test_pain_that_no_muscle_explains_says_what_to_do(care: Care, browser: Client) -> None:
    care.draw()
    result = rankings.rank(by=care.therapist, visit=care.visit)
    nobody = {**result.result, "candidates": [], "next_palpation": []}
    EngineResult.objects.filter(pk=result.pk).update(result=nobody)
    page = text(care, browser)
    assert "No candidate" in page and "palpate a muscle that you choose by name" in page
