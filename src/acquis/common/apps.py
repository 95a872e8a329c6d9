from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "acquis.common"
    label = "common"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created  # noqa: PLC0415 - as below

        from acquis.common import receivers, row_security  # noqa: F401, PLC0415 - models first

        connection_created.connect(row_security.watch)
