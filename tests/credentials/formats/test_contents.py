import pytest

from acquis.credentials import NotBakeable, OpenBadges, PngCanvas, SvgCanvas
from acquis.credentials.formats import strict_json
from tests.credentials import samples

pytestmark = pytest.mark.unit

NO_CREDENTIAL = (
    "Only a credential can be baked: the bytes of a JSON object or of a compact JWS, without "
    "anything before or after it."
)
NEVER = [
    b"",
    b"{",
    b"}",
    b" {}",
    b"{}\n",
    b"[]",
    b"\xef\xbb\xbf{}",
    b"eyJ.a",
    b"eyJ.a.b.c",
    b"eyJ.a.b ",
    b"eyJ.a.b=",
    b'eyJ.a.b"><script/>',
    b"abc.a.b",
    b"ftp://a.example/1",
    b"https://",
    b"https://a.example/ 1",
    b'https://a.example/"',
    b"https://a.example/<",
    b"https://a.example/>",
    "https://a.example/é".encode(),
    b"https://a.example/1\n",
]


@pytest.mark.parametrize("canvas", [PngCanvas(samples.PNG), SvgCanvas(samples.SVG)])
@pytest.mark.parametrize("content", [*NEVER, b"https://a.example/1"])
def test_only_what_looks_like_a_credential_is_baked(
    canvas: PngCanvas | SvgCanvas, content: bytes
) -> None:
    with pytest.raises(NotBakeable) as caught:
        canvas.bake(content)
    assert str(caught.value) == NO_CREDENTIAL


@pytest.mark.parametrize(
    "canvas",
    [
        PngCanvas(samples.PNG, version=OpenBadges.V2),
        SvgCanvas(samples.SVG, version=OpenBadges.V2),
    ],
)
@pytest.mark.parametrize("content", NEVER)
def test_only_what_looks_like_an_assertion_is_baked(
    canvas: PngCanvas | SvgCanvas, content: bytes
) -> None:
    with pytest.raises(NotBakeable) as caught:
        canvas.bake(content)
    assert str(caught.value) == NO_CREDENTIAL


@pytest.mark.parametrize("canvas", [PngCanvas(samples.PNG), SvgCanvas(samples.SVG)])
def test_what_nobody_would_read_is_not_baked(canvas: PngCanvas | SvgCanvas) -> None:
    filling = strict_json.MAX_BYTES - 2
    assert canvas.bake(b"{" + b" " * filling + b"}")
    with pytest.raises(NotBakeable, match=r"^The credential is larger than 2 MB\.$"):
        canvas.bake(b"{" + b" " * (filling + 1) + b"}")
