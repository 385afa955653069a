"""Safety rules: read, approved by name, departed from by name."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import actor_for
from drypoint.clinic.rules import queries
from drypoint.clinic.rules.actions import approvals, settings
from drypoint.safety import Outcome, load_rules, load_triage

RULE = "anticoagulant"


@pytest.fixture
def member(demo: Clinic) -> Membership:
    return factories.make_therapist(demo, "owner", name="Olga Owen")


@pytest.fixture
def owner(member: Membership) -> Client:
    return browser_of(member)


def _rows(page: Any) -> list[Any]:
    return [row for group in page.context["groups"] for row in group.rows]


def test_every_rule_sign_and_habit_has_a_page_that_says_where_it_comes_from(therapist: Client) -> None:
    for sign in load_triage().signs:
        page = therapist.get(reverse("rule_sign", args=[sign.id]))
        said = page.content.decode()
        assert sign.question.es in html.unescape(said)
        assert len(page.context["page"].sources) == len(sign.sources)
    for line in load_rules().checklist:
        page = therapist.get(reverse("rule_habit", args=[line.id]))
        assert line.text.es in html.unescape(page.content.decode())
        assert len(page.context["page"].sources) == len(line.sources)


def test_a_page_shows_the_cases_that_specify_the_rule(therapist: Client) -> None:
    page = therapist.get(reverse("rule", args=[RULE]))
    names = {one.name: one.acts for one in page.context["rule"].cases}
    assert names["takes warfarin, by question"]
    assert "takes warfarin, by question" in page.content.decode()
    sign = therapist.get(reverse("rule_sign", args=["fever"])).context["page"]
    assert {one.name: one.level for one in sign.cases}["fever with diabetes"] == "emergency"
    assert "diabetes" in sign.raised_by.rows[0][0].text.casefold()
    cough = therapist.get(reverse("rule_sign", args=["cough"])).context["page"]
    assert "pleura" in cough.raised_by.rows[0][0].text.casefold()
    assert cough.raised_by.rows[0][1].level == "emergency"


def test_counts_of_where_a_rule_acted_are_for_those_who_see_charts(db: None) -> None:
    care = Care()
    care.screen(**{RULE: True})
    care.screen(care.start_visit(days=1))
    url = reverse("rule", args=[RULE])
    assistant = browser_of(factories.make_member(care.clinic, "assistant")).get(url).context["acted"]
    assert assistant[0].value == "1 of 2"
    habit = browser_of(care.member).get(reverse("rule_habit", args=["first_visit"])).context["acted"]
    assert habit[0].value.endswith(" of 2")
    sign = browser_of(care.member).get(reverse("rule_sign", args=["fever"])).context["acted"]
    assert sign[0].value == "0 of 0"
    assert browser_of(factories.make_member(care.clinic, "researcher")).get(url).context["acted"] == []


def test_changes_since_the_approved_version_are_shown(
    owner: Client, demo: Clinic, member: Membership
) -> None:
    url = reverse("rules_changes", args=["en"])
    assert "No other version was approved before" in owner.get(url).content.decode()
    assert owner.get(reverse("rules_changes", args=["xx"])).status_code == 404
    version = load_rules().version
    approvals.approve(by=actor_for(member), clinic=demo, version=version, language="en", statement="read")
    kept = demo.rule_set_contents.get()
    kept.content["files"]["rules.json"]["rules"][0]["because"]["en"] = "Older words."
    demo.rule_set_contents.update(version="0.9.0+older", content=kept.content)
    demo.rule_set_approvals.update(version="0.9.0+older")
    assert url in owner.get("/rules/").content.decode()
    said = owner.get(url).content.decode()
    assert "<del>Older words.</del>" in said
    assert load_rules().rules[0].because.en in html.unescape(said)
    assert "Olga Owen" in said


def test_every_rule_has_a_page_with_both_languages_and_its_sources(therapist: Client) -> None:
    ruleset = load_rules()
    for rule in (*ruleset.rules[::12], *ruleset.plan_rules[::4]):
        page = therapist.get(reverse("rule", args=[rule.id]))
        said = page.content.decode()
        assert page.status_code == 200
        assert ('class="unverified"' in said) == (
            rule.verification.is_unverified or any(page.context["rule"].sources)
        )
        assert page.context["rule"].because.es
        assert len(page.context["rule"].sources) == len(rule.sources) > 0


def test_a_rule_says_in_which_class_each_source_puts_it(therapist: Client) -> None:
    page = therapist.get(reverse("rule", args=[RULE])).content.decode()
    assert "case by case" in page
    assert "not absolute" in page
    assert "Strictest class of any source" in page
    assert "Toma un anticoagulante" in page


def test_list_is_narrowed_by_words_kind_and_mark(therapist: Client, owner: Client) -> None:
    everything = therapist.get("/rules/")
    assert len(_rows(everything)) == everything.context["total"]
    assert not everything.context["is_narrowed"]
    flags = therapist.get("/rules/", {"kind": "red_flag"})
    assert 0 < len(_rows(flags)) < everything.context["total"]
    assert {str(row.kind) for row in _rows(flags)} == {"Red flag"}
    assert 'rule-group" open' in flags.content.decode()
    assert all(row.unverified for row in _rows(therapist.get("/rules/", {"only": "unverified"})))
    found = _rows(therapist.get("/rules/", {"q": "blood thinner"}))
    assert any("blood thinner" in row.because for row in found)
    assert "No rule fits" in therapist.get("/rules/", {"q": "zzz"}).content.decode()
    assert _rows(therapist.get("/rules/", {"only": "ours"})) == []


def test_a_departure_is_signed_shown_and_ended(owner: Client, demo: Clinic, therapist: Client) -> None:
    url, page = reverse("rule_setting", args=[RULE]), reverse("rule", args=[RULE])
    assert owner.post(url, {"outcome": "stop", "reason": ""}).status_code == 422
    assert owner.post(url, {"outcome": "stop", "reason": "no INR here"}).status_code == 302
    shown = therapist.get(page).content.decode()
    assert "This clinic handles it differently" in shown
    assert "no INR here" in shown
    assert "Olga Owen" in shown
    assert [row.here for row in _rows(therapist.get("/rules/", {"only": "ours"}))] == ["stop"]
    again = {"outcome": "modify", "reason": "second"}
    answer = owner.post(url, again)
    assert answer.status_code == 409
    assert "no INR here" in answer.content.decode()
    stood = str(queries.last_settings(demo)[RULE].pk)
    assert (
        owner.post(url, {"outcome": "as_shipped", "reason": "back", "supersedes": stood}).status_code == 302
    )
    assert queries.settings(demo) == {}


def test_a_red_flag_is_never_made_laxer(owner: Client, demo: Clinic) -> None:
    url = reverse("rule_setting", args=["acute_medical_emergency_chest_pain"])
    answer = owner.post(url, {"outcome": "modify", "reason": "r"})
    assert answer.status_code == 422
    assert "never laxer" in answer.content.decode()
    assert queries.settings(demo) == {}


def test_a_version_is_approved_in_one_language_with_the_own_name(owner: Client, demo: Clinic) -> None:
    url = reverse("rules_approve", args=["es"])
    statement = owner.get(url).context["form"].initial["statement"]
    assert load_rules().version in statement
    wrong = owner.post(url, {"statement": statement, "name": "Somebody Else"})
    assert wrong.status_code == 422
    assert 'href="#field_name"' in wrong.content.decode()
    alone = {"statement": statement, "name": "olga  owen"}
    assert owner.post(url, alone).status_code == 422
    assert owner.post(url, {**alone, "bilingual": "on"}).status_code == 302
    version = load_rules().version
    assert queries.approved(demo, version=version, language="es")
    assert queries.approved(demo, version=version, language="en") is None
    page = owner.get("/rules/").content.decode()
    assert "Approved by Olga Owen" in page
    again = {"statement": statement, "name": "Olga Owen", "bilingual": "on"}
    assert owner.post(url, again).status_code == 409


def test_an_approval_is_withdrawn_with_the_reason(owner: Client, demo: Clinic, member: Membership) -> None:
    version = load_rules().version
    given = approvals.approve(
        by=actor_for(member), clinic=demo, version=version, language="en", statement="read"
    )
    url = reverse("rules_withdraw", args=[given.pk])
    assert owner.post(url, {"reason": " "}).status_code == 422
    assert owner.post(url, {"reason": "one rule is wrong"}).status_code == 302
    assert queries.approved(demo, version=version, language="en") is None
    assert "Approval withdrawn by Olga Owen" in owner.get("/rules/").content.decode()
    assert owner.post(url, {"reason": "again"}).status_code in {409, 422}


def test_a_real_clinic_is_told_that_nobody_approved(db: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    member = factories.make_member(factories.make_clinic())
    TOTP.activate(member.user, generate_totp_secret())
    page = browser_of(member).get("/rules/").content.decode()
    assert "Approval is missing" in page
    assert "Nobody has approved this version in: English." in page
    assert "The clinic treats nobody in this language." in page


def test_everybody_reads_the_rules_and_only_owners_sign(as_role: SignIn, member: Membership) -> None:
    settings.sign(
        by=actor_for(member), clinic=member.clinic, rule=RULE, outcome=Outcome.STOP, reason="no INR here"
    )
    for role in ("therapist", "assistant", "front_desk", "researcher"):
        browser = as_role(role)
        assert browser.get("/rules/").status_code == 200
        assert "no INR here" in browser.get(reverse("rule", args=[RULE])).content.decode()
        for url in (reverse("rule_setting", args=[RULE]), reverse("rules_approve", args=["en"])):
            assert browser.get(url).status_code == 403


def test_what_is_no_rule_or_language_does_not_exist(owner: Client, demo: Clinic) -> None:
    theirs = factories.make_clinic(demo.kind, "Elsewhere")
    given = approvals.approve(
        by=factories.acting(theirs, "owner"),
        clinic=theirs,
        version=load_rules().version,
        language="en",
        statement="read",
    )
    for url in (
        reverse("rule", args=["nothing"]),
        reverse("rule_setting", args=["nothing"]),
        reverse("rules_approve", args=["xx"]),
        reverse("rules_withdraw", args=[given.pk]),
    ):
        assert owner.get(url).status_code == 404
