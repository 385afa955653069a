from typing import Any

from django.test import Client
from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.visits.actions import palpation
from drypoint.clinic.visits.queries.plans import current_plan

RHOMBOID = {"muscle": "rhomboid_major", "side": "left", "length_mm": 40.0, "diameter_mm": 0.3}


def rows(*insertions: dict[str, Any], **form: Any) -> dict[str, Any]:
    posted: dict[str, Any] = {"indication": "Pain on walking", "supersedes": "", **form}
    posted["insertion-count"] = len(insertions)
    for number, one in enumerate(insertions):
        said = {"zone": "", "side": "left", "site": 1, "needle": "", "technique": "", "position": "", **one}
        posted |= {f"insertion-{number}-{name}": value for name, value in said.items()}
    return posted


def address(care: Care, page: str = "") -> str:
    return f"/visits/{care.visit.pk}/plan/{page}"


def test_without_screening_the_page_says_what_comes_first(care: Care, browser: Client) -> None:
    assert "Screen the person first" in browser.get(address(care)).content.decode()
    answer = browser.post(address(care, "change/"), rows({"muscle": "gluteus_medius"}))
    assert answer.status_code == 422
    assert "Screen the person first" in answer.content.decode()


def test_plan_is_saved_and_its_review_shown(care: Care, browser: Client) -> None:
    factories.make_lot(care.clinic)
    care.screen()
    said = {
        "muscle": "gluteus_medius",
        "needle": "40x0.3",
        "technique": "deep",
        "position": "prone",
        "planned_depth_mm": "20",
        "electrical_stimulation": "on",
    }
    answer = browser.post(address(care, "change/"), rows(said))
    assert answer.headers["Location"] == address(care)
    plan = current_plan(care.visit)
    assert plan is not None
    insertion = plan.insertions[0]
    assert (insertion.length_mm, insertion.diameter_mm, insertion.planned_depth_mm) == (40, 0.3, 20)
    assert insertion.electrical_stimulation
    page = browser.get(address(care)).content.decode()
    assert "What lies under" in page and "0.30 × 40 mm · Deep · Prone · planned depth 20 mm" in page


def test_depths_are_shown_as_reported_and_never_called_safe(care: Care, browser: Client) -> None:
    care.screen()
    care.propose(RHOMBOID)
    page = browser.get(address(care)).content.decode()
    assert "pleura and lung" in page and "collapsed lung (pneumothorax)" in page
    assert "as reported by studies" in page
    # Kinds of length never share a table.
    tables = page.split("<caption>")[1:]
    assert not any("Skin to rib" in table and "Skin to pleura" in table for table in tables)
    lowered = page.lower()
    for claim in ("safe depth", "recommended depth", "maximal depth", "maximum depth"):
        assert lowered.count(claim) == lowered.count(f"not a {claim}")


def test_place_that_nobody_reviewed_says_so(care: Care, browser: Client) -> None:
    care.screen()
    care.propose({"zone": "head.mouth_throat", "side": "midline"})
    assert (
        "Not reviewed: nobody has written down what lies here" in browser.get(address(care)).content.decode()
    )


def test_disagreements_of_sources_stand_side_by_side(care: Care, browser: Client) -> None:
    care.screen()
    care.propose({"muscle": "trapezius_upper", "side": "left"})
    page = browser.get(address(care)).content.decode()
    assert "Sources disagree" in page and "Direction of the needle in the upper trapezius" in page


def test_buttons_add_and_drop_rows_and_lose_nothing(care: Care, browser: Client) -> None:
    care.ready()
    later = care.start_visit(7)
    care.screen(later)
    for muscle in ("gluteus_medius", "piriformis"):
        palpation.record(by=care.therapist, visit=later, muscle=muscle, side="left", status="active")
    url = f"/visits/{later.pk}/plan/change/"
    last = browser.post(url, rows(add="last")).content.decode()
    assert 'name="insertion-count" value="1"' in last and "Pain on walking" in last
    both = browser.post(url, rows({"muscle": "soleus"}, add="active", indication="typed")).content.decode()
    assert 'name="insertion-count" value="3"' in both
    assert '<option value="soleus" selected' in both and "typed" in both
    one = browser.post(url, rows({"muscle": "soleus"}, {"muscle": "piriformis"}, drop="0")).content.decode()
    assert 'name="insertion-count" value="1"' in one and '<option value="piriformis" selected' in one
    tapped = browser.post(url, rows(add="piriformis-left-1")).content.decode()
    assert '<option value="piriformis" selected' in tapped
    blank = browser.post(url, rows(add="blank")).content.decode()
    assert 'name="insertion-count" value="1"' in blank
    assert current_plan(later) is None


def test_mistakes_stand_beside_their_fields_and_nothing_is_lost(care: Care, browser: Client) -> None:
    care.screen()
    answer = browser.post(
        address(care, "change/"),
        rows(
            {"muscle": "", "planned_depth_mm": "20"},
            {"muscle": "piriformis", "side": "midline"},
            {"muscle": "piriformis", "needle": "other"},
            indication="",
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a muscle." in page and "Choose the side." in page and "Give the length." in page
    assert "This field is required." in page and 'value="20"' in page


def test_depth_beyond_the_needle_is_refused_in_words(care: Care, browser: Client) -> None:
    care.screen()
    said = {"muscle": "piriformis", "needle": "other", "length_mm": "30", "diameter_mm": "0.3"}
    answer = browser.post(address(care, "change/"), rows({**said, "planned_depth_mm": "40"}))
    assert answer.status_code == 422
    assert "more than the length of the needle" in answer.content.decode()
    assert browser.post(address(care, "change/"), rows(said)).status_code == 302


def test_second_of_two_plans_meets_the_first(care: Care, browser: Client) -> None:
    care.screen()
    theirs = care.propose()
    answer = browser.post(address(care, "change/"), rows({"muscle": "piriformis"}))
    assert answer.status_code == 409
    assert "Gluteus medius" in answer.content.decode()
    again = browser.post(address(care, "change/"), rows({"muscle": "piriformis"}, supersedes=str(theirs.pk)))
    assert again.status_code == 302


def test_plan_is_signed_with_a_reason_for_each_finding_that_asks(care: Care, browser: Client) -> None:
    care.screen(anticoagulant=True)
    care.consent()
    plan = care.propose()
    page = browser.get(address(care)).content.decode()
    assert 'name="reason_anticoagulant"' in page and "Sign the plan" in page
    bare = browser.post(address(care, "sign/"), {"plan": str(plan.pk)})
    assert bare.status_code == 422
    assert "Say why to go ahead, or what you change." in bare.content.decode()
    asked = [part.split('"')[0] for part in page.split('name="reason_')[1:]]
    said = {f"reason_{finding}": f"Superficial only ({finding})" for finding in asked}
    assert browser.post(address(care, "sign/"), {"plan": str(plan.pk), **said}).status_code == 302
    plan.refresh_from_db()
    assert plan.signed_at is not None and plan.reasons["anticoagulant"] == "Superficial only (anticoagulant)"
    signed = browser.get(address(care)).content.decode()
    assert "Signed by" in signed and "Superficial only (anticoagulant)" in signed


def test_what_is_missing_for_the_signature_is_listed_with_links(care: Care, browser: Client) -> None:
    care.screen()
    care.propose()
    page = browser.get(address(care)).content.decode()
    assert "The plan cannot be signed yet" in page and "There is no consent, or it was withdrawn." in page
    assert f'/visits/{care.visit.pk}/consent/"' in page or f'href="/visits/{care.visit.pk}/"' in page
    assert "Sign the plan" not in page


def test_a_stop_blocks_the_signature_and_says_why(care: Care, browser: Client) -> None:
    care.screen(systemic_infection=True)
    care.consent()
    plan = care.propose()
    page = browser.get(address(care)).content.decode()
    assert "While this stands, the plan cannot be signed." in page
    assert "The plan cannot be signed yet" in page and "Do not needle:" in page
    assert "Sign the plan" not in page
    said = {part.split('"')[0]: "all the same" for part in page.split('name="')[1:] if part[:7] == "reason_"}
    answer = browser.post(address(care, "sign/"), {"plan": str(plan.pk), **said})
    assert answer.status_code == 422 and "Do not needle:" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.signed_at is None


def test_assistant_plans_but_never_signs(care: Care, assistant: Client) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    page = assistant.get(address(care)).content.decode()
    assert "Sign the plan" not in page
    assert assistant.post(address(care, "sign/"), {"plan": str(plan.pk)}).status_code == 403


def test_foreign_or_stale_plan_is_not_signed(care: Care, browser: Client) -> None:
    care.screen()
    care.consent()
    first = care.propose()
    care.propose(supersedes=first)
    assert browser.post(address(care, "sign/"), {"plan": "not-an-id"}).status_code == 404
    stale = browser.post(address(care, "sign/"), {"plan": str(first.pk)})
    assert stale.status_code == 422 and "This plan was replaced" in stale.content.decode()
