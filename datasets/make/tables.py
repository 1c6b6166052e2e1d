"""Reading the facts and writing the tables: UTF-8, NFC, LF, quotes only where needed."""

import csv
import pathlib
import unicodedata


def read(path):
    """Every row of a CSV file as a dictionary of NFC text without spaces at the ends."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [
            {k: unicodedata.normalize("NFC", v or "").strip() for k, v in row.items()}
            for row in csv.DictReader(file)
        ]


def write(path, columns, rows):
    """Writes rows (dictionaries) in the order given; a column that a row lacks is empty."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            unknown = set(row) - set(columns)
            if unknown:
                raise SystemExit(f"{path}: unknown columns {sorted(unknown)}")
            writer.writerow(
                [unicodedata.normalize("NFC", str(row.get(name, ""))) for name in columns]
            )
    print(f"{pathlib.Path(path).name}: {len(rows)} rows")
