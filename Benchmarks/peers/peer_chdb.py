"""ClickHouse through chdb: Memory tables, low-cardinality texts as LowCardinality(String)."""

import tempfile

import pyarrow as pa
import pyarrow.parquet
from chdb import session

import sql
from common import Peer, arguments, finite, measure, suite

TYPES = {
    "int32": "Int32", "int64": "Int64", "double": "Float64", "date32[day]": "Date32",
    "string": "String", "bool": "Bool",
}


class ClickHouse(Peer):
    def __init__(self, options):
        super().__init__("chdb", options)
        self.queries = sql.queries("clickhouse")
        self.folder = tempfile.TemporaryDirectory(prefix="chdb")
        self.db = session.Session(self.folder.name)
        self.settings = f"SETTINGS max_threads = {options.threads}, join_use_nulls = 1"

    def fill(self, table, source):
        fields = []
        for field in pa.parquet.read_schema(self.path(table, "parquet")):
            kind = TYPES[str(field.type)]
            if field.name in suite.NULLABLE.get(table, []):
                kind = f"Nullable({kind})"
            if field.name in suite.LOW_CARDINALITY[table]:
                kind = f"LowCardinality({kind})"
            fields.append(f"{field.name} {kind}")
        self.db.query(f"CREATE TABLE {table} ({', '.join(fields)}) ENGINE = Memory")
        threads = self.options.threads
        self.db.query(
            f"INSERT INTO {table} SELECT * FROM file({source}) "
            f"SETTINGS max_threads = {threads}, max_insert_threads = {threads}")

    def load(self, table):
        self.fill(table, f"'{self.path(table, 'parquet')}', Parquet")

    def load_csv(self):
        self.fill("cov", f"'{self.path('cov', 'csv')}', CSVWithNames")
        return self.db

    def number(self, query):
        return self.db.query(query, "TSV").bytes().decode().strip()

    def answer(self, query):
        def work():
            self.db.query("DROP TABLE IF EXISTS answer")
            self.db.query(
                f"CREATE TABLE answer ENGINE = Memory AS {self.queries[query]} {self.settings}")

        times, _ = measure(work, self.options.reps)
        rows = int(self.number("SELECT count() FROM answer"))
        checksum = 0.0
        for line in self.number("DESCRIBE answer").splitlines():
            column, kind = line.split("\t")[:2]
            if "Int" in kind or "Float" in kind:
                value = f"toFloat64(ifNull({column}, 0))"
                checksum += finite(self.number(
                    f"SELECT sumIf({value}, isFinite({value})) FROM answer"))
        return times, rows, checksum


if __name__ == "__main__":
    ClickHouse(arguments()).run()
