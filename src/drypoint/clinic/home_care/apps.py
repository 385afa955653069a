from django.apps import AppConfig


class HomeCareApp(AppConfig):
    name = "drypoint.clinic.home_care"
    label = "home_care"
