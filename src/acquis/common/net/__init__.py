"""The only way out: fetching public documents, from public addresses, within limits."""

from acquis.common.net.addresses import is_public
from acquis.common.net.fetcher import PublicFetcher

__all__ = ["PublicFetcher", "is_public"]
