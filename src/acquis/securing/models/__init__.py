from acquis.securing.models.credential import Credential, Delivery
from acquis.securing.models.key import IssuerKey

__all__ = ["Credential", "Delivery", "IssuerKey"]
