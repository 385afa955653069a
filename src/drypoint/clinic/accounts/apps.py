from django.apps import AppConfig


class AccountsApp(AppConfig):
    name = "drypoint.clinic.accounts"
    label = "accounts"
