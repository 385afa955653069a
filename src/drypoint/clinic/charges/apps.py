from django.apps import AppConfig


class ChargesApp(AppConfig):
    name = "drypoint.clinic.charges"
    label = "charges"
