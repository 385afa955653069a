"""``POST /api/v1/<engine>``: the same answers as everywhere, to staff only, and nothing is kept."""

import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from tests.clinic import factories

from drypoint.api.views import LIMIT_BYTES
from drypoint.clinic.accounts.actions import features
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.actors import actor_for
from drypoint.engines import ENGINES, decode, encode, run
from drypoint.engines.examples import EXAMPLES


def post(client, name, content, content_type="application/json"):
    body = content if isinstance(content, (str, bytes)) else json.dumps(content)
    return client.post(f"/api/v1/{name}", body, content_type=content_type)


@pytest.fixture
def staff(client, demo_user):
    client.force_login(demo_user)
    return client


@pytest.mark.parametrize("name", list(ENGINES))
def test_engine_answers_as_in_python(name, staff):
    answer = post(staff, name, EXAMPLES[name])
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    assert answer.content == encode(run(name, decode(name, EXAMPLES[name])))


@pytest.mark.parametrize(
    ("content", "where", "error"),
    [
        ('{"instrument":"nprs"}', "before", "This field is required."),
        ('{"instrument":"nprs","before":1,"after":2,"x":1}', "x", "There is no such field."),
        ('{"instrument":"nprs","before":1,"after":99}', "after", "Numeric Pain Rating Scale ends at 10."),
        ("{", "", "This is not JSON"),
        (b"\xff\xfe", "", "This is not JSON"),
    ],
)
def test_bad_input_is_400_with_the_field(content, where, error, staff):
    answer = post(staff, "change", content)
    assert answer.status_code == 400
    assert answer.json()["where"] == where and answer.json()["error"].startswith(error)


def test_nobody_signed_in_is_401(client, db):
    answer = post(client, "change", EXAMPLES["change"])
    assert answer.status_code == 401 and answer.json() == {"error": "Sign in first.", "where": ""}


def test_somebody_who_works_nowhere_is_403(client, demo_user):
    demo_user.memberships.update(active=False)
    client.force_login(demo_user)
    assert post(client, "change", EXAMPLES["change"]).status_code == 403


def test_staff_of_a_real_clinic_need_a_second_factor(client, real_clinic):
    user = factories.make_member(real_clinic).user
    client.force_login(user)
    assert "second factor" in post(client, "change", EXAMPLES["change"]).json()["error"]
    TOTP.activate(user, generate_totp_secret())
    assert post(client, "change", EXAMPLES["change"]).status_code == 200


@pytest.mark.parametrize(("name", "feature"), [("rank", Feature.RANKING), ("decide", Feature.DECISION)])
def test_switched_engine_is_403_until_the_clinic_accepts_it(name, feature, client, real_clinic):
    owner = factories.make_member(real_clinic, "owner")
    TOTP.activate(owner.user, generate_totp_secret())
    client.force_login(owner.user)
    refused = post(client, name, EXAMPLES[name])
    assert refused.status_code == 403 and "has not accepted" in refused.json()["error"]
    features.accept(by=actor_for(owner), feature=feature)
    assert post(client, name, EXAMPLES[name]).status_code == 200


def test_unknown_engine_is_404(staff):
    answer = post(staff, "guess", {})
    assert answer.status_code == 404 and "rank, screen" in answer.json()["error"]


def test_get_is_405(staff):
    answer = staff.get("/api/v1/rank")
    assert answer.status_code == 405 and answer["Allow"] == "POST"


def test_forms_of_other_sites_are_415(staff):
    assert post(staff, "change", "a=b", "application/x-www-form-urlencoded").status_code == 415
    assert post(staff, "change", "{}", "text/plain").status_code == 415


def test_body_over_the_limit_is_413(staff):
    assert post(staff, "change", b" " * (LIMIT_BYTES + 1)).status_code == 413
    assert post(staff, "change", b" " * LIMIT_BYTES).status_code == 400


def test_nothing_of_a_refused_request_is_logged(staff, caplog):
    post(staff, "change", '{"instrument":"secret-of-ann"}')
    assert "secret-of-ann" not in caplog.text


def test_answer_is_not_kept_by_browsers(staff):
    assert post(staff, "change", EXAMPLES["change"])["Cache-Control"] == "no-store"


def test_openapi_describes_every_engine_to_anybody(client, db):
    answer = client.get("/api/v1/openapi.json")
    description = answer.json()
    assert answer.status_code == 200 and description["openapi"] == "3.1.0"
    assert set(description["paths"]) == {f"/{name}" for name in ENGINES}
    assert client.post("/api/v1/openapi.json").status_code == 405


def test_openapi_references_lead_somewhere(client, db):
    description = client.get("/api/v1/openapi.json").json()
    known = description["components"]["schemas"]

    def references(node):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for held in node.values():
                yield from references(held)
        elif isinstance(node, list):
            for held in node:
                yield from references(held)

    found = set(references(description))
    assert len(found) > 30
    assert all(reference.removeprefix("#/components/schemas/") in known for reference in found)
