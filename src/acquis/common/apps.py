from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "acquis.common"
    label = "common"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created  # noqa: PLC0415 - as below

        from acquis.common import receivers, row_security  # noqa: F401, PLC0415 - models first
        from acquis.common.searching import register_fold  # noqa: PLC0415 - as above

        connection_created.connect(register_fold)
        connection_created.connect(row_security.watch)
