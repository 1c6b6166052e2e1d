"""What every peer shares: its arguments, timing, memory and the lines it prints.

    peer_X.py --data DIR [--rows 1e6] [--variant V] [--threads 2] [--reps 5] QUERY…
        answers the queries, one JSON line each
    peer_X.py --data DIR … --serve
        the same, with the queries coming line by line on standard input
    peer_X.py --data DIR … --load
        reads the coverage CSV into a table; one JSON line with time and memory
"""

import argparse
import ctypes
import gc
import json
import math
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import suite  # noqa: E402


def arguments(variants=()):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder of the generated tables")
    parser.add_argument("--rows", default="1e6", help="size of the coverage table")
    parser.add_argument("--variant", choices=variants, default=None)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--reps", type=int, default=5)
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--load", action="store_true")
    parser.add_argument("queries", nargs="*", metavar="QUERY")
    return parser.parse_args()


def say(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def resident_mib():
    """This process's resident memory, freed blocks given back first."""
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except OSError:
        pass
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return math.nan


def timed(work):
    begin = time.perf_counter()
    result = work()
    return (time.perf_counter() - begin) * 1e3, result


def measure(work, reps, warm=True):
    """Milliseconds of each run after one that does not count, and the last run's result."""
    result = work() if warm else None
    times = []
    for _ in range(reps):
        result = None  # the answer before goes first: one is held at a time
        spent, result = timed(work)
        times.append(spent)
    return times, result


def finite(value):
    value = float(value or 0)
    return value if math.isfinite(value) else 0.0


class Peer:
    """An engine. A subclass loads tables and answers queries.

    `load(table)` makes a table of a Parquet file, `answer(query)` gives `(times, rows, checksum)`
    and `load_csv()` reads the coverage CSV as a user would and returns what must be kept alive.
    The checksum adds up all numeric cells as doubles, null and what is not finite being 0.
    """

    def __init__(self, name, options):
        self.name = name
        self.options = options
        self.loaded = set()

    def run(self):
        options = self.options
        if options.load:
            before = resident_mib()
            spent, kept = timed(self.load_csv)
            say(peer=self.name, load="cov", ms=spent, mib=resident_mib() - before)
            return
        if options.serve:
            say(peer=self.name, ready=True)
            for line in sys.stdin:
                if line.strip():
                    self.reply(line.strip())
        for query in options.queries:
            self.reply(query)

    def reply(self, query):
        try:
            for table in suite.tables(query):
                if table not in self.loaded:
                    self.load(table)
                    self.loaded.add(table)
            times, rows, checksum = self.answer(query)
        except BaseException as error:  # Polars' panics are no Exception
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            say(peer=self.name, query=query, error=str(error).strip()[:300] or repr(error))
            return
        say(peer=self.name, query=query, median_ms=statistics.median(times), min_ms=min(times),
            rows=rows, checksum=checksum)

    def path(self, table, ending):
        file = suite.path(self.options.data, table, self.options.rows, ending)
        if not os.path.exists(file):
            raise FileNotFoundError(file)
        return file
