from django.apps import AppConfig


class VisitsApp(AppConfig):
    name = "drypoint.clinic.visits"
    label = "visits"
