from django.apps import AppConfig


class AuditApp(AppConfig):
    name = "drypoint.clinic.audit"
    label = "audit"
