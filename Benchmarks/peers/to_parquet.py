"""Makes typed Parquet files of the generated CSV files, from which the peers load.

    to_parquet.py DIR NAME…         (NAME without its ending; what is newer than its CSV stays)
"""

import os
import sys

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

NARROW = ["year", "month", "covered", "total", "population", "digit", "step", "batch",
          "post", "serial", "number", "a", "b"]  # 32 bits hold these
DATES = ["updated", "start", "due", "done", "opened"]


def convert(folder, name):
    source, target = f"{folder}/{name}.csv", f"{folder}/{name}.parquet"
    if os.path.exists(target) and os.path.getmtime(target) >= os.path.getmtime(source):
        return
    types = {column: pa.int32() for column in NARROW}
    types.update({column: pa.date32() for column in DATES})
    table = pa.csv.read_csv(
        source,
        parse_options=pa.csv.ParseOptions(newlines_in_values=name.startswith("widetext")),
        convert_options=pa.csv.ConvertOptions(column_types=types, strings_can_be_null=True))
    pa.parquet.write_table(table, target + ".part", compression="zstd")
    os.rename(target + ".part", target)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    for name in sys.argv[2:]:
        convert(sys.argv[1], name)
