from django.apps import AppConfig


class SecuringConfig(AppConfig):
    name = "acquis.securing"
    label = "securing"

    def ready(self) -> None:
        from acquis.securing import receivers  # noqa: F401, PLC0415 - subscribes once models are loaded
