"""What the benchmark asks: the tables with their files, and the queries with the tables they read."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
QUERIES = HERE / "queries"

# Table -> file without its ending; `{size}` is the size asked for.
FILES = {
    "cov": "coverage_{size}",
    "cov1m": "coverage_1e6",
    "communes": "communes",
    "tasks": "tasks",
    "skewed": "skewed_1e6",
    "uniq": "distinct_1e6",
    "wide": "widetext_1e6",
    "keys": "keys_1e7",
    "ten": "partners_1e1",
    "places": "partners_1e4",
    "names": "partners_1e6",
    "whole": "partners_1e7",
}

# Text columns with few values: ENUM, LowCardinality and Categorical where a peer has them.
LOW_CARDINALITY = {
    "cov": ["province", "district", "commune", "indicator"],
    "cov1m": ["province", "district", "commune", "indicator"],
    "communes": ["commune", "region"],
    "tasks": ["owner", "status"],
    "skewed": ["unit", "category"],
    "uniq": [],
    "wide": [],
    "keys": ["area", "kind", "text4", "text5"],
    "ten": ["name"],
    "places": ["area", "text"],
    "names": [],
    "whole": ["name"],
}

NULLABLE = {
    "tasks": ["start", "due", "done", "weight"],
    "skewed": ["category", "opened", "amount", "score", "active"],
}

# The public suite: 18 queries of the coverage panel and 2 of the tasks.
MAIN = [f"q{n:02}" for n in range(1, 19)] + ["t1", "t2"]
# Other shapes of data: many nulls, skewed keys, keys that never repeat, wide text.
SHAPES = [f"s{n}" for n in range(1, 9)] + [f"d{n}" for n in range(1, 8)] + [
    f"w{n}" for n in range(1, 6)]
# Keys of many kinds over 1e7 rows: grouped, joined, sorted.
KEYS = [f"k{n}" for n in range(1, 9)] + [f"j{n}" for n in range(1, 7)] + [
    f"o{n}" for n in range(1, 5)]

_BY_LETTER = {"q": ["cov"], "t": ["tasks"], "s": ["skewed"], "d": ["uniq"], "w": ["wide"],
              "k": ["keys"], "o": ["keys"]}
_OTHER = {"q13": ["cov", "communes"], "q15": ["cov1m"], "j1": ["keys", "ten"],
          "j2": ["keys", "ten"], "j3": ["keys", "places"], "j4": ["keys", "places"],
          "j5": ["keys", "names"], "j6": ["keys", "whole"]}


def tables(query):
    """The tables a query reads."""
    return _OTHER.get(query) or _BY_LETTER[query[0]]


def title(query):
    """What a query does: the comment in the first line of its file."""
    with open(QUERIES / f"{query}.tdq", encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip()


def path(data, table, size, ending="csv"):
    return Path(data) / f"{FILES[table].format(size=size)}.{ending}"


def files(queries, size):
    """The names, without ending, of the files that these queries read."""
    wanted = {FILES[t].format(size=size) for q in queries for t in tables(q)}
    return sorted(wanted)
