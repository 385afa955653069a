from django.apps import AppConfig


class StockApp(AppConfig):
    name = "drypoint.clinic.stock"
    label = "stock"
