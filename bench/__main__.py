import json
import sys
from collections.abc import Iterator

from bench import baking, command, core, node, pages
from bench.harness import Line

SUITES = (core.FIGURES, baking.FIGURES, command.FIGURES, node.FIGURES, pages.FIGURES)


def lines(wanted: set[str]) -> Iterator[Line]:
    for figures in SUITES:
        for names, measure in figures:
            if not wanted or wanted & set(names):
                print(f"measuring {', '.join(names)} ...", file=sys.stderr, flush=True)
                yield from (line for line in measure() if not wanted or line["name"] in wanted)


def main(arguments: list[str]) -> int:
    known = {name for figures in SUITES for names, _measure in figures for name in names}
    wanted = set(arguments)
    if wanted - known:
        print(f"unknown: {sorted(wanted - known)}; known: {sorted(known)}", file=sys.stderr)
        return 2
    for line in lines(wanted):
        print(json.dumps(line), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
