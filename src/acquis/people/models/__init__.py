from acquis.people.models.mail_link import MailLink
from acquis.people.models.person import Person

__all__ = ["MailLink", "Person"]
