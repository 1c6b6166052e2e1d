"""Files of columns by pyarrow, DuckDB and Polars, for the tests of Parquet and Arrow.

    make.py make FOLDER ROWS    writes NAME.parquet (.arrow, …) and NAME.expected beside each
    make.py check FILE EXPECTED reads FILE with all three and compares
    make.py small               makes the few files that are kept in `files`

An expected file has a line of names and a line a row; cells stand between U+001F, null is `∅`.
"""
import datetime
import decimal
import os
import random
import sys

import duckdb
import numpy
import polars
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

SEPARATOR = "\x1f"
NULL = "∅"
WORDS = ["Hà Nội", "Đà Nẵng", "Huế", "", "a,b", 'q"q', "Cần Thơ", "Điện Biên"]


def text(value, kind):
    if value is None:
        return NULL
    if pa.types.is_boolean(kind):
        return "true" if value else "false"
    if isinstance(value, decimal.Decimal):
        shown = format(value, "f")
        if "." in shown:
            shown = shown.rstrip("0")
            shown += "0" if shown.endswith(".") else ""
        return shown
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (float, numpy.floating)):
        return repr(float(value))
    if isinstance(value, datetime.datetime):
        if value.tzinfo:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        shown = value.isoformat(sep=" ", timespec="microseconds").rstrip("0").rstrip(".")
        return shown
    if isinstance(value, datetime.time):
        shown = value.isoformat(timespec="microseconds")
        return shown.rstrip("0").rstrip(".")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def rows(table):
    columns = []
    for column in table.columns:
        kind = column.type
        if pa.types.is_timestamp(kind) and kind.unit == "ns":
            column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
        if pa.types.is_time(kind) and kind.unit == "ns":
            column = column.cast(pa.time64("us"), safe=False)
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        columns.append([text(value, kind) for value in column.to_pylist()])
    return [table.column_names] + [list(row) for row in zip(*columns)]


def expect(path, table):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in rows(table):
            out.write(SEPARATOR.join(row) + "\n")


def sample(count):
    source = random.Random(7)
    start = datetime.datetime(1950, 1, 1)

    def some(make, nulls=0.15):
        return [None if source.random() < nulls else make() for _ in range(count)]

    def moment(step):
        most = int(4e9 * 1e6 / step)
        return lambda: start + datetime.timedelta(microseconds=source.randint(0, most) * step)

    def number(low, high):
        return lambda: source.choice([low, high, 0, 1, source.randint(low, high)])

    def exact(digits, scale):
        most = 10**digits - 1
        return lambda: decimal.Decimal(source.randint(-most, most)).scaleb(-scale)

    return pa.table({
        "b": pa.array(some(lambda: source.random() < 0.5)),
        "i8": pa.array(some(number(-128, 127)), pa.int8()),
        "u8": pa.array(some(number(0, 255)), pa.uint8()),
        "i16": pa.array(some(number(-(2**15), 2**15 - 1)), pa.int16()),
        "u16": pa.array(some(number(0, 2**16 - 1)), pa.uint16()),
        "i32": pa.array(some(number(-(2**31), 2**31 - 1)), pa.int32()),
        "u32": pa.array(some(number(0, 2**32 - 1)), pa.uint32()),
        "i64": pa.array(some(number(-(2**63), 2**63 - 1)), pa.int64()),
        "u64": pa.array(some(number(0, 2**63 - 1)), pa.uint64()),
        "f": pa.array(some(lambda: float(numpy.float32(source.gauss(0, 1000)))), pa.float32()),
        "d": pa.array(some(lambda: source.gauss(0, 1e9)), pa.float64()),
        "dec": pa.array(some(exact(10, 2)), pa.decimal128(12, 2)),
        "dec38": pa.array(some(exact(16, 4)), pa.decimal128(38, 4)),
        "date": pa.array(some(lambda: moment(1)().date())),
        "ts_s": pa.array(some(moment(1000000)), pa.timestamp("s")),
        "ts_ms": pa.array(some(moment(1000)), pa.timestamp("ms")),
        "ts_us": pa.array(some(moment(1)), pa.timestamp("us")),
        "ts_ns": pa.array(some(moment(1)), pa.timestamp("ns")),
        "ts_tz": pa.array(some(moment(1)), pa.timestamp("us", tz="Asia/Ho_Chi_Minh")),
        "tm": pa.array(some(lambda: moment(1)().time()), pa.time64("us")),
        "s": pa.array(some(lambda: source.choice(WORDS))),
        "u": pa.array(some(lambda: "dòng %d" % source.randint(0, 10**9))),
        "ls": pa.array(some(lambda: "L%d" % source.randint(0, 300)), pa.large_string()),
        "cat": pa.array(some(lambda: source.choice("xyz"))).dictionary_encode(),
        "bin": pa.array(some(lambda: bytes(source.randint(128, 255) for _ in range(source.randint(1, 5)))), pa.binary()),
        "nul": pa.nulls(count),
        "seq": pa.array(range(count), pa.int64()),
    })


DELTA = {
    **{name: "DELTA_BINARY_PACKED" for name in ["i8", "u8", "i16", "i32", "u32", "i64", "u64", "seq", "date", "ts_us"]},
    "s": "DELTA_LENGTH_BYTE_ARRAY", "bin": "DELTA_LENGTH_BYTE_ARRAY", "u": "DELTA_BYTE_ARRAY",
    "ls": "DELTA_BYTE_ARRAY", "fx": "DELTA_BYTE_ARRAY", "dec38": "DELTA_BYTE_ARRAY", "b": "RLE",
    "f": "BYTE_STREAM_SPLIT", "d": "BYTE_STREAM_SPLIT",
}


def by_pyarrow(folder, table):
    count = table.num_rows
    fixed = pa.array([bytes([200, i % 256, i // 256, 255]) for i in range(count)], pa.binary(4))
    half = pa.array([numpy.float16(i / 8) for i in range(count)], pa.float16())
    full = table.append_column("fx", fixed).append_column("h", half)

    def save(name, table, **options):
        pq.write_table(table, f"{folder}/{name}.parquet", **options)
        expect(f"{folder}/{name}.expected", table)

    save("pyarrow", full)
    for codec in ["none", "gzip", "zstd", "snappy", "lz4"]:
        save("pyarrow-" + codec, full, compression=codec)
    save("pyarrow-v1", full.drop(["u32", "ts_ns"]), version="1.0")
    save("pyarrow-page2", full, data_page_version="2.0", compression="zstd")
    save("pyarrow-page2-none", full, data_page_version="2.0", compression="none", data_page_size=2000)
    save("pyarrow-groups", full, row_group_size=max(1, count // 7), data_page_size=500)
    save("pyarrow-plain", full, use_dictionary=False, write_statistics=False)
    for version in ["1.0", "2.0"]:
        save("pyarrow-delta-" + version, full, use_dictionary=False, column_encoding=DELTA, data_page_version=version)
    split = {**DELTA, **{name: "BYTE_STREAM_SPLIT" for name in ["i32", "i64", "seq", "dec", "fx", "h", "dec38"]}}
    save("pyarrow-split", full, use_dictionary=False, column_encoding=split)
    save("pyarrow-int96", full.select(["ts_s", "ts_us", "seq"]), use_deprecated_int96_timestamps=True)
    save("pyarrow-decimals", full.select(["dec", "seq"]), store_decimal_as_integer=True)
    save("pyarrow-empty", full.slice(0, 0))
    save("pyarrow-mixed", full.select(["u", "ls", "s", "seq"]), dictionary_pagesize_limit=1000, row_group_size=2000, data_page_size=300)
    feather.write_feather(full, f"{folder}/feather-lz4.feather", compression="lz4")
    feather.write_feather(full, f"{folder}/feather-zstd.feather", compression="zstd")
    feather.write_feather(full, f"{folder}/feather-none.feather", compression="uncompressed", chunksize=700)
    for name in ["lz4", "zstd", "none"]:
        expect(f"{folder}/feather-{name}.expected", full)
    with pa.OSFile(f"{folder}/stream.arrows", "wb") as sink, pa.ipc.new_stream(sink, full.schema) as out:
        for batch in full.to_batches(max_chunksize=900):
            out.write_batch(batch)
    expect(f"{folder}/stream.expected", full)


def nested(folder, count):
    structures = pa.array([
        None if i % 5 == 0 else {"x": None if i % 3 == 0 else i, "y": "t%d" % (i % 4), "z": {"w": i * 1.5}}
        for i in range(count)])
    table = pa.table({
        "seq": pa.array(range(count)), "st": structures, "list": pa.array([[i] for i in range(count)]),
        "map": pa.array([[("a", i)] for i in range(count)], pa.map_(pa.string(), pa.int64())),
        "last": pa.array(["z%d" % i for i in range(count)])})
    flat = table.select(["seq", "st", "last"]).flatten().flatten()
    pq.write_table(table, f"{folder}/nested.parquet")
    expect(f"{folder}/nested.expected", flat)
    with pa.OSFile(f"{folder}/nested-arrow.arrow", "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table)
    expect(f"{folder}/nested-arrow.expected", flat)


def by_polars(folder, table):
    frame = polars.from_arrow(table.drop(["ts_s"]))
    for codec in ["zstd", "snappy", "gzip", "uncompressed", "lz4"]:
        frame.write_parquet(f"{folder}/polars-{codec}.parquet", compression=codec)
        expect(f"{folder}/polars-{codec}.expected", frame.to_arrow())
    frame.write_parquet(f"{folder}/polars-groups.parquet", row_group_size=999, data_page_size=400)
    expect(f"{folder}/polars-groups.expected", frame.to_arrow())
    for codec in ["uncompressed", "lz4", "zstd"]:
        frame.write_ipc(f"{folder}/polars-ipc-{codec}.arrow", compression=codec, record_batch_size=1100)
        expect(f"{folder}/polars-ipc-{codec}.expected", frame.to_arrow())
    frame.write_ipc_stream(f"{folder}/polars-stream.arrows")
    expect(f"{folder}/polars-stream.expected", frame.to_arrow())


def by_duckdb(folder, table):
    database = duckdb.connect()
    table = table.drop(["nul", "cat"])
    database.register("t", table)
    for name, options in {
        "duckdb": "", "duckdb-zstd": ", COMPRESSION zstd", "duckdb-gzip": ", COMPRESSION gzip",
        "duckdb-none": ", COMPRESSION uncompressed", "duckdb-lz4": ", COMPRESSION lz4_raw",
        "duckdb-v2": ", PARQUET_VERSION v2, ROW_GROUP_SIZE 2048",
        "duckdb-plain": ", DICTIONARY_SIZE_LIMIT 1, PARQUET_VERSION v2",
    }.items():
        database.execute(f"COPY t TO '{folder}/{name}.parquet' (FORMAT parquet{options})")
        expect(f"{folder}/{name}.expected", table)
    database.execute(
        "COPY (SELECT seq, ('00000000-0000-0000-0000-'||lpad(seq::varchar,12,'0'))::UUID AS id,"
        " (CASE WHEN seq%2=0 THEN 'a' ELSE 'b' END)::ENUM('a','b') AS kind, seq::HUGEINT AS huge,"
        " TIME '12:34:56.5' AS tm, (seq*1.25)::DECIMAL(9,3) AS d9, (seq*1.25)::DECIMAL(18,3) AS d18"
        f" FROM t) TO '{folder}/duckdb-more.parquet' (FORMAT parquet)")
    count = table.num_rows
    exact = [decimal.Decimal(i) * decimal.Decimal("1.25") for i in range(count)]
    expect(f"{folder}/duckdb-more.expected", pa.table({
        "seq": list(range(count)), "id": ["00000000-0000-0000-0000-%012d" % i for i in range(count)],
        "kind": ["ab"[i % 2] for i in range(count)], "huge": [float(i) for i in range(count)],
        "tm": [datetime.time(12, 34, 56, 500000)] * count, "d9": exact, "d18": exact}))


def make(folder, count):
    os.makedirs(folder, exist_ok=True)
    table = sample(count)
    by_pyarrow(folder, table)
    nested(folder, count)
    by_polars(folder, table)
    by_duckdb(folder, table)


def odd(folder):
    """Values that have no exact form here, and files that are not read."""
    broken = pa.StringArray.from_buffers(
        3, pa.py_buffer(numpy.array([0, 2, 4, 4], numpy.int32).tobytes()), pa.py_buffer(b"a\xffok"))
    table = pa.table({
        "u64": pa.array([2**64 - 1, 1, None], pa.uint64()),
        "whole": pa.array([decimal.Decimal(10**30), decimal.Decimal(-7), None], pa.decimal128(38, 0)),
        "small": pa.array([decimal.Decimal(5), decimal.Decimal(-7), None], pa.decimal128(38, 0)),
        "fine": pa.array([decimal.Decimal("0.1"), decimal.Decimal("-12345.5"), None], pa.decimal128(38, 20)),
        "ns": pa.array([1, -1, None], pa.timestamp("ns")),
        "far": pa.array([9 * 10**15, 0, None], pa.timestamp("s")),
        "span": pa.array([90, 0, None], pa.duration("s")),
        "nfd": pa.array(["Ha\u0300 No\u0323\u0302i", "a", None]),
        "broken": broken,
    })
    for name, some in [("odd", table), ("brotli", table.select(["nfd"]))]:
        pq.write_table(some, f"{folder}/{name}.parquet", compression="brotli" if name == "brotli" else "zstd", coerce_timestamps=None)
    with pa.OSFile(f"{folder}/odd.arrow", "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table)
    feather.write_feather(table.select(["u64"]), f"{folder}/old.feather", version=1)


KEPT = [
    "pyarrow.parquet", "pyarrow-delta-2.0.parquet", "pyarrow-split.parquet", "duckdb.parquet",
    "duckdb-more.parquet", "polars-zstd.parquet", "pyarrow-int96.parquet", "feather-lz4.feather",
    "polars-stream.arrows", "nested.parquet", "nested-arrow.arrow",
]


def small():
    import shutil
    import tempfile
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
    odd(here)
    with tempfile.TemporaryDirectory() as folder:
        make(folder, 11)
        for name in KEPT:
            shutil.copy(os.path.join(folder, name), here)
            shutil.copy(os.path.join(folder, name.rsplit(".", 1)[0] + ".expected"), here)


def same(left, right):
    if left == right:
        return True
    try:
        return float(left) == float(right)
    except ValueError:
        return False


def check(path, expected):
    with open(expected, encoding="utf-8", newline="\n") as file:
        wanted = [line.split(SEPARATOR) for line in file.read().split("\n")[:-1]]
    if path.endswith(".parquet"):
        readers = {
            "pyarrow": lambda: pq.read_table(path),
            "DuckDB": lambda: duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table(),
            "Polars": lambda: polars.read_parquet(path).to_arrow(),
        }
    elif path.endswith(".arrows"):
        readers = {
            "pyarrow": lambda: pa.ipc.open_stream(path).read_all(),
            "Polars": lambda: polars.read_ipc_stream(path).to_arrow(),
        }
    else:
        readers = {
            "pyarrow": lambda: feather.read_table(path),
            "Polars": lambda: polars.read_ipc(path).to_arrow(),
        }
    for name, read in readers.items():
        found = rows(read())
        if len(found) != len(wanted) or found[0] != wanted[0]:
            return f"{name}: {len(found)} rows of {found[0]}, wanted {len(wanted)} of {wanted[0]}"
        for number, (left, right) in enumerate(zip(found, wanted)):
            for column, one, other in zip(wanted[0], left, right):
                if not same(one, other):
                    return f"{name}: row {number} `{column}` is {one!r}, wanted {other!r}"
    return None


def groups(path):
    """Four row groups of ten rows, whose ranges do not overlap."""
    numbers = list(range(40))
    table = pa.table({
        "row": pa.array(numbers, pa.int32()),
        "signed": pa.array([i - 10 for i in numbers], pa.int64()),
        "unsigned": pa.array([i + (4_000_000_000 if i >= 30 else 0) for i in numbers], pa.uint32()),
        "money": pa.array([decimal.Decimal(i) + decimal.Decimal("0.50") for i in numbers],
                          pa.decimal128(9, 2)),
        "day": pa.array(numbers, pa.date32()),
        "moment": pa.array([i * 100_000_000 for i in numbers], pa.timestamp("ns")),
        "code": [f"c{i // 10}" for i in numbers],
        "name": ["a \u0110ie\u0302\u0323n" if i < 10 else f"{'abcd'[i // 10]} {i}" for i in numbers],
        "holes": pa.array([None if i == 12 else i for i in numbers], pa.int32()),
        "float": [float("nan") if i == 5 else float(i) for i in numbers],
    })
    pq.write_table(table, path, row_group_size=10, store_decimal_as_integer=True)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1] == "small":
        small()
        groups("files/groups.parquet")
    else:
        fault = check(sys.argv[2], sys.argv[3])
        if fault:
            print(fault)
            sys.exit(1)
