from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "acquis.common"
    label = "common"

    def ready(self) -> None:
        from acquis.common import receivers  # noqa: F401, PLC0415 - signals need the loaded models
