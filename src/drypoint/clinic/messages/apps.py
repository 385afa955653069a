from django.apps import AppConfig


class MessagesApp(AppConfig):
    name = "drypoint.clinic.messages"
    label = "clinic_messages"
