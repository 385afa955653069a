from django.apps import AppConfig


class TrainingApp(AppConfig):
    name = "drypoint.clinic.training"
    label = "training"
