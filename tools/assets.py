"""Builds what is derived: the style sheet (Tailwind, from a wheel) and the messages (Babel)."""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "acquis" / "web"
STYLES = WEB / "styles" / "app.css"
SHEET = WEB / "static" / "acquis" / "app.css"


def newest(files: list[Path]) -> float:
    return max((file.stat().st_mtime for file in files), default=0)


def build_styles() -> None:
    sources = [
        *STYLES.parent.glob("*.css"),
        *(ROOT / "src" / "acquis").rglob("templates/**/*.html"),
    ]
    if SHEET.exists() and SHEET.stat().st_mtime >= newest(sources):
        return
    tailwind = Path(sys.executable).parent / "tailwindcss"
    result = subprocess.run(
        [tailwind, "-i", STYLES, "-o", SHEET, "--minify"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.exit(f"The style sheet could not be built:\n{result.stderr}")


def compile_messages() -> None:
    for po in WEB.glob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))


if __name__ == "__main__":
    build_styles()
    compile_messages()
