"""The review page of a plan: what lies under always, findings where an action is needed, whose they are."""

import html
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care, all_no
from tests.web.conftest import browser_of

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.rules.actions import local_rules, settings
from drypoint.clinic.rules.models import Authority, LocalRule
from drypoint.clinic.visits.actions import needling_plans, screenings
from drypoint.clinic.visits.actions.engine_results import replay
from drypoint.clinic.visits.queries.plans import plan_blockers
from drypoint.safety import Outcome
from drypoint.web.presenters import local_rules as local_rule_words


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def owner(care: Care) -> Actor:
    return factories.acting(care.clinic, "owner")


def _page(care: Care) -> Any:
    return browser_of(care.member).get(f"/visits/{care.visit.pk}/plan/")


def _enter(owner: Actor, care: Care, **more: Any) -> LocalRule:
    known = {
        "authority": Authority.PAYER,
        "name": "Harbour Health Plan",
        "outcome": Outcome.REASONS_NEEDED,
        "text": "Needling of the buttock needs a written referral.",
        "source": "Policy 7, read on 1 January 2027",
        "from_day": date(2027, 1, 1),
    }
    return local_rules.enter(by=owner, clinic=care.clinic, **{**known, **more})


def test_a_local_rule_is_a_finding_on_its_days_and_says_whose_it_is(care: Care, owner: Actor) -> None:
    _enter(owner, care, places=["buttock"])
    _enter(owner, care, name="Ended", until_day=BEGUN.date() - timedelta(days=1))
    _enter(owner, care, name="Arm only", places=["forearm"])
    care.screen()
    plan = care.propose()
    assert [one["name"] for one in plan.review.request["local_rules"]] == ["Harbour Health Plan", "Arm only"]
    assert plan.review.request["today"] == str(BEGUN.date())
    said = html.unescape(_page(care).content.decode())
    assert "Local rule: Harbour Health Plan (Insurer or payer)" in said
    assert "Needling of the buttock needs a written referral." in said
    assert "Policy 7, read on 1 January 2027" in said
    assert "Ended" not in said
    assert "Local rule: Arm only" not in said
    assert replay(plan.review)


def test_a_local_stop_blocks_signing_and_a_reason_signs_over_a_milder_one(care: Care, owner: Actor) -> None:
    rule = _enter(owner, care, outcome=Outcome.STOP)
    care.screen()
    care.consent()
    plan = care.propose()
    with pytest.raises(NotAllowedNow, match="Do not needle"):
        needling_plans.sign(by=care.therapist, plan=plan, reasons={}, signed_at=BEGUN)
    _enter(owner, care, outcome=Outcome.MODIFY, note="softened", supersedes=rule)
    told = [one.sentence for one in plan_blockers(plan, by=care.therapist, on=BEGUN.date())]
    assert any("local rules changed since the review" in one for one in told)
    plan = care.propose(supersedes=plan)
    finding = f"local_{rule.rule}"
    with pytest.raises(NotAllowedNow, match="Say why"):
        needling_plans.sign(by=care.therapist, plan=plan, reasons={}, signed_at=BEGUN)
    needling_plans.sign(by=care.therapist, plan=plan, reasons={finding: "Referral on file."}, signed_at=BEGUN)
    assert "Referral on file." in _page(care).content.decode()


@pytest.mark.parametrize(
    ("outcome", "words"), [(Outcome.STOP, "more strictly"), (Outcome.MODIFY, "less strictly")]
)
def test_a_departure_of_the_clinic_is_shown_where_it_acts(
    care: Care, owner: Actor, outcome: Outcome, words: str
) -> None:
    settings.sign(by=owner, clinic=care.clinic, rule="anticoagulant", outcome=outcome, reason="Our own rule")
    care.screen(anticoagulant=True)
    care.propose()
    sentence = f"Our clinic handles this rule {words} than it ships. Why: Our own rule."
    browser = browser_of(care.member)
    assert sentence in _page(care).content.decode()
    assert sentence in browser.get(f"/visits/{care.visit.pk}/screening/outcome/").content.decode()
    assert sentence in html.unescape(browser.get(f"/visits/{care.visit.pk}/note/").content.decode())


def test_a_later_departure_is_not_shown_at_an_older_result(care: Care, owner: Actor) -> None:
    care.screen(anticoagulant=True)
    care.propose()
    settings.sign(by=owner, clinic=care.clinic, rule="anticoagulant", outcome=Outcome.STOP, reason="later")
    assert "more strictly" not in _page(care).content.decode()


def test_what_lies_under_is_shown_for_each_insertion_also_without_a_finding(care: Care) -> None:
    care.screen()
    calf = {**GLUTEUS, "muscle": "soleus", "length_mm": 30.0}
    rhomboid = {**GLUTEUS, "muscle": "rhomboid_major", "length_mm": 13.0}
    care.propose(calf, rhomboid, {**GLUTEUS, "muscle": "piriformis"})
    page = _page(care)
    assert [card.reviewed for card in page.context["under"]] == [True, True, True]
    pleura = page.context["under"][1]
    assert pleura.structures
    kinds = [str(group.kind) for group in pleura.depths]
    assert len(kinds) == len(set(kinds)), "kinds of length never share a table"
    assert any(row.n != "–" for group in pleura.depths for row in group.rows)
    assert page.context["under"][2].disagreements
    assert "Sources disagree" in page.content.decode()


def test_spread_stands_as_the_study_reported_it(care: Care) -> None:
    care.screen()
    care.propose(*({**GLUTEUS, "muscle": one} for one in ("rhomboid_major", "tibialis_posterior")))
    spreads = {
        row.spread for card in _page(care).context["under"] for group in card.depths for row in group.rows
    }
    assert {"SD 9 mm", "95 % CI 3.5 to 8.5 mm", "–"} <= spreads


def test_the_upper_trapezius_shows_that_sources_disagree(care: Care) -> None:
    care.screen()
    care.propose({**GLUTEUS, "muscle": "trapezius_upper", "length_mm": 15.0})
    (card,) = _page(care).context["under"]
    assert card.disagreements
    assert all(len(one.positions) > 1 for one in card.disagreements)


def test_local_rules_are_kept_changed_and_ended_by_owners_only(care: Care, owner: Actor) -> None:
    member = factories.make_member(care.clinic, "owner", name="Olga Owen")
    browser = browser_of(member)
    typed = {
        "authority": "state",
        "name": "Board",
        "text": "Nobody under 16.",
        "outcome": "stop",
        "age_below": "16",
        "from_day": "2027-01-01",
        "source": "Section 3",
    }
    assert browser.post("/local-rules/new/", {**typed, "source": ""}).status_code == 422
    assert browser.post("/local-rules/new/", typed).status_code == 302
    rule = care.clinic.local_rules.get()
    url = f"/local-rules/{rule.pk}/"
    changed = {**typed, "text": "Nobody under 17.", "age_below": "17", "supersedes": str(rule.pk)}
    assert browser.post(url, changed).status_code == 422
    assert browser.post(url, {**changed, "note": "new law"}).status_code == 302
    assert browser.get(url).status_code == 404
    newer = care.clinic.local_rules.current().get()
    conflict = {**changed, "note": "mine"}
    assert browser.post(f"/local-rules/{newer.pk}/", conflict).status_code == 409
    ended = f"/local-rules/{newer.pk}/end/"
    assert browser.post(ended, {"until_day": "2026-01-01", "reason": "r"}).status_code == 422
    assert browser.post(ended, {"until_day": "2027-06-01", "reason": "repealed"}).status_code == 302
    page = browser_of(care.member).get("/local-rules/").content.decode()
    assert "Nobody under 17." in page
    assert "repealed" in page
    assert "Olga Owen" in page
    for role in ("therapist", "assistant"):
        assert (
            browser_of(factories.make_member(care.clinic, role)).get("/local-rules/new/").status_code == 403
        )


def test_spanish_readers_get_the_spanish_words_of_a_local_rule(care: Care, owner: Actor) -> None:
    rules = [_enter(owner, care, text_es="La punción de la nalga necesita un volante."), _enter(owner, care)]
    with translation.override("es"):
        cards = local_rule_words.listed(rules, today=BEGUN.date()).now
    assert [card.text for card in cards] == [rules[0].text_es, rules[1].text]


def test_what_the_patient_changed_since_the_therapists_screening_is_shown(care: Care) -> None:
    first = care.screen(faint_history=True)
    plan = care.propose()
    url = f"/visits/{care.visit.pk}/screening/outcome/"
    browser = browser_of(care.member)
    assert browser.get(url).context["changed"] is None
    screenings.record(
        by=care.themselves,
        visit=care.visit,
        answers=all_no() | {"anticoagulant": True, "faint_history": True},
        supersedes=first,
    )
    changed = browser.get(url).context["changed"]
    assert changed.since == first.recorded_at
    assert [(before, now) for _question, before, now in changed.rows] == [("No", "Yes")]
    said = html.unescape(_page(care).content.decode())
    assert "The patient answered again after your screening" in said
    assert "blood thinner" in said
    told = [one.sentence for one in plan_blockers(plan, by=care.therapist, on=BEGUN.date())]
    assert any("screening has changed since the review" in one for one in told)


def test_a_patients_first_answers_change_nothing_of_the_therapists(care: Care) -> None:
    screenings.record(by=care.themselves, visit=care.visit, answers=all_no())
    page = browser_of(care.member).get(f"/visits/{care.visit.pk}/screening/outcome/")
    assert page.context["changed"] is None
