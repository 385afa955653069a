from django.apps import AppConfig


class IncidentsApp(AppConfig):
    name = "drypoint.clinic.incidents"
    label = "incidents"
