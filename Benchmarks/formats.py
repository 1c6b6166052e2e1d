#!/usr/bin/env python3
"""Reads and writes each format beside the libraries that others use, and writes docs/performance-formats.md.

    Benchmarks/run.sh formats --tiendo PROGRAM [--data DIR] [--rows 1000000] [--reps 3] [--only parquet,xlsx]
                              [--write]

All tools read the same file within the same minute, each in a process of its own that reads it several
times; medians. Rows and the sum of a column of every table are compared; an answer that differs is an error.
"""

import argparse
import datetime
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEER = HERE / "peers/peer_formats.py"
COLUMNS = ["duckdb", "polars", "pyarrow"]
# What is read: title, kind, file without its folder, who reads it.
READ = [
    ("CSV", "csv", "coverage.csv", COLUMNS),
    ("CSV, gzip", "csv.gz", "coverage.csv.gz", COLUMNS),
    ("CSV, zstd", "csv.zst", "coverage.csv.zst", ["duckdb", "polars"]),
    ("NDJSON", "ndjson", "coverage.ndjson", COLUMNS),
    ("Parquet, zstd", "parquet", "coverage.parquet", COLUMNS),
    ("Parquet, snappy", "parquet", "coverage-snappy.parquet", COLUMNS),
    ("Arrow", "arrow", "coverage.arrow", ["polars", "pyarrow"]),
    ("XLSX, {rows} rows of 10 cells", "xlsx", "cells.xlsx",
     ["python-calamine", "openpyxl, read-only", "openpyxl"]),
    ("XLSX, 100,000 rows of 10 cells", "xlsx", "cells-small.xlsx",
     ["python-calamine", "openpyxl, read-only", "openpyxl"]),
]
WRITE = [
    ("CSV", "csv", COLUMNS),
    ("NDJSON", "ndjson", ["duckdb", "polars"]),
    ("Parquet, zstd", "parquet", COLUMNS),
    ("Arrow", "arrow", ["polars", "pyarrow"]),
    ("XLSX, 100,000 rows of 10 cells", "xlsx", ["openpyxl, write-only", "xlsxwriter"]),
]


def make_workbook(path, rows):
    """Three texts, a date, whole numbers, a percentage, decimals and a remark, as an office has them."""
    import xlsxwriter

    random.seed(5)
    book = xlsxwriter.Workbook(str(path) + ".part")
    sheet = book.add_worksheet("Data")
    day, percent = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0.00%"})
    sheet.write_row(0, 0, [
        "province", "commune", "indicator", "date", "year", "total", "covered", "rate", "value", "note"])
    first = datetime.date(2015, 1, 1)
    for row in range(1, rows + 1):
        total = random.randrange(50, 90_000)
        covered = random.randrange(0, total + 1)
        sheet.write_string(row, 0, f"Tỉnh {random.randrange(63)}")
        sheet.write_string(row, 1, f"Xã số {random.randrange(11_000)}")
        sheet.write_string(row, 2, f"chỉ tiêu {random.randrange(20)}")
        sheet.write_datetime(row, 3, first + datetime.timedelta(days=random.randrange(3650)), day)
        sheet.write_number(row, 4, 2015 + random.randrange(10))
        sheet.write_number(row, 5, total)
        sheet.write_number(row, 6, covered)
        sheet.write_number(row, 7, round(covered / total, 4), percent)
        sheet.write_number(row, 8, round(random.gauss(50, 12), 2))
        sheet.write_string(row, 9, f"ghi chú {random.randrange(50_000)}")
    book.close()
    os.rename(str(path) + ".part", path)


def make_files(folder, source, rows, is_small):
    """The same table in every form, by other programs than the one that is measured."""
    import duckdb
    import polars as pl
    import pyarrow.feather
    import pyarrow.parquet

    base = folder / "coverage.csv"
    if not base.exists():
        os.symlink(source, base)
    if not (folder / "coverage.parquet").exists():
        table = pl.read_csv(base, try_parse_dates=True).to_arrow()
        pyarrow.parquet.write_table(table, folder / "coverage-snappy.parquet", compression="snappy")
        pyarrow.feather.write_feather(table, folder / "coverage.arrow", compression="uncompressed")
        pyarrow.parquet.write_table(table, folder / "coverage.parquet", compression="zstd")
    if not is_small:
        return
    text = f"SELECT * FROM read_csv('{base}')"
    for name, form in [
            ("coverage.csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip"),
            ("coverage.csv.zst", "FORMAT csv, HEADER, COMPRESSION zstd"), ("coverage.ndjson", "FORMAT json")]:
        if not (folder / name).exists():
            duckdb.sql(f"COPY ({text}) TO '{folder / name}' ({form})")
    for name, count in [("cells.xlsx", rows), ("cells-small.xlsx", 100_000)]:
        if not (folder / name).exists():
            make_workbook(folder / name, count)


def prepared(folder, source, rows, is_small):
    """Makes the files, and gives rows and sum of the two tables.

    In a process of its own: the peak of memory that a process reports begins with that of the one that made it,
    so this one has to stay small.
    """
    done = subprocess.run(
        [sys.executable, __file__, "--prepare", str(folder), str(source), str(rows), "all" if is_small else "parquet"],
        stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def prepare(folder, source, rows, is_small):
    import polars as pl
    import python_calamine

    sys.path.insert(0, str(PEER.parent))
    import peer_formats

    # A sheet holds no more rows than this.
    make_files(folder, source, min(rows, 1_000_000), is_small)
    if not is_small:
        print("null")
        return
    columns = pl.read_parquet(folder / "coverage.parquet", columns=["total"])
    cells = python_calamine.CalamineWorkbook.from_path(str(folder / "cells-small.xlsx"))
    print(json.dumps([
        [columns.height, columns["total"].sum()],
        list(peer_formats.rows_answer(cells.get_sheet_by_index(0).to_python()))]))


def ours(options, action, kind, file):
    """The program's own times: of loading, and of a query that writes."""
    with tempfile.TemporaryDirectory() as folder:
        query = Path(folder) / "q.tdq"
        answer = 't | derive all = 1 | group by all: rows = count(), total = sum(total) | select rows, total\n'
        written = f't | export "{folder}/written.{kind}" with (overwrite: true)\n'
        query.write_text(answer if action == "read" else written, encoding="utf-8")
        lines, peak = [], 0
        for _ in range(options.reps if action == "read" else 1):
            command = [
                str(options.tiendo), "bench", "--load", f"t={file}", "--threads", str(options.threads),
                "--reps", str(options.reps if action == "write" else 1), str(query)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            output = process.stdout.read().decode()
            complaint = process.stderr.read().decode()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise SystemExit(f"tiendo failed on {file}: {complaint[-400:]}")
            peak = max(peak, usage.ru_maxrss / 1024)
            load, query_line = [json.loads(line) for line in output.splitlines()[:2]]
            lines.append((
                load["ms"], (usage.ru_utime + usage.ru_stime) * 1000, query_line["median_ms"],
                query_line["checksum"]))
        lines.sort()
        middle = lines[len(lines) // 2]
        if action == "read":
            return {"ms": middle[0], "cpu": middle[1], "mib": peak, "checksum": middle[3]}
        counted = subprocess.run(
            [sys.executable, __file__, "--count", f"{folder}/written.{kind}", kind], stdout=subprocess.PIPE, check=True)
        return {"ms": middle[2], "mib": peak, "rows": json.loads(counted.stdout)}


def written_rows(path, kind):
    """What another program finds in a file of ours: rows and the sum."""
    if kind == "xlsx":
        sys.path.insert(0, str(PEER.parent))
        import peer_formats
        import python_calamine

        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return list(peer_formats.rows_answer(book.get_sheet_by_index(0).to_python()))
    import polars as pl

    readers = {"csv": pl.read_csv, "ndjson": pl.read_ndjson, "parquet": pl.read_parquet, "arrow": pl.read_ipc}
    table = readers[kind](path)
    return [table.height, table["total"].sum()]


def peer(options, action, library, kind, file):
    """What is read is read by a process of its own each time, as by ours: one that has read before finds its memory
    there already."""
    if action == "write":
        return peer_process(options, action, library, kind, file, options.reps)
    rows = []
    # The whole book of openpyxl takes a minute and gigabytes.
    for _ in range(1 if library == "openpyxl" else options.reps):
        rows.append(peer_process(options, action, library, kind, file, 1))
        if "error" in rows[-1]:
            return rows[-1]
    rows.sort(key=lambda row: row["ms"])
    return {**rows[len(rows) // 2], "mib": max(row["mib"] for row in rows)}


def peer_process(options, action, library, kind, file, reps):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(PEER), action, library, kind, str(file), str(reps), str(options.threads)],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=3600)
        if done.returncode:
            return {"error": done.stderr.decode(errors="replace").strip().splitlines()[-1][:200]}
        return json.loads(done.stdout)


def measured(options, action, title, kind, file, libraries):
    rows = {"tiendo": ours(options, action, kind, file)}
    for library in libraries:
        rows[library] = peer(options, action, library, kind, file)
    good = {name: row for name, row in rows.items() if "error" not in row}
    faults = []
    if action == "read":
        answers = {(row["rows"], row["sum"]) for name, row in good.items() if name != "tiendo"}
        wanted = {row + total for row, total in answers}
        if len(answers) > 1 or (wanted and abs(good["tiendo"]["checksum"] - wanted.pop()) > 1e-6):
            faults.append(f"{title}: answers differ: {good}")
    elif good["tiendo"]["rows"] != options.expected[kind == "xlsx"]:
        faults.append(f"{title}: written {good['tiendo']['rows']}, expected {options.expected[kind == 'xlsx']}")
    best = min((row["ms"] for name, row in good.items() if name != "tiendo"), default=None)
    print(f"{action} {title}: " + ", ".join(
        f"{name} {row['ms']:.0f} ms {row['mib']:.0f} MiB" if "ms" in row else f"{name}: {row['error']}"
        for name, row in rows.items()) + (f"; {best / rows['tiendo']['ms']:.2f} times" if best else ""), flush=True)
    return {"title": title, "rows": rows, "best": best, "faults": faults}


def table(results, title):
    lines = [f"## {title}", ""]
    lines += ["| | tool | ms | peak MiB | tool / ours |", "| --- | --- | ---: | ---: | ---: |"]
    for result in results:
        own = result["rows"]["tiendo"]["ms"]
        for name, row in result["rows"].items():
            first = result["title"] if name == "tiendo" else ""
            shown = f"**{name}**" if name == "tiendo" else name
            if "error" in row:
                lines.append(f"| {first} | {shown} | fails | – | – |")
            else:
                ratio = "" if name == "tiendo" else f"{row['ms'] / own:.2f}"
                lines.append(f"| {first} | {shown} | {row['ms']:,.0f} | {row['mib']:,.0f} | {ratio} |")
    return lines + [""]


def aims(read):
    """The bars of the formats, and whether each is met."""
    found = []

    def say(is_met, text):
        found.append(f"- {'met' if is_met else '**missed**'}: {text}")

    for result in read:
        # The aims are those of the larger of the two books.
        if "100,000 rows" in result["title"]:
            continue
        rows, own = result["rows"], result["rows"]["tiendo"]
        calamine = rows.get("python-calamine", {})
        if "ms" in calamine:
            ratio = calamine["ms"] / own["ms"]
            say(ratio >= 3, f"{result['title']}: {ratio:.2f} times as fast as python-calamine, the aim being 3")
        whole = rows.get("openpyxl", {})
        if "mib" in whole:
            say(own["mib"] * 10 <= whole["mib"],
                f"{result['title']}: peak {own['mib']:.0f} MiB, a tenth of openpyxl's {whole['mib']:.0f}")
        if result["title"].startswith("Parquet"):
            for name in ["duckdb", "polars"]:
                if "ms" in rows.get(name, {}):
                    ratio = rows[name]["ms"] / own["ms"]
                    say(ratio >= 1, f"{result['title']}: {ratio:.2f} times as fast as {name}, the aim being 1")
    return found


def versions(options):
    import importlib.metadata as metadata

    names = ["duckdb", "polars", "pyarrow", "python-calamine", "openpyxl", "xlsxwriter"]
    found = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    own = subprocess.run([str(options.tiendo), "--version"], stdout=subprocess.PIPE).stdout.decode().splitlines()[0]
    return own, f"{found}, python {platform.python_version()}"


def data_folder(options, rows, is_small=True):
    """Makes the data where they are not there yet; only Parquet where they are not small."""
    size = f"1e{len(str(rows)) - 1}"
    source = (options.data / f"coverage_{size}.csv").resolve()
    if not source.exists():
        sys.path.insert(0, str(HERE))
        import bench

        options.data.mkdir(parents=True, exist_ok=True)
        bench.make_data(options, [f"coverage_{size}"])
    folder = options.data / f"formats_{size}"
    folder.mkdir(parents=True, exist_ok=True)
    found = prepared(folder, source, rows, is_small)
    if is_small:
        options.expected = found
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tiendo", required=True, type=Path)
    parser.add_argument("--data", type=Path, default=Path(".build-bench/data"))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=0, help="rows of one more Parquet file, which is read")
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.tiendo = options.tiendo.resolve()
    # The libraries run in folders of their own.
    options.data = options.data.resolve()
    folder = data_folder(options, options.rows)
    only = set(filter(None, options.only.split(",")))
    read = [
        measured(options, "read", title.format(rows=f"{min(options.rows, 1_000_000):,}"), kind, folder / name, tools)
        for title, kind, name, tools in READ if not only or kind.split(".")[0] in only]
    if options.large and (not only or "parquet" in only):
        large = data_folder(options, options.large, is_small=False)
        read += [
            measured(options, "read", f"{title}, {options.large:,} rows", kind, large / name, tools)
            for title, kind, name, tools in READ if kind == "parquet"]
    write = [
        measured(
            options, "write", title, kind,
            folder / ("cells-small.xlsx" if kind == "xlsx" else "coverage.parquet"), tools)
        for title, kind, tools in WRITE if not only or kind in only]
    reached = aims(read)
    print("\n".join(reached))
    faults = [fault for result in read + write for fault in result["faults"]]
    if options.write and not faults:
        own, others = versions(options)
        lines = [
            "# Performance of formats", "",
            f"Written by `make bench-formats` on {datetime.date.today()}; do not edit by hand. Losses stand here as "
            "well as wins.", "",
            f"- {own}; {others}. {options.threads} threads for every tool that uses several.",
            f"- {os.cpu_count()} processors; load average when it ended: {os.getloadavg()[0]:.1f}. Other work on the "
            "machine slows all tools alike, so that ratios count more than times.",
            f"- The table is `coverage` of the benchmark, {options.rows:,} rows of 10 columns; workbooks have three "
            "texts, a date, whole numbers, a percentage, decimals and a remark in each row. Files are made by other "
            "programs than Tiendo.",
            f"- Each tool reads the file {options.reps} times, each time in a new process, all columns, into a table "
            "of its own with types (openpyxl and python-calamine: into Python's values; a whole book of openpyxl "
            "once); medians, without the start of the process and of Python's modules. The peak is that of the whole "
            "process.",
            "- openpyxl's read-only mode keeps nothing of what it reads.",
            "- Rows and the sum of a column are compared between all tools; what Tiendo writes is read by Polars and "
            "python-calamine.", ""]
        lines += table(read, "Reading") + table(write, "Writing") + ["## Aims", ""] + reached
        Path("docs/performance-formats.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--prepare"]:
        prepare(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5] == "all")
    elif sys.argv[1:2] == ["--count"]:
        print(json.dumps(written_rows(Path(sys.argv[2]), sys.argv[3])))
    else:
        main()
