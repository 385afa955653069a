from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.clinic.visits.care import Care

from drypoint.clinic.visits.actions import pain_drawings, palpation, rankings
from drypoint.clinic.visits.models import TriggerPointStatus

KEY = "gluteus_medius-left-1"


def posted(**said: str) -> dict[str, str]:
    signs = {
        "taut_band": "yes",
        "spot_tenderness": "yes",
        "recognised_pain": "yes",
        "referred_pain": "untested",
    }
    answers = {**signs, "status": "active", "ppt_kpa": "", "supersedes": "", **said}
    return {"card": KEY, **{f"{KEY}-{name}": value for name, value in answers.items()}}


def address(care: Care) -> str:
    return f"/visits/{care.visit.pk}/palpation/"


def test_cards_follow_the_ranking_and_the_search_opens_others(care: Care, browser: Client) -> None:
    care.draw()
    rankings.rank(by=care.therapist, visit=care.visit)
    page = browser.get(f"{address(care)}?muscle=masseter_superficial&side=right").content.decode()
    assert page.index('id="card-masseter_superficial-right-1"') < page.index("ranked")
    found = browser.get(f"{address(care)}?q=masetero").content.decode()
    assert "Masseter" in found
    fragment = browser.get(f"{address(care)}?q=masseter", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and "Masseter" in fragment
    assert "No muscle has that name" in browser.get(f"{address(care)}?q=xyzzy").content.decode()


def test_finding_is_saved_and_updates_the_ranking(care: Care, browser: Client) -> None:
    care.draw()
    answer = browser.post(address(care), posted(ppt_kpa="210,5"))
    assert answer.status_code == 302 and f"card-{KEY}" in answer.headers["Location"]
    finding = care.visit.palpation_findings.get()
    assert (finding.taut_band, finding.referred_pain, finding.local_twitch_response) == (True, None, None)
    assert (finding.status, finding.ppt_kpa) == ("active", 210.5)
    ranked = care.visit.engine_results.get(engine="rank")
    assert ranked.request["findings"][0]["recognised_pain"] is True


def tap(care: Care, browser: Client, sign: str, answer: str, **said: str) -> HttpResponse:
    """One press of a finger: the whole form travels, only ``sign`` is meant."""
    untouched = dict.fromkeys(("taut_band", "spot_tenderness", "recognised_pain"), "untested")
    data = posted(**{**untouched, "status": "unsaid", **said, sign: answer}) | {"tap": sign}
    return browser.post(address(care), data, headers={"HX-Request": "true"})


def test_a_tap_is_saved_alone_and_the_ranking_comes_back_beside_it(care: Care, browser: Client) -> None:
    care.draw()
    answer = tap(care, browser, "recognised_pain", "yes")
    page = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in page and "<form" not in page
    assert "Saved." in page and "First in the ranking now: Gluteus medius" in page
    for part in ("ranking-now", "next-muscle", f"state-{KEY}", f"series-{KEY}"):
        assert f'id="{part}" hx-swap-oob="true"' in page
    assert care.visit.engine_results.get(engine="rank").request["findings"][0]["recognised_pain"] is True
    tap(care, browser, "taut_band", "no")
    tap(care, browser, "status", "active")
    tap(care, browser, "ppt_kpa", "210,5")
    finding = care.visit.palpation_findings.current().get()
    assert (finding.taut_band, finding.recognised_pain, finding.spot_tenderness) == (False, True, None)
    assert (finding.status, finding.ppt_kpa) == ("active", 210.5)
    tap(care, browser, "taut_band", "untested")
    assert care.visit.palpation_findings.current().get().taut_band is None


def test_a_tap_that_is_refused_brings_back_what_stands(care: Care, browser: Client) -> None:
    tap(care, browser, "recognised_pain", "yes")
    tap(care, browser, "status", "active")
    answer = tap(care, browser, "recognised_pain", "no")
    page = answer.content.decode()
    assert answer.status_code == 422 and answer["HX-Retarget"] == f"#card-{KEY}"
    assert "An active point gives the pain that the person knows" in page
    assert f'name="{KEY}-recognised_pain" value="yes" id="id_{KEY}-recognised_pain_0" checked' in page
    assert care.visit.palpation_findings.current().get().recognised_pain is True
    wrong = tap(care, browser, "ppt_kpa", "-3")
    assert wrong.status_code == 422 and 'value="-3"' in wrong.content.decode()


def test_signs_that_do_not_fit_are_said(care: Care, browser: Client) -> None:
    for sign, said, words in (
        ("recognised_pain", "yes", "If you hold it to be active"),
        ("spot_tenderness", "no", "the spot is said not to be tender"),
        ("local_twitch_response", "yes", "Saved."),
        ("taut_band", "no", "A twitch is of a taut band"),
        ("status", "none", "No point is said to be there"),
    ):
        assert words in tap(care, browser, sign, said).content.decode(), sign


def test_the_next_muscle_is_one_that_nobody_palpated_yet(care: Care, browser: Client) -> None:
    pain_drawings.record(
        by=care.therapist,
        visit=care.visit,
        chart_version="1",
        figure="neutral",
        drawn_by="patient",
        zones=[{"code": "sh.front", "side": "left"}, {"code": "sh.side", "side": "left"}],
    )
    ranked = rankings.rank(by=care.therapist, visit=care.visit).result
    asked = ranked["next_palpation"][0]
    key = f"{asked['muscle']}-{asked['side']}-1"

    def bar(card: str) -> str:
        page = browser.get(f"{address(care)}?card={card}").content.decode()
        return page.partition('id="next-muscle"')[2]

    assert f"?card={key}#" in bar("masseter_superficial-left-1")
    assert f"?card={key}#" not in bar(key) and "Next muscle" in bar(key)
    palpation.mark(
        by=care.therapist, visit=care.visit, muscle=asked["muscle"], side=asked["side"], taut_band=False
    )
    assert f"?card={key}#" not in bar("masseter_superficial-left-1")
    nothing = browser.get(f"/visits/{care.start_visit(7).pk}/palpation/").content.decode()
    assert "To the needling plan" in nothing.partition('id="next-muscle"')[2]


def test_active_without_recognised_pain_is_refused_beside_its_field(care: Care, browser: Client) -> None:
    answer = browser.post(address(care), posted(recognised_pain="no", ppt_kpa="180"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "An active point gives the pain that the person knows" in page
    assert 'value="180"' in page
    assert not care.visit.palpation_findings.exists()
    assert browser.post(address(care), posted(status="")).status_code == 422


def test_second_of_two_findings_meets_the_first(care: Care, browser: Client) -> None:
    theirs = palpation.record(
        by=care.therapist,
        visit=care.visit,
        muscle="gluteus_medius",
        side="left",
        status=TriggerPointStatus.LATENT,
    )
    answer = browser.post(address(care), posted())
    assert answer.status_code == 409 and "saved by somebody else" in answer.content.decode()
    assert browser.post(address(care), posted(supersedes=str(theirs.pk))).status_code == 302
    assert care.visit.palpation_findings.current().get().status == "active"


def test_status_is_shown_as_a_series_across_visits(care: Care, browser: Client) -> None:
    for visit, status in ((care.visit, "active"), (care.start_visit(7), "resolved")):
        palpation.record(by=care.therapist, visit=visit, muscle="gluteus_medius", side="left", status=status)
    page = browser.get(address(care)).content.decode()
    assert page.index("1 Mar") < page.index("8 Mar")
    assert page.count('<ol class="series"') == 1


def test_card_of_no_muscle_is_not_found(care: Care, browser: Client) -> None:
    for key in ("nothing-left-1", "gluteus_medius-midline-1", "gluteus_medius-left-0", ""):
        assert browser.post(address(care), {**posted(), "card": key}).status_code == 404


def test_muscle_that_cannot_be_palpated_says_so(care: Care, browser: Client) -> None:
    page = browser.get(f"{address(care)}?muscle=diaphragm&side=midline").content.decode()
    assert "cannot be palpated" in page


def test_palpation_page_asks_the_same_however_long_the_series(care: Care, browser: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(address(care))
        return len(asked)

    palpation.record(by=care.therapist, visit=care.visit, muscle="piriformis", side="left", status="active")
    before = statements()
    for days in (7, 14, 21):
        visit = care.start_visit(days)
        for muscle in ("piriformis", "gluteus_maximus"):
            palpation.record(by=care.therapist, visit=visit, muscle=muscle, side="left", status="latent")
    assert statements() == before
