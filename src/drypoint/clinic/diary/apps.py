from django.apps import AppConfig


class DiaryApp(AppConfig):
    name = "drypoint.clinic.diary"
    label = "diary"
