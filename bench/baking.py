"""Baking into the pictures that the product draws, read once, one credential after another.

R is the raw rate of PyNaCl's Ed25519 signing: what baking must keep pace with.
"""

from collections.abc import Callable
from itertools import cycle, islice

from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from acquis.credentials import PngCanvas, SvgCanvas, extract, issue
from acquis.modelling.drawing import BadgeDesign, Pictogram, Shape, draw_badge, render_png
from bench.harness import Line, rate_line, rates
from bench.samples import NOW, SEED, SIGNER, TWO_SKILLS, credential, rows

DISTINCT = 64


def figures() -> list[Line]:
    secret = crypto_sign_seed_keypair(SEED)[1]
    credentials = [
        issue(credential(TWO_SKILLS, row), SIGNER, created=NOW)
        for row in islice(rows(TWO_SKILLS), DISTINCT)
    ]
    svg = draw_badge(_design())
    canvases = {
        "bake_png": PngCanvas(render_png(svg)),
        "bake_svg": SvgCanvas(svg.encode()),
    }
    work: dict[str, Callable[[], object]] = {"R": lambda: crypto_sign(bytes(64), secret)}
    for name, canvas in canvases.items():
        if any(extract(canvas.bake(document)) != document for document in credentials):
            raise AssertionError(f"{name}: what was baked does not come out again")
        work[name] = _one_after_another(canvas.bake, credentials)
    found = rates(work)
    return [
        {
            **rate_line(name, found, "R"),
            "size": len(canvas.bake(credentials[0])),
            "credential": len(credentials[0]),
        }
        for name, canvas in canvases.items()
    ]


FIGURES = ((("bake_png", "bake_svg"), figures),)


def _one_after_another(
    bake: Callable[[bytes], bytes], credentials: list[bytes]
) -> Callable[[], object]:
    following = cycle(credentials).__next__
    return lambda: bake(following())


def _design() -> BadgeDesign:
    return BadgeDesign(
        title="Animer une réunion qui décide",
        issuer="Institut Boréal",
        shape=next(iter(Shape)),
        pictogram=next(iter(Pictogram)),
        primary="#1d4ed8",
        accent="#f59e0b",
        level=2,
        level_count=4,
        level_label="Confirmé",
    )
