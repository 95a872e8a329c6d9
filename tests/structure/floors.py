"""The floors of the house, read from the import contracts so that there is one list of them."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def contracts() -> list[dict[str, Any]]:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = data["tool"]["importlinter"]["contracts"]
    return found


def floor_of() -> dict[str, int]:
    """The floor of each app by its label, 0 at the bottom; siblings share one."""
    layers = next(contract["layers"] for contract in contracts() if contract["id"] == "floors")
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }
