"""Which IP addresses belong to the public internet, in all the forms they can be written in."""

import ipaddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Translated as the local network pleases, so that no one can tell where it leads (RFC 8215).
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
# All that is assigned to hosts of the IPv6 internet so far (IANA), and what is not meant in it.
_UNICAST = ipaddress.ip_network("2000::/3")
_DOCUMENTATION = ipaddress.ip_network("3fff::/20")
_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")


def is_public(address: str) -> bool:
    """Whether the address is one that anybody on the internet could reach.

    IPv4 addresses inside IPv6 ones (mapped, 6to4, Teredo, NAT64) count as what they lead to. An
    address with a zone means one interface of this machine, and so is never public.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id is not None or found in _LOCAL_NAT64:
            return False
        inner = _embedded(found)
        if inner is not None:
            return is_public(str(inner))
        if found not in _UNICAST or found in _DOCUMENTATION:
            return False
    elif found in _CARRIER_NAT:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or int(address) < 2**32:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
