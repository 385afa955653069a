from django.apps import AppConfig


class EpisodesApp(AppConfig):
    name = "drypoint.clinic.episodes"
    label = "episodes"
