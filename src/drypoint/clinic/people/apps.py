from django.apps import AppConfig


class PeopleApp(AppConfig):
    name = "drypoint.clinic.people"
    label = "people"
