"""Fails unless every pure room and every action of the record is covered to the last branch."""

import json
import re
import sys
from pathlib import Path

PURE = (
    "terms supplies atlas painmap safety needling outcomes exercises billing forecasting decision figures "
    "engines"
)
GATED = re.compile(rf"src/drypoint/(?:({PURE.replace(' ', '|')})/.*|clinic/.*/actions(?:/.*)?(?:\.py)?)")


def shortfalls(report: dict[str, dict[str, dict[str, object]]]) -> list[str]:
    """One line for each gated file of a ``coverage json`` report that misses lines or branches."""
    lines: list[str] = []
    for name, file in sorted(report["files"].items()):
        if not GATED.fullmatch(name):
            continue
        missing_lines, missing_branches = file["missing_lines"], file.get("missing_branches", [])
        if missing_lines or missing_branches:
            lines.append(f"{name}: lines {missing_lines}, branches {missing_branches}")
    return lines


def main() -> int:
    report = json.loads(Path(sys.argv[1]).read_text())
    if not any(GATED.fullmatch(name) for name in report["files"]):
        print("coverage: the report holds none of the gated files", file=sys.stderr)
        return 1
    lacking = shortfalls(report)
    for line in lacking:
        print(f"not covered: {line}", file=sys.stderr)
    print(f"coverage: pure rooms and actions {'have gaps' if lacking else 'complete'}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
