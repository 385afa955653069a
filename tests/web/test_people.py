"""People pages: find, register, see, change."""

from django.test import Client
from django.urls import reverse
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.people.actions import people
from drypoint.clinic.people.models import Person

NEW = {"given_name": "Jonas", "family_name": "Ek", "sex_recorded": "male", "language": "en"}


def test_list_finds_by_the_beginning_of_a_name(therapist: Client, demo: Clinic, marta: Person) -> None:
    factories.make_person(demo, given_name="Jonas", family_name="Ek")
    page = therapist.get("/people/", {"q": "quin"}).content.decode()
    assert "Quintero, Marta" in page
    assert "Ek, Jonas" not in page


def test_list_answers_htmx_with_the_rows_alone(therapist: Client, marta: Person) -> None:
    page = therapist.get("/people/", headers={"HX-Request": "true"}).content.decode()
    assert "Quintero, Marta" in page
    assert "<html" not in page


def test_list_goes_on_after_twenty(therapist: Client, demo: Clinic) -> None:
    for number in range(21):
        factories.make_person(demo, given_name="P", family_name=f"N{number:02d}")
    first = therapist.get("/people/").content.decode()
    assert "N19, P" in first
    assert "N20, P" not in first
    last = demo.people.get(family_name="N19")
    assert "N20, P" in therapist.get("/people/", {"after": str(last.pk)}).content.decode()


def test_list_says_when_nobody_is_found(therapist: Client) -> None:
    assert "Nobody is registered yet" in therapist.get("/people/").content.decode()
    assert "Nobody found" in therapist.get("/people/", {"q": "zz", "after": "no-id"}).content.decode()


def test_register_leads_to_the_new_person(therapist: Client, demo: Clinic) -> None:
    answer = therapist.post("/people/new/", NEW)
    person = demo.people.get()
    assert answer.url == reverse("person", args=[person.pk])
    assert "Jonas Ek is registered." in therapist.get(answer.url).content.decode()


def test_register_keeps_what_was_typed_and_puts_the_error_beside_its_field(therapist: Client) -> None:
    answer = therapist.post("/people/new/", NEW | {"family_name": "", "desk_note": "parks at the back"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Jonas"' in page
    assert "parks at the back" in page
    assert 'href="#field_family_name"' in page
    assert 'aria-describedby="id_family_name_error"' in page


def test_register_asks_back_when_somebody_alike_is_known(
    therapist: Client, demo: Clinic, marta: Person
) -> None:
    alike = NEW | {"given_name": "Marta", "family_name": "Quintero"}
    page = therapist.post("/people/new/", alike).content.decode()
    assert "Somebody alike is registered already" in page
    assert demo.people.count() == 1
    therapist.post("/people/new/", alike | {"not_a_double": "on"})
    assert demo.people.count() == 2


def test_person_page_is_audited_and_shows_contact(therapist: Client, marta: Person) -> None:
    page = therapist.get(reverse("person", args=[marta.pk])).content.decode()
    assert "Marta Quintero" in page
    assert AuditEvent.objects.filter(verb="person.opened", subject_id=marta.pk).count() == 1


def test_front_desk_does_not_see_episodes(as_role, marta: Person) -> None:  # type: ignore[no-untyped-def]
    assert "Episodes" not in as_role("front_desk").get(reverse("person", args=[marta.pk])).content.decode()


def test_person_strip_warns_of_allergies(therapist: Client, demo: Clinic, marta: Person) -> None:
    from drypoint.clinic.people.actions import allergies

    allergies.record(by=factories.acting(demo), person=marta, substance="nickel")
    assert "Allergy: nickel" in therapist.get(reverse("person", args=[marta.pk])).content.decode()


def test_second_of_two_who_change_the_same_is_told_and_loses_nothing(
    therapist: Client, demo: Clinic, marta: Person
) -> None:
    url = reverse("person_revise", args=[marta.pk])
    shown = therapist.get(url).context["form"].initial
    typed = {name: value for name, value in shown.items() if value is not None} | {"phone": "111"}
    people.revise_details(
        by=factories.acting(demo), person=marta, revision=marta.revision, phone="222", email="m@home.test"
    )
    answer = therapist.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert 'value="111"' in page, "what was typed stands"
    assert "222" in page, "what they saved is shown"
    marta.refresh_from_db()
    assert marta.phone == "222"
    assert therapist.post(url, typed | {"revision": marta.revision}).status_code == 302
    marta.refresh_from_db()
    assert marta.phone == "111"


def test_person_strip_tells_what_the_desk_must_know(therapist: Client, demo: Clinic) -> None:
    person = factories.make_person(
        demo,
        preferred_name="Nan",
        pronouns="she/her",
        sex_recorded="female",
        interpreter_needed=True,
        emergency_name="Luis",
        emergency_phone="600",
    )
    page = therapist.get(reverse("person", args=[person.pk])).content.decode()
    for said in ("she/her", "Female", "called Nan", "needs an interpreter", "Luis · 600"):
        assert said in page


def test_an_archived_person_says_so(therapist: Client, demo: Clinic, marta: Person) -> None:
    people.archive(by=factories.acting(demo), person=marta, revision=marta.revision, reason="moved away")
    assert "archived" in therapist.get(reverse("person", args=[marta.pk])).content.decode()
