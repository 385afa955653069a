from django.apps import AppConfig


class WebApp(AppConfig):
    name = "drypoint.web"
    label = "web"
