from django_tasks import task

from acquis.common.domain import events, mail


@task()
def deliver_events() -> None:
    retry_at = events.deliver_pending()
    if retry_at is not None:
        deliver_events.using(run_after=retry_at).enqueue()


@task()
def send_mail() -> None:
    retry_at = mail.send_pending()
    if retry_at is not None:
        send_mail.using(run_after=retry_at).enqueue()
