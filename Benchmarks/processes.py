"""Whole processes, as a user runs them: a CSV file in, the answer as a CSV file out."""

import csv
import math
import os
import shutil
import tempfile
from pathlib import Path

import engines

# Kind -> the same question for us and in SQL; `{file}` is the CSV, `{table}` what SQL reads.
QUESTIONS = {
    "province": (
        '"{file}" | group by province: n = count(), rate = rate(covered, total)',
        "SELECT province, count(*) AS n, 100.0 * sum(covered) / sum(total) AS rate FROM {table} "
        "GROUP BY province"),
    "group": (
        '"{file}" | group by province, indicator, year: '
        "c = sum(covered), t = sum(total), r = avg(rate) | sort province, indicator, year",
        "SELECT province, indicator, year, sum(covered) AS c, sum(total) AS t, avg(rate) AS r "
        "FROM {table} GROUP BY province, indicator, year ORDER BY province, indicator, year"),
    "filter": (
        '"{file}" | where province == "Hà Nội" and year == 2024 and rate < 80',
        "SELECT * FROM {table} WHERE province = 'Hà Nội' AND year = 2024 AND rate < 80"),
}
# What is asked of ten times as many rows; each reads three columns but the filter, which reads all.
SCALE = {
    "province": QUESTIONS["province"][0],
    "compare": '"{file}" | compare year 2023, 2024 by province: sum(covered)',
    "filter": QUESTIONS["filter"][0],
}
TITLES = {
    "compare": "compare two years by province",
    "province": "group by province",
    "group": "group by province, indicator, year, sorted",
    "filter": "filter on province, year and rate",
}
_POLARS = {
    "province": "g.group_by('province').agg(pl.len().alias('n'), "
                "(100.0 * pl.sum('covered') / pl.sum('total')).alias('rate'))",
    "group": "g.group_by(k).agg(pl.sum('covered'), pl.sum('total'), pl.mean('rate')).sort(k)",
    "filter": "g.filter((pl.col('province') == 'Hà Nội') & (pl.col('year') == 2024) "
              "& (pl.col('rate') < 80))",
}
OUT = "out.csv"


def commands(kind, file, program, venv, threads):
    """Tool -> command line."""
    ours, sql = QUESTIONS[kind]
    python, duckdb = venv / "bin/python", venv / "bin/duckdb"
    copied = f"COPY ({sql.format(table=repr(str(file)))}) TO '{OUT}' (HEADER)"
    tools = {"tiendo": [str(program), "-c", ours.format(file=file) + f' | export "{OUT}"']}
    if duckdb.exists():
        tools["duckdb -c"] = [str(duckdb), "-c", f"SET threads = {threads}; {copied}"]
    if python.exists():
        source = f"file('{file}', CSVWithNames)"
        written = (f"{sql.format(table=source)} INTO OUTFILE '{OUT}' TRUNCATE "
                   f"FORMAT CSVWithNames SETTINGS max_threads = {threads}")
        tools["duckdb (python)"] = [
            str(python), "-c", f"import duckdb; duckdb.sql('SET threads = {threads}'); "
            f"duckdb.sql({copied!r})"]
        tools["chdb (python)"] = [str(python), "-c", f"import chdb; chdb.query({written!r})"]
        tools["polars (python)"] = [
            str(python), "-c",
            f"import polars as pl; g = pl.scan_csv({str(file)!r}, try_parse_dates=True); "
            f"k = ['province', 'indicator', 'year']; {_POLARS[kind]}.sink_csv('{OUT}')"]
    return tools


def scale_command(kind, file, program, threads):
    """Our command line for a question of SCALE."""
    return [str(program), "--threads", str(threads), "-c",
            SCALE[kind].format(file=file) + f' | export "{OUT}"']


def startup_commands(program, venv):
    """The least that each tool can be asked."""
    python, duckdb = venv / "bin/python", venv / "bin/duckdb"
    tools = {"tiendo": [str(program), "-c", "[{a: 1}]"]}
    if duckdb.exists():
        tools["duckdb -c"] = [str(duckdb), "-c", "select 1"]
    if shutil.which("sqlite3"):
        tools["sqlite3"] = ["sqlite3", ":memory:", "select 1"]
    if python.exists():
        tools["python -c pass"] = [str(python), "-c", "pass"]
        tools["duckdb (python)"] = [
            str(python), "-c", "import duckdb; duckdb.sql('select 1').fetchall()"]
        tools["polars (python)"] = [str(python), "-c", "import polars as pl; pl.select(1)"]
        tools["chdb (python)"] = [str(python), "-c", "import chdb; chdb.query('select 1')"]
    if os.path.exists("/bin/true"):
        tools["true"] = ["/bin/true"]
    return tools


def fingerprint(file):
    """Rows of a CSV file and the sum of the cells that are numbers."""
    rows, total = 0, 0.0
    with open(file, encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader, None)
        for row in reader:
            rows += 1
            for cell in row:
                try:
                    value = float(cell)
                except ValueError:
                    continue
                total += value if math.isfinite(value) else 0.0
    return {"rows": rows, "checksum": total}


def measure(tools, rounds, with_answers=True):
    """Each tool once a round, so that they share what else the machine does."""
    runs = {tool: [] for tool in tools}
    answers = {}
    with tempfile.TemporaryDirectory(prefix="tiendo-bench") as folder:
        out = Path(folder) / OUT
        for _ in range(rounds):
            for tool, command in tools.items():
                if runs[tool] and runs[tool][-1]["status"]:
                    continue
                out.unlink(missing_ok=True)
                runs[tool].append(engines.measure_process(command, folder))
                if with_answers and tool not in answers and out.exists():
                    answers[tool] = fingerprint(out)
    results = {tool: engines.summary(taken) for tool, taken in runs.items()}
    for tool, result in results.items():
        if with_answers and "error" not in result:
            result.update(answers.get(tool) or {"error": "it wrote no file"})
    return results
