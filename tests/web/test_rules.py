"""Safety rules: read, approved by name, departed from by name."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import actor_for
from drypoint.clinic.rules import queries
from drypoint.clinic.rules.actions import approvals, settings
from drypoint.safety import Outcome, load_rules

RULE = "anticoagulant"


@pytest.fixture
def member(demo: Clinic) -> Membership:
    return factories.make_therapist(demo, "owner", name="Olga Owen")


@pytest.fixture
def owner(member: Membership) -> Client:
    return browser_of(member)


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
    everything = therapist.get("/rules/").context
    assert len(everything["rows"]) == everything["total"]
    flags = therapist.get("/rules/", {"kind": "red_flag"}).context["rows"]
    assert 0 < len(flags) < everything["total"]
    assert {str(row.kind) for row in flags} == {"Red flag"}
    assert all(row.unverified for row in therapist.get("/rules/", {"only": "unverified"}).context["rows"])
    found = therapist.get("/rules/", {"q": "blood thinner"}).context["rows"]
    assert any("blood thinner" in row.because for row in found)
    assert "No rule fits" in therapist.get("/rules/", {"q": "zzz"}).content.decode()
    assert therapist.get("/rules/", {"only": "ours"}).context["rows"] == []


def test_a_departure_is_signed_shown_and_ended(owner: Client, demo: Clinic, therapist: Client) -> None:
    url, page = reverse("rule_setting", args=[RULE]), reverse("rule", args=[RULE])
    assert owner.post(url, {"outcome": "stop", "reason": ""}).status_code == 422
    assert owner.post(url, {"outcome": "stop", "reason": "no INR here"}).status_code == 302
    shown = therapist.get(page).content.decode()
    assert "This clinic handles it differently" in shown
    assert "no INR here" in shown
    assert "Olga Owen" in shown
    assert [row.here for row in therapist.get("/rules/", {"only": "ours"}).context["rows"]] == ["stop"]
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
    assert owner.post(url, {"statement": statement, "name": "olga  owen"}).status_code == 302
    version = load_rules().version
    assert queries.approved(demo, version=version, language="es")
    assert queries.approved(demo, version=version, language="en") is None
    page = owner.get("/rules/").content.decode()
    assert "Approved by Olga Owen" in page
    assert owner.post(url, {"statement": statement, "name": "Olga Owen"}).status_code == 409


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
    assert "Nobody has approved this version" in page
    assert "cannot sign needling plans until a named clinician" in page


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
