"""Results as Markdown."""

import math

import processes
import suite
from engines import PEERS

OURS = "tiendo"
HEADINGS = {
    "tiendo": "**Tiendo**", "duckdb": "DuckDB", "duckdb-enum": "DuckDB, ENUM",
    "chdb": "ClickHouse (chdb)", "polars": "Polars", "polars-cat": "Polars, categorical",
    "datafusion": "DataFusion",
}


def number(value):
    """Three digits, or so."""
    if value is None or not math.isfinite(value):
        return "–"
    if value >= 99.5:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"


def ratio(value):
    return "–" if value is None else f"{value:.2f}" if value < 9.95 else f"{value:.0f}"


def geometric_mean(values):
    values = [value for value in values if value]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "| --- " + "| ---: " * (len(header) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def median(answer):
    return (answer or {}).get("median_ms")


def lead(results, peers=None):
    """(fastest peer, its time / ours) of one query; None where one of them is missing."""
    times = {p: median(results.get(p)) for p in (peers or PEERS) if median(results.get(p))}
    if not times:
        return None, None
    best = min(times, key=times.get)
    ours = median(results.get(OURS))
    return best, times[best] / ours if ours else None


def cell(answer, fastest):
    if not answer:
        return "–"
    if "error" in answer:
        return "fails"
    text = number(answer["median_ms"]) + ("" if answer.get("agrees", True) else " ≠")
    return f"**{text}**" if fastest else text


def queries_table(results):
    """One row a query: ours, the peers, the fastest of them and the ratios; then the means."""
    peers = [p for p in PEERS if any(p in r for r in results.values())]
    with_ours = any(OURS in r for r in results.values())
    engines = ([OURS] if with_ours else []) + peers
    header = ["ms"] + [HEADINGS[e] for e in engines]
    if peers:
        header += ["fastest peer", "fastest / ours", "DuckDB / ours"]
    header += ["peak MiB"] if with_ours else []
    rows, against_best, against_duckdb = [], [], []
    for query, answers in results.items():
        best, gain = lead(answers)
        duckdb = lead(answers, ["duckdb"])[1]
        against_best.append(gain)
        against_duckdb.append(duckdb)
        times = {e: median(answers.get(e)) for e in engines if median(answers.get(e))}
        first = min(times, key=times.get) if len(times) > 1 else None
        row = [f"{query} {suite.title(query)}"]
        row += [cell(answers.get(e), e == first) for e in engines]
        if peers:
            row += [HEADINGS.get(best, "–"), ratio(gain), ratio(duckdb)]
        if with_ours:
            row.append(number(answers.get(OURS, {}).get("peak_mib")))
        rows.append(row)
    if peers and with_ours:
        means = [ratio(geometric_mean(against_best)), ratio(geometric_mean(against_duckdb))]
        rows.append(["geometric mean"] + [""] * (len(engines) + 1) + means + [""])
    return table(header, rows)


def loads_table(results):
    rows = [
        [HEADINGS[engine], "fails", "–"] if "error" in load else
        [HEADINGS[engine], number(load["ms"]) if load.get("ms") else "–", number(load["mib"])]
        for engine, load in results.items()]
    return table(["reading the CSV into a table", "ms", "table's MiB"], rows)


def processes_table(results):
    def row(tool, run):
        name = "**tiendo**" if tool == OURS else tool
        if "error" in run:
            return [name, "fails", "–", "–"]
        note = "" if run.get("agrees", True) else " ≠"
        return [name, number(run["wall"] * 1e3) + note, number(run["cpu"] * 1e3),
                number(run["mib"])]
    return table(["tool", "wall ms", "CPU ms", "peak MiB"],
                 [row(tool, run) for tool, run in results.items()])


def scale_table(results):
    rows = []
    for kind, runs in results.items():
        small, large = runs.get("1e7", {}), runs.get("1e8", {})
        if "wall" not in small or "wall" not in large:
            rows.append([processes.TITLES[kind], "fails", "fails", "–", "–", "–"])
            continue
        rows.append([processes.TITLES[kind], number(small["wall"] * 1e3), number(large["wall"] * 1e3),
                     ratio(large["wall"] / small["wall"]), number(small["mib"]), number(large["mib"])])
    return "The larger file, of 12 GB, has the rows of the smaller ten times.\n\n" + table(
        ["whole process", "ms, 1e7 rows", "ms, 1e8 rows", "times", "peak MiB, 1e7", "peak MiB, 1e8"], rows)


def threads_table(results):
    rows = []
    for query, runs in results.items():
        one, two = median(runs.get("1")), median(runs.get("2"))
        title = "reading the CSV" if query == "load" else f"{query} {suite.title(query)}"
        alone = runs.get("1") or {}
        simulated = [ratio(alone.get(f"on_{threads}")) for threads in (2, 4, 8, 16)]
        outside = alone.get("outside")
        rows.append([title, number(one), number(two), ratio(one / two if one and two else None),
                     "–" if outside is None else f"{100 * outside:.1f} %", *simulated])
    return table(["ms", "1 thread", "2 threads", "1 / 2", "outside", "× 2", "× 4", "× 8", "× 16"], rows) + (
        "\n\nThe last columns are a simulation: the work is cut as for 2 to 16 threads and done by one. × n is how many times "
        "as fast as one thread n are where the pieces of each parallel part are dealt out, \"outside\" the share of the work "
        "that lies outside such parts. Memory that all threads share, and caches, are not in it.")


def growth_table(small, large):
    rows = []
    for query in large:
        a, b = median(small.get(query, {}).get(OURS)), median(large[query].get(OURS))
        if a and b and suite.tables(query)[0] == "cov":
            rows.append([f"{query} {suite.title(query)}", number(a), number(b), ratio(b / a)])
    return table(["ms", "1e6 rows", "1e7 rows", "times"], rows)


# Queries that are not bound by memory: many groups, quantiles, distinct values, sorts, windows.
BUSY = ["q04", "q10", "q11", "q15", "q16", "q17"]
# Queries that sort.
SORTED = ["q14", "q16"]
# Bytes a row that a query may need beside its table, its result included.
WORKING_SET = 48


def aims(results):
    """What was aimed at and what came of it, wins and losses alike."""
    lines = []

    def line(met, text):
        lines.append(f"- {'met' if met else '**missed**'}: {text}")

    main = results.get("suites", {}).get("1e7")
    if main:
        behind, missing = [], []
        for query, answers in main.items():
            best, gain = lead(answers)
            if gain is None:
                missing.append(query)
            elif gain < (1 / 1.1 if query == "q01" else 1):  # q01 is bound by memory
                behind.append(f"{query} ({HEADINGS[best]} is {1 / gain:.2f} times as fast)")
        ahead = len(main) - len(behind) - len(missing)
        text = f"ahead of the fastest peer on {ahead} of {len(main)} queries"
        text += f"; behind on {', '.join(behind)}" if behind else ""
        text += f"; without a comparison: {', '.join(missing)}" if missing else ""
        line(not behind and not missing, text)
        for name, peers, aim in (("DuckDB", ["duckdb"], 5), ("the fastest peer", None, 2.5)):
            mean = geometric_mean([lead(answers, peers)[1] for answers in main.values()])
            if mean:
                line(mean >= aim, f"geometric mean over {name} {mean:.2f}, the aim being {aim}")
    shapes = results.get("suites", {}).get("shapes")
    if shapes:
        slow = [f"{q} ({1 / lead(a)[1]:.2f})" for q, a in shapes.items()
                if (lead(a)[1] or 9) < 1 / 1.5]
        failing = [q for q, a in shapes.items() if "error" in a.get(OURS, {"error": ""})]
        text = "other shapes of data at most 1.5 times as slow as the fastest peer"
        text += f"; slower: {', '.join(slow)}" if slow else ""
        text += f"; failing: {', '.join(failing)}" if failing else ""
        line(not slow and not failing, text)
    loads = results.get("loads", {}).get("1e7", {})
    if loads.get(OURS, {}).get("ms"):
        mine = loads[OURS]
        others = [v["ms"] for k, v in loads.items() if k != OURS and v.get("ms")]
        if others:
            gain = min(others) / mine["ms"]
            line(gain >= 2.5, f"reading the CSV {gain:.2f} times as fast as the fastest peer, "
                 "the aim being 2.5")
        line(mine["mib"] <= 300, f"the table takes {mine['mib']:.0f} MiB, the aim being 300")
    for kind, tools in results.get("processes", {}).items():
        mine = tools.get(OURS, {})
        others = [v for k, v in tools.items() if k != OURS and "wall" in v]
        if "wall" in mine and others and kind.startswith("group"):
            gain = min(o["wall"] for o in others) / mine["wall"]
            line(gain >= 2, f"whole process, {kind}: {gain:.2f} times as fast as the fastest, "
                 "the aim being 2")
            least = min(o["mib"] for o in others)
            line(mine["mib"] <= least,
                 f"whole process, {kind}: peak {mine['mib']:.0f} MiB, the lowest peer {least:.0f}")
    for size, queries in results.get("threads", {}).items():
        scaling = {q: one / two for q, runs in queries.items() if q in BUSY + ["load"]
                   for one, two in [(median(runs.get("1")), median(runs.get("2")))] if one and two}
        short = [f"{q} ({gain:.2f})" for q, gain in scaling.items() if gain < 1.7]
        text = (f"two threads at least 1.7 times one, where memory is not the limit "
                f"({', '.join(scaling)})")
        text += f"; less: {', '.join(short)}" if short else ""
        if scaling:
            line(not short, text)
    small = results.get("suites", {}).get("1e6", {})
    if main and small:
        growth = {q: large / little for q in main if suite.tables(q)[0] == "cov"
                  for large, little in [
                      (median(main[q].get(OURS)), median(small.get(q, {}).get(OURS)))]
                  if large and little}
        # n log n where rows are sorted; a tenth for noise.
        steep = [f"{q} ({times:.1f})" for q, times in growth.items()
                 if times > 11 * (7 / 6 if q in SORTED else 1)]
        text = "time grows as the rows do (n log n for sorts and windows) from 1e6 to 1e7 rows"
        text += (f"; more: {', '.join(steep)}, whose columns of 1e6 rows lie in the cache"
                 if steep else "")
        if growth:
            line(not steep, text)
    table_size = results.get("loads", {}).get("1e7", {}).get(OURS, {}).get("mib")
    if main and table_size:
        peaks = {q: main[q][OURS]["peak_mib"] for q in main
                 if suite.tables(q)[0] == "cov" and "peak_mib" in main[q].get(OURS, {})}
        if peaks:
            worst = max(peaks, key=peaks.get)
            used = (peaks[worst] - table_size) * 2**20 / 1e7
            line(used <= WORKING_SET,
                 f"no query takes more than the table and {WORKING_SET} bytes a row for its work "
                 f"and its result; the most is {used:.0f} bytes ({worst})")
    scale = {kind: runs for kind, runs in results.get("scale", {}).items()
             if all("wall" in runs.get(size, {}) for size in ("1e7", "1e8"))}
    if scale:
        steep = [f"{processes.TITLES[kind]} ({runs['1e8']['wall'] / runs['1e7']['wall']:.1f})"
                 for kind, runs in scale.items() if runs["1e8"]["wall"] > 11.5 * runs["1e7"]["wall"]]
        line(not steep, "whole processes over 1e8 rows take at most 11.5 times as long as over 1e7"
             + (f"; more: {', '.join(steep)}" if steep else ""))
        most = max((runs["1e8"]["mib"] for kind, runs in scale.items() if kind != "filter"), default=0)
        line(most <= 3072, f"peak over 1e8 rows where three columns are read: {most:,.0f} MiB, the aim being 3,072")
        if "filter" in scale:
            small, large = scale["filter"]["1e7"]["mib"], scale["filter"]["1e8"]["mib"]
            line(large <= 1.2 * small, f"a filter takes no more memory over 1e8 rows than over 1e7: {large:,.0f} MiB "
                 f"beside {small:,.0f}")
    many = results.get("many", {})
    if many:
        line(many["p1"] <= 2 * many["q17"], f"projecting 220,000 series takes {many['p1']:,.0f} ms, "
             f"{many['p1'] / many['q17']:.1f} times their slopes (q17), the aim being 2")
    start = results.get("startup", {}).get(OURS, {})
    if "wall" in start:
        least = results["startup"].get("sqlite3", {}).get("wall")
        times = f", {start['wall'] / least:.1f} times what sqlite3 takes, the aim being 2.4" if least else ""
        line(not least or start["wall"] <= 2.4 * least, f"start-up {start['wall'] * 1e3:.1f} ms{times}")
    return "\n".join(lines)


def disagreements(results):
    lines = []
    for size, queries in results.get("suites", {}).items():
        for query, answers in queries.items():
            for engine, answer in answers.items():
                if "error" in answer:
                    lines.append(f"- {size} {query}: {HEADINGS[engine]} fails: "
                                 + " ".join(answer["error"].split()))
                elif not answer.get("agrees", True):
                    lines.append(
                        f"- {size} {query}: {HEADINGS[engine]} gives {answer['rows']:,} rows and "
                        f"checksum {answer['checksum']!r} against {answer['expected'][0]:,} and "
                        f"{answer['expected'][1]!r}")
    for kind, tools in results.get("processes", {}).items():
        for tool, run in tools.items():
            if "error" in run:
                lines.append(f"- {kind}: {tool} fails: " + " ".join(run["error"].split()))
            elif not run.get("agrees", True):
                lines.append(f"- {kind}: {tool} gives {run['rows']:,} rows and checksum "
                             f"{run['checksum']!r}, unlike the others")
    for tool, run in results.get("startup", {}).items():
        if "error" in run:
            lines.append(f"- start-up: {tool} fails: " + " ".join(run["error"].split()))
    for size, loads in results.get("loads", {}).items():
        for engine, load in loads.items():
            if "error" in load:
                lines.append(f"- load {size}: {HEADINGS[engine]} fails: "
                             + " ".join(load["error"].split()))
    return "\n".join(lines)


def sections(results):
    """(heading, text) of all that was measured."""
    suites = results.get("suites", {})
    found = []
    for size in ("1e7", "1e6"):
        if size in suites:
            found.append((f"Queries, {size} rows in memory", queries_table(suites[size])))
    if "shapes" in suites:
        found.append(("Other shapes of data, 1e6 rows in memory", queries_table(suites["shapes"])))
    if "keys" in suites:
        found.append(("Keys of many kinds, 1e7 rows in memory", queries_table(suites["keys"])))
    for size, loads in results.get("loads", {}).items():
        found.append((f"Reading the CSV, {size} rows", loads_table(loads)))
    for kind, tools in results.get("processes", {}).items():
        name, size = kind.rsplit(" ", 1)
        heading = f"Whole process, {size} rows: {processes.TITLES[name]}"
        found.append((heading, processes_table(tools)))
    if results.get("startup"):
        found.append(("Start-up", processes_table(results["startup"])))
    for size, queries in results.get("threads", {}).items():
        found.append((f"One thread and two, {size} rows", threads_table(queries)))
    if results.get("scale"):
        found.append(("Whole process, from 1e7 to 1e8 rows", scale_table(results["scale"])))
    if any(OURS in a for a in suites.get("1e6", {}).values()) and "1e7" in suites:
        found.append(("From 1e6 to 1e7 rows", growth_table(suites["1e6"], suites["1e7"])))
    if aims(results):
        found.append(("Aims", aims(results)))
    wrong = disagreements(results)
    if wrong:
        found.append(("Failures and answers that differ", wrong))
    return found


def text(results, level="##"):
    parts = [f"{level} {heading}\n\n{body}" for heading, body in sections(results)]
    return "\n\n".join(parts + [f"Note: {note}." for note in results.get("notes", [])])


DOCUMENT = """\
# Performance

Written by `make bench-full` on {when}; do not edit by hand. Losses stand here as well as wins.

## How it was measured

- Machine: {machine}. Load average when it began: {load}.
- Tiendo {version}, {swift}. Peers: {peers}.
- {threads} threads for every engine. Each query runs once to warm up and then {reps} times; the
  figures are medians. Query by query, all engines are asked in turn within the same minute.
- Tables lie in memory, and every engine materialises its whole answer. "ENUM", "categorical" and
  (always, for ClickHouse) `LowCardinality` are the peers' own dictionary forms of the text
  columns with few values, which a user has to ask for. Peers load typed Parquet made of the same
  CSV; year, month, covered, total and population have 32 bits there. Polars is timed with its
  in-memory and its streaming engine, and the faster counts; where a peer offers several forms of
  a query, the fastest that was found is used (`Benchmarks/peers`).
- Answers are compared: the number of rows and the sum of all numeric cells (to 1e-9) must be those
  of DuckDB, kept in `Benchmarks/expected.json`. `≠` marks an answer that differs, bold the fastest.
- Whole processes are measured with `wait4`: wall and CPU time are medians, peak memory the highest
  (and at least the 20 MiB or so of the process that measures). The CSV lies in the page cache.
- The peak beside a query is that of its first run: the table, its work and its answer. At the prompt the answer
  before it is kept too, as `_`.
- What a query needs beside its table, in bytes per row that it works on: filters and aggregates
  over few groups nothing but batches (under 2 MiB a thread); grouping by keys with few
  combinations 128 MiB of states at most; grouping by other keys about 12 besides the result, or 36
  and 36 a group where keys are very uneven; texts as keys twice that; quantiles 12 to 24; distinct values 4 MiB a thread where they are few,
  else as grouping; sorts 16 to 32; windows 24 to 40; all besides the result. `--memory` (or `set memory`) is held against all of it, and passing it
  is an error that says how much was wanted. Freed blocks are kept for the next query, 512 MiB at
  most.
- The data are synthetic and the same everywhere: `Benchmarks/Sources/generate` makes them from a
  seed. `coverage`: commune × indicator × month, sampled and shuffled (63 provinces, 700 districts,
  11,000 communes, 20 indicators, 2015–2024). `tasks`: 1e6 rows, titles that hardly repeat. Other
  shapes: `skewed` (keys by Zipf's law, 30 % nulls in five columns), `distinct` (keys that never
  repeat), `widetext` (notes of 200 to 600 bytes, some quoted).

To repeat it:

    Benchmarks/peers/setup.sh   # Python environment with the peers
    make bench                  # 1e6 rows, ours alone, answers checked
    make bench-peers            # 1e6 rows beside the peers
    make bench-scale            # whole processes over 1e8 rows, 12 GB of CSV
    make bench-full             # all of this page, with what bench-scale measured last

{body}
"""


def document(results):
    about = results.get("about", {})
    peers = ", ".join(f"{k} {v}" for k, v in about.get("peers", {}).items()) or "none"
    return DOCUMENT.format(
        when=about.get("when", "–"), machine=about.get("machine", "–"),
        load=about.get("load", "–"), version=about.get("version", "–"),
        swift=about.get("swift", "–"), peers=peers, threads=about.get("threads", 2),
        reps=about.get("reps", 5), body=text(results))
