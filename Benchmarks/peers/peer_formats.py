"""Reads or writes one file with one library, several times, and prints a JSON line with the times.

    peer_formats.py read|write LIBRARY KIND FILE REPETITIONS THREADS

Imports are not timed. The answer is the number of rows and the sum of one column, by which readings are
compared; `write` makes the table from FILE first and writes it into the current folder.
"""

import json
import os
import resource
import statistics
import sys
import time

os.environ["POLARS_MAX_THREADS"] = sys.argv[6] if len(sys.argv) > 6 else "2"
OUT = "written"
SUMMED = "total"


def duckdb_tools(threads):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    readers = {"csv": "read_csv", "parquet": "read_parquet", "ndjson": "read_ndjson"}

    def read(kind, file):
        reader = readers[kind.split(".")[0]]
        connection.execute(f"CREATE OR REPLACE TABLE t AS SELECT * FROM {reader}('{file}')")
        return "t"

    def answer(table):
        return connection.execute(f"SELECT count(*), sum({SUMMED}) FROM {table}").fetchone()

    forms = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd", "ndjson": "FORMAT json"}

    def write(kind, table):
        connection.execute(f"COPY {table} TO '{OUT}.{kind}' ({forms[kind]})")

    return read, answer, write


def polars_tools(threads):
    import polars as pl

    readers = {
        "csv": lambda f: pl.read_csv(f, try_parse_dates=True), "parquet": pl.read_parquet,
        "ndjson": pl.read_ndjson, "arrow": lambda f: pl.read_ipc(f)}

    def read(kind, file):
        return readers[kind.split(".")[0]](file)

    def answer(table):
        return table.height, table[SUMMED].sum()

    def write(kind, table):
        name = f"{OUT}.{kind}"
        {"csv": lambda: table.write_csv(name), "ndjson": lambda: table.write_ndjson(name),
         "parquet": lambda: table.write_parquet(name, compression="zstd"),
         "arrow": lambda: table.write_ipc(name)}[kind]()

    return read, answer, write


def pyarrow_tools(threads):
    import pyarrow as pa
    import pyarrow.compute
    import pyarrow.csv
    import pyarrow.feather
    import pyarrow.json
    import pyarrow.parquet

    pa.set_cpu_count(threads)
    readers = {
        "csv": pa.csv.read_csv, "parquet": pa.parquet.read_table, "ndjson": pa.json.read_json,
        "arrow": lambda f: pa.feather.read_table(f, memory_map=False)}

    def read(kind, file):
        return readers[kind.split(".")[0]](file)

    def answer(table):
        return table.num_rows, pa.compute.sum(table[SUMMED]).as_py()

    def write(kind, table):
        name = f"{OUT}.{kind}"
        {"csv": lambda: pa.csv.write_csv(table, name),
         "parquet": lambda: pa.parquet.write_table(table, name, compression="zstd"),
         "arrow": lambda: pa.feather.write_feather(table, name, compression="uncompressed")}[kind]()

    return read, answer, write


def rows_answer(rows):
    """Of a sheet as rows of values, the header first."""
    rows = iter(rows)
    place = list(next(rows)).index(SUMMED)
    count = total = 0
    for row in rows:
        count += 1
        total += row[place]
    return count, total


def calamine_tools(threads):
    import python_calamine

    def read(kind, file):
        return python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()

    return read, rows_answer, None


def openpyxl_tools(threads, is_streaming=True):
    import openpyxl

    def read(kind, file):
        book = openpyxl.load_workbook(file, read_only=is_streaming)
        if not is_streaming:
            return book
        # Nothing is kept in this mode: the rows are counted as they come.
        return rows_answer(book.worksheets[0].iter_rows(values_only=True))

    def answer(read):
        if isinstance(read, tuple):
            return read
        return rows_answer(read.worksheets[0].iter_rows(values_only=True))

    def write(kind, rows):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Data")
        for row in rows:
            sheet.append(row)
        book.save(f"{OUT}.{kind}")

    return read, answer, write


def xlsxwriter_tools(threads):
    import xlsxwriter

    def write(kind, rows):
        book = xlsxwriter.Workbook(f"{OUT}.{kind}", {"default_date_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Data")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        book.close()

    return None, None, write


TOOLS = {
    "duckdb": duckdb_tools, "polars": polars_tools, "pyarrow": pyarrow_tools,
    "python-calamine": calamine_tools, "openpyxl, read-only": openpyxl_tools,
    "openpyxl": lambda threads: openpyxl_tools(threads, False), "openpyxl, write-only": openpyxl_tools,
    "xlsxwriter": xlsxwriter_tools}


def table_for_writing(library, kind, file, read):
    if kind == "xlsx":
        return calamine_tools(1)[0](kind, file)
    return read("parquet", file)


def main():
    action, library, kind, file, repetitions, threads = sys.argv[1:7]
    read, answer, write = TOOLS[library](int(threads))
    table = None if action == "read" else table_for_writing(library, kind, file, read)
    walls, cpus, found = [], [], None
    for _ in range(int(repetitions)):
        found = None
        wall, cpu = time.perf_counter(), time.process_time()
        if action == "read":
            found = read(kind, file)
        else:
            write(kind, table)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    line = {
        "ms": statistics.median(walls), "cpu": statistics.median(cpus),
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    if action == "read":
        line["rows"], line["sum"] = answer(found)
    print(json.dumps(line))


if __name__ == "__main__":
    if len(sys.argv) != 7:
        raise SystemExit(__doc__)
    main()
