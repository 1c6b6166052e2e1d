#!/usr/bin/env python3
"""Builds the practice panel, synthetic from end to end: python3 datasets/make/practice.py

Reads units.csv and crosswalk.csv beside it; the same seed gives the same file everywhere.
It holds on purpose what real data hold: gaps, a change of definition, a merger, a total of zero
and units that start late.
"""

import math
import random

from build import OUT
from tables import read, write

SEED = 20261123
SOURCE = f"synthetic, seed {SEED}"
YEARS = range(2016, 2026)

# name, direction, level at the start (logit), yearly step (logit), share of the people counted
RECORDS = "Thực hành: hồ sơ sức khỏe điện tử"
SERVICES = "Thực hành: dịch vụ công trực tuyến"
BROADBAND = "Thực hành: Internet băng rộng"
IDENTITY = "Thực hành: tài khoản định danh"
SIGNATURE = "Thực hành: chữ ký số cá nhân"
VILLAGES = "Thực hành: thôn chưa có sóng di động"
INDICATORS = [
    (RECORDS, "up", -2.6, 0.42, 1.0),
    (SERVICES, "up", -1.2, 0.30, 0.02),
    (BROADBAND, "up", -0.4, 0.24, 0.27),
    (IDENTITY, "up", -3.4, 0.62, 0.74),
    (SIGNATURE, "up", -4.2, 0.45, 0.7),
    (VILLAGES, "down", -1.6, -0.33, 0.001),
]
BREAK_YEAR = 2021  # online services are counted more strictly from here on
BREAK_STEP = -0.7
LATE = ["Bắc Kạn", "Cao Bằng", "Điện Biên", "Hà Giang", "Kon Tum", "Lai Châu", "Sóc Trăng"]
LATE_YEAR = 2019
ZERO = ("Bạc Liêu", VILLAGES, 2018)


def counts():
    """Covered and total of every unit, indicator and year, before anything is left out."""
    names = [r["name"] for r in read(OUT / "units.csv") if r["region"]]
    dice = random.Random(SEED)
    found = {}
    for unit in names:
        people = round(math.exp(dice.uniform(12.6, 14.4)))
        start = dice.uniform(-0.7, 0.7)
        for name, _, level, step, share in INDICATORS:
            pace = step * dice.uniform(0.6, 1.4)
            own = level + start * (1 if step > 0 else -1) + dice.uniform(-0.4, 0.4)
            for year in YEARS:
                total = round(people * share * (1 + 0.009 * (year - 2016)))
                logit = own + pace * (year - 2016) + dice.uniform(-0.08, 0.08)
                if name == SERVICES and year >= BREAK_YEAR:
                    logit += BREAK_STEP
                found[unit, name, year] = (round(total / (1 + math.exp(-logit))), total)
    return names, found, dice


def main():
    names, found, dice = counts()
    new_units = {r["from_name"]: r["to_name"] for r in read(OUT / "crosswalk.csv")}
    rows = []

    def add(unit, name, direction, year, covered, total, version="1", note=""):
        rows.append(
            {
                "unit": unit,
                "indicator": name,
                "year": year,
                "covered": covered,
                "total": total,
                "direction": direction,
                "version": version,
                "source": SOURCE,
                "note": note,
            }
        )

    for name, direction, *_ in INDICATORS:
        for unit in names:
            for year in YEARS:
                covered, total = found[unit, name, year]
                draw = dice.random()
                if name in (IDENTITY, SIGNATURE) and unit in LATE and year < LATE_YEAR:
                    continue
                if name == BROADBAND and year == 2025:
                    continue
                if (unit, name, year) == ZERO:
                    add(unit, name, direction, year, 0, 0, note="nothing to count this year")
                    continue
                if year not in (2016, 2025) and draw < 0.02:
                    continue
                version = "2" if name == SERVICES and year >= BREAK_YEAR else "1"
                if year != 2025 and draw > 0.99:
                    add(unit, name, direction, year, "", total, version, "not reported")
                    continue
                add(unit, name, direction, year, covered, total, version)
        if name == BROADBAND:
            merged = {}
            for unit in names:
                covered, total = found[unit, name, 2025]
                sums = merged.setdefault(new_units[unit], [0, 0])
                sums[0] += covered
                sums[1] += total
            for unit in sorted(merged):
                add(unit, name, direction, 2025, *merged[unit], "34 units", "by the 34 units")

    columns = "unit indicator year covered total direction version source note".split()
    write(OUT / "practice_coverage.csv", columns, rows)


if __name__ == "__main__":
    main()
