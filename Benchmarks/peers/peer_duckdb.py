"""DuckDB; with `--variant enum` low-cardinality texts are ENUMs. Answers go to temporary tables."""

import duckdb

import sql
from common import Peer, arguments, finite, measure, suite

NUMERIC = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


class DuckDB(Peer):
    def __init__(self, options):
        super().__init__("duckdb-enum" if options.variant else "duckdb", options)
        self.queries = sql.queries("duckdb")
        self.db = duckdb.connect(":memory:")
        self.db.execute(f"SET threads = {options.threads}")

    def load(self, table):
        file = self.path(table, "parquet")
        if self.options.variant != "enum":
            self.db.execute(f"CREATE TABLE {table} AS FROM '{file}'")
            return
        columns = suite.LOW_CARDINALITY[table]
        for column in columns:
            self.db.execute(
                f"CREATE TYPE {table}_{column} AS ENUM (SELECT DISTINCT {column} FROM '{file}' "
                f"WHERE {column} IS NOT NULL ORDER BY 1)")
        casts = ", ".join(f"{column}::{table}_{column} AS {column}" for column in columns)
        replaced = f"REPLACE ({casts})" if casts else ""
        self.db.execute(f"CREATE TABLE {table} AS SELECT * {replaced} FROM '{file}'")

    def load_csv(self):
        if self.options.variant == "enum":  # no reader infers them: only the memory is of interest
            return self.load("cov")
        self.db.execute(f"CREATE TABLE cov AS FROM read_csv('{self.path('cov', 'csv')}')")
        return self.db

    def answer(self, query):
        def work():
            self.db.execute("DROP TABLE IF EXISTS answer")
            self.db.execute(f"CREATE TEMP TABLE answer AS {self.queries[query]}")

        times, _ = measure(work, self.options.reps)
        rows = self.db.execute("SELECT count(*) FROM answer").fetchone()[0]
        checksum = 0.0
        for column, kind, *_ in self.db.execute("DESCRIBE answer").fetchall():
            if any(word in kind for word in NUMERIC):
                value = f'"{column}"::DOUBLE'
                total = self.db.execute(
                    f"SELECT sum({value}) FILTER (isfinite({value})) FROM answer").fetchone()[0]
                checksum += finite(total)
        return times, rows, checksum


if __name__ == "__main__":
    DuckDB(arguments(["enum"])).run()
