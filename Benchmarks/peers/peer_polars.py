"""Polars' lazy frames; with `--variant categorical` low-cardinality texts are Categorical.

Each query is tried with the in-memory and the streaming engine; the faster is the one measured.
"""

import os

from common import Peer, arguments, finite, measure, suite, timed

OPTIONS = arguments(["categorical"])
os.environ["POLARS_MAX_THREADS"] = str(OPTIONS.threads)  # read when the library is loaded
import polars as pl  # noqa: E402


def wide_sum(column):
    """A sum that may not fit 32 bits: Polars adds in the column's own type, and wraps."""
    return pl.col(column).cast(pl.Int64).sum()


def queries(table, categorical):
    """Name -> a function that gives the query. `table` gives a lazy frame by name."""
    col = pl.col
    months = col("year") * 12 + col("month")

    def text(column):
        return col(column).cast(pl.String) if categorical else col(column)

    def in_year(year):
        return col("covered").filter(col("year") == year).sum()

    def q05():
        sums = table("cov").group_by("province", "district").agg(
            col("covered").sum().cast(pl.Int64).alias("s"))
        return sums.with_columns(
            (col("s") * 100.0 / col("s").sum().over("province")).alias("pct"))

    def q06():
        sums = table("cov").group_by("province", "commune").agg(col("covered").sum().alias("s"))
        return sums.filter(col("s").rank("ordinal", descending=True).over("province") <= 10)

    def q08():
        sums = table("cov").filter(col("year").is_in([2023, 2024])).group_by("commune").agg(
            in_year(2023).alias("a"), in_year(2024).alias("b"))
        return sums.with_columns(
            (col("b") - col("a")).alias("diff"),
            ((col("b") - col("a")) * 100.0 / col("a")).alias("pct"),
        ).sort("diff", descending=True)

    def q16():
        running = col("covered").cast(pl.Int64).cum_sum().over(
            "commune", "indicator", order_by=months)
        return table("cov").select(running.alias("running")).select(
            col("running").max().alias("m"), col("running").sum().alias("s"))

    def q17():
        x, y = months.cast(pl.Float64), col("rate")
        return table("cov").group_by("commune", "indicator").agg(
            (pl.cov(x, y) / x.var()).alias("slope"))

    def t1():
        overdue = col("done").is_null() & (col("due") < pl.date(2024, 6, 30))
        return table("tasks").group_by("owner", "status").agg(
            pl.len(), pl.sum("weight"), overdue.sum().alias("overdue"),
            (col("done") - col("due")).dt.total_days().mean().alias("delay"))

    def s7():
        best = table("skewed").sort("score", descending=True, nulls_last=True)
        return best.group_by("category").agg(col("score").head(5)).explode("score")

    return {
        "q01": lambda: table("cov").filter(
            (col("year") == 2023) & (col("rate") < 50)).select(pl.len()),
        "q02": lambda: table("cov").filter(
            (col("province") == "Hà Nội") & (col("indicator") == "Bảo hiểm y tế")
        ).select(pl.sum("covered"), pl.sum("total")),
        "q03": lambda: table("cov").group_by("province").agg(
            wide_sum("covered"), wide_sum("total"), pl.mean("rate"), pl.len()),
        "q04": lambda: table("cov").group_by("commune", "indicator", "year").agg(
            pl.sum("covered"), pl.sum("total")),
        "q05": q05,
        "q06": q06,
        "q07": lambda: table("cov").group_by("province").agg(
            col("commune", "covered").top_k_by("covered", 10)).explode("commune", "covered"),
        "q08": q08,
        "q09": lambda: table("cov").group_by("province", "indicator", "year").agg(
            pl.sum("covered")).group_by("province", "indicator").agg(
                in_year(y).alias(f"y{y}") for y in range(2015, 2025)),
        "q10": lambda: table("cov").group_by("indicator", "year").agg(
            col("commune").n_unique().alias("n")),
        "q11": lambda: table("cov").group_by("province", "indicator").agg(
            col("rate").median().alias("m"), col("rate").quantile(0.9, "linear").alias("p")),
        "q12": lambda: table("cov").filter(
            text("commune").str.contains("Hòa", literal=True)
        ).select(pl.len(), wide_sum("covered")),
        "q13": lambda: table("cov").join(table("communes"), on="commune").group_by("region").agg(
            wide_sum("covered"), wide_sum("population"), pl.len()),
        "q14": lambda: table("cov").select("commune", "indicator", "rate", "covered").sort(
            "rate", "covered", descending=True).head(100),
        "q15": lambda: table("cov1m").sort("province", "rate", descending=[False, True]),
        "q16": q16,
        "q17": q17,
        "q18": lambda: table("cov").group_by(col("updated").dt.truncate("1mo")).agg(
            pl.mean("rate"), pl.len()),
        "t1": t1,
        "t2": lambda: table("tasks").filter(
            col("title").str.contains("hội nghị", literal=True)
        ).select(pl.len(), pl.sum("weight")),
        "s1": lambda: table("skewed").group_by("unit").agg(
            pl.len(), pl.sum("amount"), pl.mean("score")),
        "s2": lambda: table("skewed").group_by("category").agg(
            pl.len(), pl.sum("amount"), pl.max("score")),
        "s3": lambda: table("skewed").group_by("code").agg(pl.len(), pl.sum("amount")),
        "s4": lambda: table("skewed").filter(
            col("category").is_not_null() & (col("score") > 100) & col("active")
        ).select(pl.len(), pl.sum("amount")),
        "s5": lambda: table("skewed").group_by("category").agg(
            pl.median("score"), col("unit").n_unique()),
        "s6": lambda: table("skewed").select("unit", "amount").sort(
            "amount", "unit", descending=[True, False], nulls_last=True).head(100),
        "s7": s7,
        "s8": lambda: table("skewed").group_by(col("opened").dt.year()).agg(
            pl.len(), pl.sum("amount"), pl.mean("score")),
        "d1": lambda: table("uniq").group_by("key").agg(pl.len(), pl.sum("amount")),
        "d2": lambda: table("uniq").group_by("reference").agg(pl.len(), pl.sum("value")),
        "d3": lambda: table("uniq").select(
            col("key").n_unique(), col("reference").n_unique()),
        "d4": lambda: table("uniq").select("id", "amount").join(
            table("uniq").select("parent", "value"), left_on="id", right_on="parent"
        ).select(pl.len(), pl.sum("amount"), pl.sum("value")),
        "d5": lambda: table("uniq").select("key", "amount").sort("key").head(100),
        "d6": lambda: table("uniq").sort("key"),
        "d7": lambda: table("uniq").sort("value", descending=True),
        "w1": lambda: table("wide").filter(
            col("note").str.contains("hội nghị tập", literal=True)
        ).select(pl.len(), pl.sum("pages")),
        "w2": lambda: table("wide").group_by("label").agg(pl.len(), pl.sum("pages")),
        "w3": lambda: table("wide").select(
            col("note").str.len_chars().cast(pl.Int64).sum()),
        "w4": lambda: table("wide").select("note", "id").sort("note").head(100),
        "w5": lambda: table("wide").select(col("note").n_unique()),
        "k1": lambda: table("keys").group_by("text4").agg(pl.sum("a")),
        "k2": lambda: table("keys").group_by("text5").agg(pl.sum("a"), pl.mean("v")),
        "k3": lambda: table("keys").group_by("text5").agg(pl.max("a") - pl.min("b")),
        "k4": lambda: table("keys").group_by("text6").agg(pl.len(), pl.sum("a")),
        "k5": lambda: table("keys").group_by("post").agg(pl.sum("a"), pl.mean("v")),
        "k6": lambda: table("keys").group_by("text4", "step").agg(pl.sum("a")),
        "k7": lambda: table("keys").group_by("area", "kind", "text5", "step", "batch", "post").agg(
            pl.len(), pl.sum("v")),
        "k8": lambda: table("keys").group_by("serial").agg(pl.sum("v")),
        "j1": lambda: table("keys").select("digit", "a", "b", "v").join(
            table("ten"), left_on="digit", right_on="number", coalesce=False),
        "j2": lambda: table("keys").select("step", "a", "b", "v").join(
            table("ten"), left_on="step", right_on="number",
            how="left", coalesce=False),
        "j3": lambda: table("keys").select("text4", "a", "v").join(
            table("places").select("text", "size"), left_on="text4", right_on="text",
            coalesce=False),
        "j4": lambda: table("keys").select("area", "step", "a", "v").join(
            table("places").select("area", "step", "size"), on=["area", "step"]),
        "j5": lambda: table("keys").select("text6", "a", "v").join(
            table("names"), left_on="text6", right_on="text", how="left", coalesce=False),
        "j6": lambda: table("keys").select("serial", "a", "v").join(
            table("whole").select("number", "size"), left_on="serial", right_on="number",
            coalesce=False),
        "o1": lambda: table("keys").select("area", "text5", "post", "a", "v").sort("v"),
        "o2": lambda: table("keys").select("area", "text5", "post", "a", "v").sort("text5"),
        "o3": lambda: table("keys").select("area", "text5", "step", "a", "v").sort(
            "area", "step", "v", descending=[False, False, True]),
        "o4": lambda: table("keys").select("serial", "text5", "post", "v").sort("serial"),
    }


class Polars(Peer):
    def __init__(self, options):
        super().__init__("polars-cat" if options.variant else "polars", options)
        self.frames = {}
        self.queries = queries(
            lambda table: self.frames[table].lazy(), bool(options.variant))

    def load(self, table):
        frame = pl.read_parquet(self.path(table, "parquet"))
        if self.options.variant:
            frame = frame.with_columns(
                pl.col(column).cast(pl.Categorical)
                for column in suite.LOW_CARDINALITY[table])
        self.frames[table] = frame.rechunk()

    def load_csv(self):
        texts = {}
        if self.options.variant:
            texts = {column: pl.Categorical for column in suite.LOW_CARDINALITY["cov"]}
        return pl.read_csv(
            self.path("cov", "csv"), try_parse_dates=True, schema_overrides=texts)

    def answer(self, query):
        frame = self.queries[query]()
        engines = {}
        failure = None
        for engine in ("in-memory", "streaming"):
            try:
                work = lambda: frame.collect(engine=engine)  # noqa: E731
                engines[engine] = min(timed(work)[0] for _ in range(3))
            except BaseException as error:  # a panic of one engine leaves the other
                failure = error
        if not engines:
            raise failure
        best = min(engines, key=engines.get)
        times, answer = measure(
            lambda: frame.collect(engine=best), self.options.reps, warm=False)
        checksum = 0.0
        for column in answer:
            if column.dtype.is_numeric():
                values = column.cast(pl.Float64)
                checksum += finite(values.filter(values.is_finite()).sum())
        return times, answer.height, checksum


if __name__ == "__main__":
    Polars(OPTIONS).run()
