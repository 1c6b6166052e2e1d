#!/usr/bin/env python3
"""Checks the catalogue against its own description: python3 datasets/make/check.py"""

import collections
import csv
import datetime
import json
import pathlib
import re
import unicodedata

FOLDER = pathlib.Path(__file__).resolve().parent.parent
PARSE = {
    "string": lambda s: s,
    "integer": int,
    "number": float,
    "year": lambda s: int(re.fullmatch(r"\d{4}", s)[0]),
    "date": datetime.date.fromisoformat,
    "boolean": lambda s: {"true": True, "false": False}[s],
}
problems = []


def load(resource):
    name, schema = resource["name"], resource["schema"]
    raw = (FOLDER / resource["path"]).read_bytes()
    text = raw.decode("utf-8")
    if not unicodedata.is_normalized("NFC", text):
        problems.append(f"{name}: not NFC")
    if b"\r" in raw or raw.startswith(b"\xef\xbb\xbf") or not raw.endswith(b"\n"):
        problems.append(f"{name}: line ends or a byte order mark")
    header, *rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    if header != [f["name"] for f in schema["fields"]]:
        problems.append(f"{name}: header {header}")
    table = []
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            problems.append(f"{name}:{number}: {len(row)} fields")
            continue
        record = {}
        for field, text in zip(schema["fields"], row):
            rules = field.get("constraints", {})
            where = f"{name}:{number}:{field['name']}"
            if text == "":
                if rules.get("required"):
                    problems.append(f"{where}: empty")
                record[field["name"]] = None
                continue
            if text != text.strip():
                problems.append(f"{where}: spaces at an end")
            try:
                value = record[field["name"]] = PARSE[field["type"]](text)
            except (ValueError, KeyError, TypeError):
                problems.append(f"{where}: {text!r} is no {field['type']}")
                continue
            if "enum" in rules and text not in rules["enum"]:
                problems.append(f"{where}: {text!r} is not among {rules['enum']}")
            if "minimum" in rules and value < rules["minimum"]:
                problems.append(f"{where}: {value} is too small")
        table.append(record)
    keys = [tuple(r.get(k) for k in schema["primaryKey"]) for r in table]
    for key in [k for k, n in collections.Counter(keys).items() if n > 1 or None in k]:
        problems.append(f"{name}: key {key}")
    for role, column in resource["tiendo"]["roles"].items():
        if column not in header:
            problems.append(f"{name}: role {role} names no column: {column}")
    return table


def listed(fields):
    return [fields] if isinstance(fields, str) else fields


def main():
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    tables = {r["name"]: load(r) for r in package["resources"]}
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            there = {
                tuple(r[f] for f in listed(key["reference"]["fields"]))
                for r in tables[key["reference"]["resource"]]
            }
            for row in tables[resource["name"]]:
                value = tuple(row[f] for f in listed(key["fields"]))
                if value not in there:
                    problems.append(f"{resource['name']}: {value} is not in {key['reference']}")
    series = {r["indicator"] for n in ("coverage", "practice_coverage") for r in tables[n]}
    series |= {r["index"] for r in tables["indices"]}
    for row in tables["indicator_map"]:
        if row["series"] not in series:
            problems.append(f"indicator_map: no such series: {row['series']}")
    for row in tables["coverage"]:
        counted = row["covered"] and row["total"]
        if counted and abs(row["value"] - 100 * row["covered"] / row["total"]) > 0.05:
            problems.append(f"coverage: value and counts part: {row}")
    names = {r["name"] for r in tables["units"]}
    for row in tables["indices"]:
        if row["rank"] and row["n_units"] and row["rank"] > row["n_units"]:
            problems.append(f"indices: rank beyond the number of units: {row}")
    for row in tables["aliases"]:
        if row["alias"] in names and row["alias"] != "Huế":
            problems.append(f"aliases: {row['alias']} is a name")
    for name, table in tables.items():
        print(f"{len(table):6} {name}")
    print("\n".join(problems) if problems else "no problems")
    raise SystemExit(1 if problems else 0)


if __name__ == "__main__":
    main()
