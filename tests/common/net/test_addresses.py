import pytest

from acquis.common.net import is_public

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "93.184.215.14",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.1",
        "2606:4700:4700::1111",
        "2a01:4f8::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address) is True


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_ipv4_addresses_that_are_not_public_in_whatever_form(address: str) -> None:
    packed = int.from_bytes(bytes(int(part) for part in address.split(".")), "big")
    high, low = packed >> 16, packed & 0xFFFF
    inverse = packed ^ 0xFFFFFFFF
    forms = {
        "plain": address,
        "mapped": f"::ffff:{address}",
        "mapped in hexadecimal": f"::ffff:{high:x}:{low:x}",
        "compatible": f"::{address}",
        "6to4": f"2002:{high:x}:{low:x}::1",
        "NAT64": f"64:ff9b::{high:x}:{low:x}",
        "Teredo": f"2001:0:808:808:0:0:{inverse >> 16:x}:{inverse & 0xFFFF:x}",
        "scoped": f"::ffff:{address}%eth0",
    }
    assert {name: is_public(form) for name, form in forms.items()} == dict.fromkeys(forms, False)


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "::1%lo",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "ff02::1",
        "100::1",
        "2001:db8::1",
        "64:ff9b:1::808:808",
        "64:ff9b:1:a9fe:a9:fe00:808:808",
        "::ffff:0:7f00:1",
        "::ffff:0:808:808",
        "2606:4700:4700::1111%eth0",
        "::ffff:8.8.8.8%1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "2001:10::1",
        "2001:20::1",
    ],
)
def test_ipv6_addresses_that_are_not_public(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "8.8.8",
        "8.8.8.8.8",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "08.8.8.8",
        "8.8.8.8/32",
        "[::1]",
        " 8.8.8.8",
        "８.8.8.8",
    ],
)
def test_what_is_no_address_in_its_plain_form_is_not_public(text: str) -> None:
    assert is_public(text) is False
