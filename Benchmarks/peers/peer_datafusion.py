"""DataFusion: tables as Arrow batches in memory, answers collected as Arrow batches."""

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet
from datafusion import SessionConfig, SessionContext

import sql
from common import Peer, arguments, finite, measure

BATCH = 8192


class DataFusion(Peer):
    def __init__(self, options):
        super().__init__("datafusion", options)
        self.queries = sql.queries("datafusion")
        self.context = SessionContext(SessionConfig().with_target_partitions(options.threads))

    def load(self, table):
        data = pa.parquet.read_table(self.path(table, "parquet"))
        kinds = [
            (field.name, pa.string_view() if field.type == pa.string() else field.type)
            for field in data.schema]
        batches = data.cast(pa.schema(kinds)).to_batches(max_chunksize=BATCH)
        share = -(-len(batches) // self.options.threads)
        parts = [batches[i:i + share] for i in range(0, len(batches), share)]
        self.context.register_record_batches(table, parts)

    def load_csv(self):
        self.context.register_csv("source", str(self.path("cov", "csv")))
        return self.context.sql("SELECT * FROM source").collect()

    def answer(self, query):
        times, batches = measure(
            lambda: self.context.sql(self.queries[query]).collect(), self.options.reps)
        checksum = 0.0
        if batches:
            for column in pa.Table.from_batches(batches).columns:
                if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
                    values = column.cast(pa.float64())
                    values = values.filter(pa.compute.is_finite(values))
                    checksum += finite(pa.compute.sum(values).as_py())
        return times, sum(batch.num_rows for batch in batches), checksum


if __name__ == "__main__":
    DataFusion(arguments()).run()
