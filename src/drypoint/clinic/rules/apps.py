from django.apps import AppConfig


class RulesApp(AppConfig):
    name = "drypoint.clinic.rules"
    label = "rules"
