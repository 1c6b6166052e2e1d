"""Writes bounded panels, one file an indicator: unit, year and value in percent, separated by tabs.

They are indicators of the World Bank where its service can be reached, else the practice panel of the
catalogue (made up, so that its scores say little); the file SOURCE says which.

usage: panels.py FOLDER DATASETS [SERVICE]
"""

import csv
import json
import pathlib
import sys
import urllib.request

INDICATORS = [
    "SH.IMM.IDPT", "SH.IMM.MEAS", "SH.H2O.BASW.ZS", "SH.STA.BASS.ZS", "IT.NET.USER.ZS",
    "SE.PRM.CMPT.ZS", "SE.PRM.NENR", "EG.ELC.ACCS.ZS", "SH.TBS.DTEC.ZS", "SH.HIV.ARTC.ZS",
    "SG.GEN.PARL.ZS",
]
SERVICE = "https://api.worldbank.org/v2"


def fetched(service):
    """Rows of all indicators; raises where the service cannot be reached."""
    panels = {}
    for indicator in INDICATORS:
        address = f"{service}/country/all/indicator/{indicator}?format=json&per_page=20000"
        with urllib.request.urlopen(address, timeout=20) as answer:
            _, points = json.load(answer)
        rows = [
            (point["countryiso3code"], int(point["date"]), float(point["value"]))
            for point in points
            if point["value"] is not None and point["countryiso3code"]
        ]
        # Gross rates pass 100; they are no shares.
        panels[indicator] = [row for row in rows if 0 <= row[2] <= 100]
    return panels


def practised(datasets):
    """The practice panel: rates in the good direction by the method in force, by indicator."""
    last, panels = {}, {}
    with open(datasets / "practice_coverage.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["total"] or float(row["total"]) <= 0 or not row["covered"]:
                continue
            rate = 100 * float(row["covered"]) / float(row["total"])
            if rate > 100:
                continue
            key, year = (row["indicator"], row["unit"]), int(row["year"])
            last[key] = max(last.get(key, (0, "")), (year, row["version"]))
            value = 100 - rate if row["direction"] == "down" else rate
            panels.setdefault(key, {})[year] = (row["version"], value)
    result = {}
    for (indicator, unit), years in panels.items():
        in_force = last[indicator, unit][1]
        result.setdefault(indicator, []).extend(
            (unit, year, value)
            for year, (version, value) in years.items()
            if version == in_force
        )
    return result


def main(folder, datasets, service):
    folder.mkdir(parents=True, exist_ok=True)
    try:
        panels, source = fetched(service), f"indicators of the World Bank ({service})"
    except (OSError, ValueError) as problem:
        print(f"panels: {service} cannot be read ({problem})", file=sys.stderr)
        panels = practised(datasets)
        source = "the practice panel (made up: no public data could be fetched)"
    for number, (name, rows) in enumerate(sorted(panels.items())):
        lines = [f"{unit}\t{year}\t{value!r}\n" for unit, year, value in sorted(rows)]
        (folder / f"{number:02d}.tsv").write_text("".join(lines), encoding="utf-8")
    (folder / "SOURCE").write_text(source + "\n", encoding="utf-8")


main(
    pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]),
    sys.argv[3] if len(sys.argv) > 3 else SERVICE,
)
