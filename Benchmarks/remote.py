#!/usr/bin/env python3
"""Times the suite's queries over a table of PostgreSQL or Spark beside the same SQL sent by the engine's own client.

    remote.py postgres --tiendo PROGRAM [--rows 1000000] [--reps 5] [--rounds 2] [--answers] [--data DIR] [--write]
    remote.py spark --tiendo PROGRAM --address sc://HOST:PORT …

PostgreSQL is started in a temporary folder and ended with this process; the server of Spark is that of
`make engines-spark` or one of yours. What Tiendo adds is the difference of the best times: `tiendo bench`
beside `\\timing` of psql, or beside `toArrow` of PySpark. Answers are compared with those over the CSV file, and the
peak of Tiendo's memory is measured over a tenth of the rows too. The aim: at most 5 % and 20 ms more.
"""

import argparse
import datetime
import glob
import json
import math
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs/performance-engines.md"
# The queries of the suite over one table; q15 gives a million rows back.
QUERIES = [f"q{number:02}" for number in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 17, 18]]
COLUMNS = [
    ("province", "text"), ("district", "text"), ("commune", "text"), ("indicator", "text"), ("year", "int"),
    ("month", "int"), ("covered", "int"), ("total", "int"), ("rate", "double precision"), ("updated", "date")]
AIM_SHARE, AIM_MS = 0.05, 20
# Groups that there can be, however many rows: 63 provinces, 11,000 communes, 20 indicators, 10 years.
MOST_GROUPS = {"q04": 11_000 * 20 * 10, "q08": 11_000, "q09": 63 * 20 * 10, "q17": 11_000 * 20}
PAPER_ROWS = 100_000_000_000


def query_text(name, table):
    text = (HERE / f"queries/{name}.tdq").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^#.*\n", "", text)
    return re.sub(r"(?m)^cov$", table, text, count=1)


def tiendo(options, arguments, query):
    """The standard output of a run, its standard error, and its peak in MiB."""
    with tempfile.NamedTemporaryFile("w", suffix=".tdq", encoding="utf-8") as file:
        file.write(query)
        file.flush()
        process = subprocess.Popen(
            [str(options.tiendo), *arguments, file.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        output, errors = process.communicate()
        if process.returncode:
            raise SystemExit(f"tiendo failed: {errors.decode()[-600:]}")
        return output.decode(), errors.decode()


def worked(body):
    """What a body gives, and the milliseconds of processors that the processes it waits for took."""
    def taken():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (usage.ru_utime + usage.ru_stime) * 1000

    before = taken()
    result = body()
    return result, taken() - before


# A process that is small itself: what a process reports as its peak begins with that of the one that made it.
PEAK = "import os, resource, subprocess, sys; status = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); " \
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)"


def peak(options, connection, query):
    """The peak of a whole process in MiB."""
    with tempfile.NamedTemporaryFile("w", suffix=".tdq", encoding="utf-8") as file:
        file.write(query)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-S", "-E", "-c", PEAK, str(options.tiendo), "run", "--connect", connection, file.name],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        return int(done.stdout) / 1024


def rows_of(text):
    """The rows of a CSV answer as texts and numbers, in an order of their own."""
    def cells(line):
        texts, numbers = [], []
        for value in line.split(","):
            try:
                numbers.append(float(value))
            except ValueError:
                texts.append(value)
        return texts, numbers
    return sorted(map(cells, text.splitlines()[1:]))


def is_same(one, other):
    """Whether two rows are equal, numbers to nine digits."""
    return one[0] == other[0] and len(one[1]) == len(other[1]) and all(
        math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9) for left, right in zip(one[1], other[1]))


# The driver without Tiendo: an address, a statement, and how often; prints the milliseconds of each time but the first.
DRIVER = """
import sys, time
import adbc_driver_postgresql.dbapi as driver
with driver.connect(sys.argv[1]) as connection:
    for number in range(int(sys.argv[3]) + 1):
        with connection.cursor() as cursor:
            start = time.perf_counter()
            cursor.execute(sys.argv[2])
            for batch in cursor.fetch_record_batch():
                pass
            if number:
                print((time.perf_counter() - start) * 1000)
"""


class Postgres:
    title, client, rounds = "PostgreSQL", "psql", 2

    def __init__(self, options):
        folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda name: -int(name.split("/")[4]))
        if not folders:
            raise SystemExit("remote: PostgreSQL is not installed (Debian: apt install postgresql)")
        self.bin = folders[0]
        self.port = 20_000 + os.getpid() % 20_000
        serve = ROOT / "Tests/TestSupport/Databases/serve-postgres.sh"
        self.server = subprocess.Popen(
            ["sh", str(serve), self.bin, str(self.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        ready = self.server.stdout.readline().decode().split()
        if ready[:1] != ["ready"]:
            raise SystemExit("remote: PostgreSQL does not start")
        self.folder = ready[1]
        self.address = f"postgresql://tiendo@127.0.0.1:{self.port}/postgres"
        self.version = self.psql("show server_version").split()[0]

    def psql(self, sql, *more):
        done = subprocess.run(
            [f"{self.bin}/psql", "-h", self.folder, "-p", str(self.port), "-U", "tiendo", "-d", "postgres", "-X", "-q",
             "-A", "-t", "-v", "ON_ERROR_STOP=1", *more], input=sql.encode(), stdout=subprocess.PIPE, check=True)
        return done.stdout.decode()

    def load(self, table, file):
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
        self.psql(
            f"create table {table} ({columns});\n\\copy {table} from '{file}' with (format csv, header)\n"
            f"vacuum analyze {table};")

    def times(self, sql, reps):
        """The answer goes into a file that keeps nothing, as psql shows it."""
        def asked(times):
            printed, work = worked(lambda: self.psql(
                f"\\o /dev/null\n{sql};\n\\timing on\n" + f"{sql};\n" * times))
            return [float(ms) for ms in re.findall(r"Time: ([0-9.]+) ms", printed)], work

        found, work = asked(reps)
        once, less = asked(1)
        return found + once, (work - less) / (reps - 1)

    def way(self, options, connection, sql, reps):
        """What rows cost on their way: the answer of a statement as a table, read whole by psql, by the driver
        alone, and by Tiendo. Nothing is computed there, so that the times wander little."""
        self.psql(f"create table answer as {sql};\nvacuum analyze answer;")
        python = Path(os.environ["VIRTUAL_ENV"]) / "bin/python"
        found = {"psql": [], "the driver alone": [], "Tiendo": []}
        for _ in range(3):
            found["psql"] += self.times("select * from answer", reps)[0]
            printed = subprocess.run(
                [python, "-c", DRIVER, self.address, "select * from answer", str(reps)], stdout=subprocess.PIPE)
            found["the driver alone"] += [float(line) for line in printed.stdout.split()]
            lines, _ = tiendo(options, ["bench", "--connect", connection, "--reps", str(reps)], "db.answer")
            found["Tiendo"].append(json.loads(lines.splitlines()[-1])["median_ms"])
        return {name: statistics.median(times) for name, times in found.items() if times}

    def close(self):
        self.server.stdin.close()
        self.server.wait()


class Spark:
    title, client, rounds = "Spark", "PySpark", 3

    def __init__(self, options):
        from pyspark.sql import SparkSession

        self.address = options.address
        self.session = SparkSession.builder.remote(options.address).getOrCreate()
        self.version = self.session.version

    def load(self, table, file):
        kinds = {"text": "STRING", "int": "INT", "double precision": "DOUBLE", "date": "DATE"}
        schema = ", ".join(f"{name} {kinds[kind]}" for name, kind in COLUMNS)
        self.session.sql(f"DROP TABLE IF EXISTS {table}").collect()
        self.session.read.csv(str(file), header=True, schema=schema).write.saveAsTable(table)

    def times(self, sql, reps):
        import time

        found = []
        # A session of its own, as a process of ours has: the server compiles queries anew for each.
        session = type(self.session).builder.remote(self.address).create()
        session.sql(sql).toArrow()
        before = time.process_time()
        for _ in range(reps):
            start = time.perf_counter()
            session.sql(sql).toArrow()
            found.append((time.perf_counter() - start) * 1000)
        work = (time.process_time() - before) * 1000 / reps
        session.stop()
        return found, work

    def close(self):
        self.session.stop()


def source(options, rows):
    file = options.data / f"coverage_1e{len(str(rows)) - 1}.csv"
    if not file.exists():
        sys.path.insert(0, str(HERE))
        import bench

        options.data.mkdir(parents=True, exist_ok=True)
        bench.make_data(options, [file.stem])
    return file


def sql_of(options, engine, connection, query):
    """The one statement that answers a query; nil where some of it runs here."""
    try:
        text, _ = tiendo(options, ["run", "--connect", connection], "explain sql " + query)
    except SystemExit:
        return None
    parts = re.split(r"(?m)^-- .*$", text)
    statements = [part.strip().rstrip(";") for part in parts if part.strip()]
    return statements[0] if len(statements) == 1 else None


def over_the_line(options, connection, query):
    """The bytes of the statements that a query sends, and the rows that it brings over, of `explain analyze`."""
    text, _ = tiendo(options, ["run", "--connect", connection], "explain analyze " + query)
    statements = re.findall(r"(?m)^( *)part \d+, answered by .*:\n((?:\1  .*\n)+)", text)
    sent = sum(len("\n".join(line[len(indent) + 2:] for line in statement.splitlines()).encode())
               for indent, statement in statements)
    rows = re.findall(r"([0-9,]+) rows +db \(SQL", text)
    return sent, sum(int(count.replace(",", "")) for count in rows)


def measured(options, engine):
    file = source(options, options.rows)
    small = source(options, options.rows // 10)
    engine.load("coverage", file)
    engine.load("coverage_small", small)
    connection = f"db={engine.address}"
    rows = []
    for name in options.only.split(",") if options.only else QUERIES:
        query = query_text(name, "db.coverage")
        there, notes = tiendo(options, ["run", "--format", "csv", "--connect", connection], query)
        here, _ = tiendo(options, ["run", "--format", "csv"], query_text(name, f'"{file}"'))
        expected, found = rows_of(here), rows_of(there)
        sql = None if options.answers else sql_of(options, engine, connection, query)
        ours, theirs, work, their_work = [], [], [], []
        # One repetition alone tells no work.
        reps = max(2, options.reps)

        def ask_ours():
            lines, own = worked(lambda: tiendo(options, ["bench", "--connect", connection, "--reps", str(reps)], query)[0])
            ours.append(json.loads(lines.splitlines()[-1])["min_ms"])
            _, less = worked(lambda: tiendo(options, ["bench", "--connect", connection, "--reps", "1"], query))
            work.append((own - less) / (reps - 1))

        def ask_theirs():
            if sql:
                times, own = engine.times(sql, reps)
                theirs.append(min(times))
                their_work.append(own)

        # In turn, each as often the first, since what comes later finds a server that is warmer; twice as often
        # where there seems to be a difference.
        rounds = 0 if options.answers else options.rounds or engine.rounds
        for number in range(2 * rounds):
            if number >= rounds and (not theirs or min(ours) - min(theirs) <= most(min(theirs))):
                break
            for ask in [ask_ours, ask_theirs][::1 if number % 2 else -1]:
                ask()
            # What takes seconds is asked less often.
            reps = max(2, options.reps if ours[0] < 1000 else options.reps // 2)
        row = {"name": name, "rows": len(found),
               "same": len(expected) == len(found) and all(map(is_same, expected, found)),
               "peak": peak(options, connection, query),
               "small": peak(options, connection, query_text(name, "db.coverage_small")),
               "answer": len(there.encode())}
        row["sent"], row["received"] = over_the_line(options, connection, query)
        row["received_small"] = over_the_line(options, connection, query_text(name, "db.coverage_small"))[1]
        if not row["same"]:
            row["differ"] = [pair for pair in zip(expected, found) if not is_same(*pair)][:3]
        if ours:
            row["ours"], row["work"] = min(ours), max(0, statistics.median(work))
        if theirs:
            row["theirs"] = min(theirs)
            row["wander"] = max(theirs) - min(theirs)
            row["their_work"] = max(0, statistics.median(their_work))
        if name == "q04" and sql and hasattr(engine, "way"):
            row["way"] = engine.way(options, connection, sql, reps)
        rows.append(row)
        print({key: value if not isinstance(value, float) else round(value, 1) for key, value in row.items()}, flush=True)
    return rows


def most(theirs):
    """What may be added to so many milliseconds."""
    return max(AIM_MS, AIM_SHARE * theirs)


def answers_section(options, engine, rows):
    lines = [
        f"## {engine.title} {engine.version}, {options.rows:,} rows: answers and memory", "",
        "| query | rows | same as here | rows received | over a tenth | peak MiB | peak over a tenth |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: |"]
    for row in rows:
        lines.append(
            f"| {row['name']} | {row['rows']:,} | {'yes' if row['same'] else '**no**'} | {row['received']:,} | "
            f"{row['received_small']:,} | {row['peak']:.0f} | {row['small']:.0f} |")
    return lines + [""]


def section(options, engine, rows):
    if options.answers:
        return answers_section(options, engine, rows)
    lines = [
        f"## {engine.title} {engine.version}, {options.rows:,} rows", "",
        f"| query | rows | same as here | Tiendo, ms | {engine.client}, ms | more | its rounds differ by | CPU of Tiendo, ms | "
        f"CPU of {engine.client}, ms | peak MiB | peak over a tenth |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for row in rows:
        theirs = row.get("theirs")
        more = "part of it runs here" if theirs is None else (
            f"{row['ours'] - theirs:+,.0f} ms, {100 * (row['ours'] / theirs - 1):+.0f} %")
        lines.append(
            f"| {row['name']} | {row['rows']:,} | {'yes' if row['same'] else '**no**'} | {row['ours']:,.0f} | "
            f"{'–' if theirs is None else f'{theirs:,.0f}'} | {more} | "
            f"{'–' if theirs is None else '{:,.0f} ms'.format(row['wander'])} | {row['work']:.1f} | "
            f"{'{:.1f}'.format(row['their_work']) if 'their_work' in row else '–'} | {row['peak']:.0f} | {row['small']:.0f} |")
    sent = [row for row in rows if "theirs" in row]
    over = [row for row in sent if row["ours"] - row["theirs"] > most(row["theirs"])]
    clear = [row["name"] for row in over if row["ours"] - row["theirs"] > row["wander"]]
    unclear = [row["name"] for row in over if row["name"] not in clear]
    busy = [row["name"] for row in sent if row["work"] - row["their_work"] > most(row["theirs"])]
    lines += ["", f"{len(sent)} of {len(rows)} queries are one statement there. "
              + (f"More than 20 ms and 5 % are added to {', '.join(clear)}. " if clear else
                 "To none of them more than 20 ms and 5 % are added. ")
              + (f"Of {', '.join(unclear)} the difference is more, and less than that between the rounds of "
                 f"{engine.client} itself. " if unclear else "")
              + "The processors' time that Tiendo takes for one repetition, driver and all, is "
              + (f"more than that above {engine.client}'s own for {', '.join(busy)}." if busy else
                 f"nowhere more than that above {engine.client}'s own."), ""]
    for row in rows:
        if "way" in row:
            times = ", ".join(f"{name} {ms:,.0f} ms" for name, ms in row["way"].items())
            lines += [
                f"What {row['received']:,} rows cost on their way, when the answer of {row['name']} is a table that is read "
                f"whole (medians; nothing is computed there, so that they wander little): {times}.", ""]
    return lines + on_paper(options, engine, rows)


def on_paper(options, engine, rows):
    """What goes over the line, and what would over a table of 1e11 rows with the same keys."""
    lines = [
        f"On paper, over {PAPER_ROWS:,} rows of the same 11,000 communes, 20 indicators and 10 years: statements are as "
        "long, and what comes back depends on the keys, not on the rows. Rows that still grow between the two tables are "
        "bounded by the number of keys that there are; bytes are those of the answer as CSV, at the same width.", "",
        "| query | bytes sent | rows received | over a tenth | over 1e11, at most | MB of answer |",
        "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for row in rows:
        most = MOST_GROUPS.get(row["name"], row["received"])
        # A pivot makes few rows of many groups.
        answered = most if row["rows"] == row["received"] else row["rows"]
        size = row["answer"] / max(1, row["rows"]) * answered / 1e6
        numbers = [f"{row[key]:,}" for key in ["sent", "received", "received_small"]]
        bound = f"{most:,}"
        if row["name"] not in MOST_GROUPS and row["received"] != row["received_small"]:
            bound = "**grows**"
        lines.append(f"| {row['name']} | {numbers[0]} | {numbers[1]} | {numbers[2]} | {bound} | {size:,.1f} |")
    return lines + [""]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=["postgres", "spark"])
    parser.add_argument("--tiendo", required=True, type=Path)
    parser.add_argument(
        "--address", default=os.environ.get("TIENDO_SPARK", ""), help="of the server of Spark Connect")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--reps", type=int, default=5)
    parser.add_argument("--rounds", type=int, help="how often each is asked for so many repetitions")
    parser.add_argument("--data", type=Path, default=ROOT / ".build-bench/data")
    parser.add_argument("--only", default="", help="queries, as in q01,q17")
    parser.add_argument("--answers", action="store_true", help="answers and memory alone, no times")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.tiendo, options.data = options.tiendo.resolve(), options.data.resolve()
    # Where `make engines` puts the drivers.
    os.environ.setdefault("VIRTUAL_ENV", str(ROOT / ".build-engines/venv"))
    engine = (Postgres if options.engine == "postgres" else Spark)(options)
    try:
        rows = measured(options, engine)
        lines = section(options, engine, rows)
    finally:
        engine.close()
    print("\n".join(lines))
    if options.write:
        write(lines)
    sys.exit(not all(row["same"] for row in rows))


def place(heading):
    """What tells a section of the page from others: the engine and the rows, not its version."""
    words = heading.split("\n")[0].split()
    return words[1], int(words[3].replace(",", ""))


def write(lines):
    """Puts the section into the page in place of the one that was there."""
    head = [
        "# What databases cost more through Tiendo", "",
        "Written by `make bench-engines`; do not edit by hand. Losses stand here as well as wins.", "",
        "Each query of the suite runs over the table `coverage` of a server on the same machine: once to warm up, then "
        "several times in a session of its own, both in turn and each as often the first. Times are the best of all, since "
        "those of a server wander by more than what is asked here, what Tiendo adds. The client beside it sends the "
        "statement that `explain sql` prints and throws the answer away as it shows it. What runs partly here has no such statement. Peaks are those of whole "
        "processes of Tiendo, over the table and over one of a tenth of its rows.", ""]
    known = {}
    if PAGE.exists():
        for part in re.split(r"(?m)^(?=## )", PAGE.read_text(encoding="utf-8"))[1:]:
            known[place(part)] = part.rstrip("\n").split("\n") + [""]
    known[place(lines[0])] = [lines[0], "", f"Measured on {datetime.date.today()}, {os.cpu_count()} processors, load average "
                    f"{os.getloadavg()[0]:.1f} at the end.", *lines[1:]]
    PAGE.write_text("\n".join(head + [line for key in sorted(known) for line in known[key]]).rstrip("\n") + "\n",
                    encoding="utf-8")


if __name__ == "__main__":
    main()
