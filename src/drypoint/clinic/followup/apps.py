from django.apps import AppConfig


class FollowupApp(AppConfig):
    name = "drypoint.clinic.followup"
    label = "followup"
