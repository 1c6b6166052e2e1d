"""Measures Tiendo, alone or beside other engines, and checks the answers.

    bench.py quick      1e6 rows, Tiendo alone (make bench)
    bench.py peers      1e6 rows beside the peers (make bench-peers)
    bench.py full       1e7 rows beside the peers, other shapes of data, reading CSV, whole
                        processes, start-up, one thread and two (make bench-full)
    bench.py loads      reading the 1e7-row CSV once more, into what was measured last
    bench.py scale      whole processes over 1e7 and 1e8 rows (12 GB), into what was measured last
    bench.py report     the tables of what was measured last
    bench.py answers    asks DuckDB for the answers of expected.json

Exit status: 0, or 1 if a query of ours fails or its answer is wrong, 2 for wrong usage.
"""

import argparse
import hashlib
import json
import math
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import engines
import processes
import report
import suite

ROOT = suite.HERE.parent
WORK = ROOT / ".build-bench"
EXPECTED = suite.HERE / "expected.json"
DOCUMENT = ROOT / "docs/performance.md"
TOLERANCE = 1e-9
OURS = engines.Ours.name


def progress(text):
    print(text, file=sys.stderr, flush=True)


def stop(text, status=2):
    progress(f"bench: {text}")
    raise SystemExit(status)


# Data


def make_data(options, names):
    """The CSV files of these names, made anew when the generator has changed."""
    sources = sorted((suite.HERE / "Sources").rglob("*.swift"))
    stamp = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
    marks = options.data / "made-by.json"
    made = json.loads(marks.read_text()) if marks.exists() else {}
    missing = [
        name for name in names
        if made.get(name) != stamp or not (options.data / f"{name}.csv").exists()]
    if not missing:
        return
    progress(f"making {', '.join(missing)}")
    scratch = WORK / "generate"
    swift = shlex.split(os.environ.get("SWIFT", "swift"))
    build = swift + ["build", "-c", "release", "--package-path", str(suite.HERE),
                     "--scratch-path", str(scratch)]
    try:
        done = subprocess.run(build, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except FileNotFoundError:
        stop(f"`{swift[0]}` is not found: the data are made by a Swift program")
    if done.returncode:
        stop("the generator does not build:\n" + done.stdout.decode(errors="replace"), 1)
    program = scratch / "release/generate"
    if subprocess.run([str(program), "--output", str(options.data)] + missing,
                      stdout=subprocess.DEVNULL).returncode:
        stop("the data could not be made", 1)
    made.update({name: stamp for name in missing})
    marks.write_text(json.dumps(made, indent=1) + "\n")


def make_parquet(options, names):
    python = options.venv / "bin/python"
    script = suite.HERE / "peers/to_parquet.py"
    if subprocess.run([str(python), str(script), str(options.data)] + names).returncode:
        stop("the peers' Parquet files could not be made", 1)


def warm(file):
    """Brings a file into the page cache."""
    with open(file, "rb") as stream:
        while stream.read(1 << 18):
            pass


# Answers


def expected_answers():
    return json.loads(EXPECTED.read_text()) if EXPECTED.exists() else {}


def same(answer, rows, checksum):
    return answer["rows"] == rows and math.isclose(
        answer["checksum"], checksum, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def check(answers, expected):
    """Marks each engine's answer to one query; without a known answer the first peer's counts."""
    known = expected
    if known is None:
        first = next((a for e, a in answers.items() if e != OURS and "error" not in a), None)
        known = [first["rows"], first["checksum"]] if first else None
    for answer in answers.values():
        if "error" not in answer and known:
            answer["agrees"] = same(answer, *known)
            answer["expected"] = known


# Measurements


def measure_queries(options, queries, size, expected, with_peers):
    """Query -> engine -> answer, all engines asked in turn for each query."""
    ours = engines.Ours(options.tiendo, options.data, options.reps)
    peers = []
    results = {}
    try:
        if not with_peers:
            answers, _ = ours.run_all(queries, size, options.threads)
            results = {query: {OURS: answers[query]} for query in queries}
        else:
            peers = [engines.Peer(name, options.venv, options.data, size, options.threads,
                                  options.reps) for name in options.there]
            askers = [(OURS, lambda q: ours.run([q], size, options.threads)[0][q])]
            askers += [(peer.name, peer.ask) for peer in peers]
            for place, query in enumerate(queries):
                # No engine always goes first.
                turn = place % len(askers)
                found = {name: ask(query) for name, ask in askers[turn:] + askers[:turn]}
                results[query] = {name: found[name] for name, _ in askers}
                times = ", ".join(
                    f"{name} {report.number(report.median(answer))}"
                    for name, answer in results[query].items())
                progress(f"{size} {query}: {times}")
    finally:
        for peer in peers:
            peer.close()
    for query, answers in results.items():
        check(answers, expected.get(query))
    return results


# Readings vary by a tenth on a shared machine: the median of several, engines in turn.
LOAD_ROUNDS = 7


def measure_loads(options, size, rounds):
    """Engine -> time and memory of reading the coverage CSV into a table."""
    warm(suite.path(options.data, "cov", size))
    ours = engines.Ours(options.tiendo, options.data, 1)
    runs = {OURS: []}
    runs.update({name: [] for name in options.there})
    names = list(runs)
    for number in range(rounds):
        # No engine always comes after the same one.
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            taken = runs[name]
            if taken and "error" in taken[-1]:
                continue
            if name == OURS:
                answers, loads = ours.run(["q01"], size, options.threads)
                taken.append(loads.get("cov") or {"error": answers["q01"].get("error", "")})
                progress(f"load {size}: {name} {taken[-1].get('ms')}")
                continue
            command = engines.peer_command(
                name, options.venv, options.data, size, options.threads, 1) + ["--load"]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            lines = done.stdout.decode().splitlines()
            complaint = done.stderr.decode(errors="replace").strip()[-300:]
            taken.append(json.loads(lines[-1]) if lines else {"error": complaint})
            progress(f"load {size}: {name} {taken[-1].get('ms')}")
    results = {}
    for name, taken in runs.items():
        good = [run for run in taken if "error" not in run]
        results[name] = taken[-1] if not good else {
            # DuckDB's reader knows no ENUM: its memory alone is of interest.
            "ms": None if name == "duckdb-enum" else statistics.median(r["ms"] for r in good),
            "mib": statistics.median(r["mib"] for r in good)}
    return results


def measure_processes(options, size, rounds):
    file = suite.path(options.data, "cov", size).resolve()
    warm(file)
    results = {}
    for kind in processes.QUESTIONS:
        progress(f"whole processes: {kind} {size}")
        tools = processes.commands(kind, file, options.tiendo, options.venv, options.threads)
        found = processes.measure(tools, rounds)
        known = next((run for tool, run in found.items()
                      if tool != OURS and "error" not in run), None)
        for run in found.values():
            if known and "error" not in run:
                run["agrees"] = same(run, known["rows"], known["checksum"])
        results[f"{kind} {size}"] = found
    return results


def make_large(options):
    """The rows of 1e7 ten times in one file, since the panel itself has no more than 26,400,000 cells."""
    make_data(options, ["coverage_1e7"])
    small, large = (suite.path(options.data, "cov", size) for size in ("1e7", "1e8"))
    if large.exists() and large.stat().st_mtime >= small.stat().st_mtime:
        return
    progress(f"making {large.name}")
    part = large.with_suffix(".part")
    with open(part, "wb") as out:
        for number in range(10):
            with open(small, "rb") as rows:
                if number:
                    rows.readline()
                shutil.copyfileobj(rows, out, 1 << 24)
    part.replace(large)


def measure_scale(options, rounds):
    """Question -> rows -> time and peak of our whole process, over 1e7 and 1e8 rows in turn."""
    make_large(options)
    results = {}
    for kind in processes.SCALE:
        taken = {}
        for size in ("1e7", "1e8"):
            file = suite.path(options.data, "cov", size).resolve()
            warm(file)
            command = processes.scale_command(kind, file, options.tiendo, options.threads)
            taken[size] = processes.measure({OURS: command}, rounds)[OURS]
            progress(f"whole process {kind} {size}: {taken[size]}")
        results[kind] = taken
    return results


def measure_many(options):
    """Query -> milliseconds, of ours: projecting the series of 220,000 communes and indicators, and their slopes."""
    cov = suite.path(options.data, "cov", "1e7").resolve()
    series = (options.data / "series_1e7.csv").resolve()
    subprocess.run(
        [options.tiendo, "-c", f'"{cov}" | group by commune, indicator, year: r = avg(rate) | export "{series}" '
         "with (overwrite)"], check=True, stdout=subprocess.DEVNULL)
    queries = [str(suite.QUERIES / f"{name}.tdq") for name in ("p1", "q17")]
    done = subprocess.run(
        [options.tiendo, "bench", "--load", f"series={series}", "--load", f"cov={cov}", "--threads",
         str(options.threads), "--reps", str(options.reps), *queries], check=True, stdout=subprocess.PIPE)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["query"]: line["median_ms"] for line in found if "query" in line}


def measure_threads(options, queries, size):
    """Query -> number of threads -> answer, of ours; and `load`, reading the coverage CSV.

    Query by query, one thread and two in turn: the machine's speed may drift."""
    ours = engines.Ours(options.tiendo, options.data, options.reps)
    results = {query: {} for query in queries}
    loads = {"1": [], "2": []}
    for place, query in enumerate(queries):
        for threads in ((1, 2), (2, 1))[place % 2]:
            answers, loaded = ours.run([query], size, threads)
            results[query][str(threads)] = answers[query]
            if "cov" in loaded:
                loads[str(threads)].append(loaded["cov"]["ms"])
        times = " / ".join(report.number(report.median(results[query][t])) for t in ("1", "2"))
        progress(f"1 and 2 threads {query}: {times}")
    if all(loads.values()):
        results["load"] = {t: {"median_ms": statistics.median(ms)} for t, ms in loads.items()}
    return results


# What it ran on


def first_line(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return "–"
    lines = done.stdout.decode(errors="replace").strip().splitlines()
    return lines[0] if lines else "–"


def value_in(file, key):
    try:
        with open(file, encoding="utf-8") as stream:
            for line in stream:
                name, _, value = line.replace("=", ":", 1).partition(":")
                if name.strip() == key:
                    return value.strip().strip('"')
    except OSError:
        pass
    return "–"


def about(options):
    memory = value_in("/proc/meminfo", "MemTotal").split()[0]
    gib = f"{int(memory) / 2**20:.0f} GiB" if memory.isdigit() else "–"
    return {
        "when": time.strftime("%Y-%m-%d"),
        "machine": f"{value_in('/proc/cpuinfo', 'model name')}, {len(os.sched_getaffinity(0))} "
                   f"cores, {gib}, {value_in('/etc/os-release', 'PRETTY_NAME')}",
        "load": f"{os.getloadavg()[0]:.1f}",
        "version": first_line([str(options.tiendo), "--version"]).replace("tiendo ", ""),
        "swift": first_line(["swift", "--version"]),
        "peers": engines.versions(options.venv),
        "threads": options.threads,
        "reps": options.reps,
    }


# The runs


def run(options):
    expected = expected_answers()
    queries = options.only or suite.MAIN
    main = [query for query in queries if query in suite.MAIN]
    shapes = [query for query in queries if query in suite.SHAPES]
    keys = [query for query in queries if query in suite.KEYS]
    size = options.rows or ("1e7" if options.mode == "full" else "1e6")
    with_peers = options.mode != "quick"
    if options.mode == "full" and not options.only:
        shapes, keys = suite.SHAPES, suite.KEYS
    names = suite.files(main + shapes + keys, size)
    if options.mode == "full":
        names = sorted(set(names) | set(suite.files(main + ["q01"], "1e6"))
                       | set(suite.files(["q01"], size)))
    make_data(options, names)
    results = {"about": about(options), "notes": [], "suites": {}}
    # Measured by itself, since it takes 12 GB.
    before = WORK / "results.json"
    if options.mode == "full" and before.exists():
        known = json.loads(before.read_text())
        results["scale"], results["many"] = known.get("scale", {}), known.get("many", {})
    if with_peers:
        options.there, results["notes"] = engines.available(options.peers, options.venv)
        for note in results["notes"]:
            progress(f"note: {note}")
        if options.there:
            make_parquet(options, names)
    if main:
        results["suites"][size] = measure_queries(
            options, main, size, expected.get(size, {}), with_peers)
    if shapes:
        results["suites"]["shapes"] = measure_queries(
            options, shapes, "1e6", expected.get("shapes", {}), with_peers)
    if keys:
        # Tables of 1e7 rows: the engines of the queries before have given theirs up.
        results["suites"]["keys"] = measure_queries(
            options, keys, "1e7", expected.get("keys", {}), with_peers)
    if options.mode == "full":
        if size != "1e6":
            results["suites"]["1e6"] = measure_queries(
                options, main, "1e6", expected.get("1e6", {}), False)
        save(results)
        results["loads"] = {size: measure_loads(options, size, LOAD_ROUNDS)}
        results["processes"] = measure_processes(options, "1e6", 5)
        if size != "1e6":
            results["processes"].update(measure_processes(options, size, 3))
        progress("start-up")
        results["startup"] = measure_startup(options)
        results["threads"] = {size: measure_threads(options, main, size)}
    save(results)
    return results


def measure_startup(options):
    """The least that each tool can be asked; our program as `make install` leaves it. What the linker wrote lies in
    the page cache in small pieces, which makes each start a quarter longer than that of a copy."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(shutil.copy(options.tiendo, folder))
        return processes.measure(processes.startup_commands(program, options.venv), 25, with_answers=False)


def save(results):
    WORK.mkdir(exist_ok=True)
    (WORK / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")


def failed(results):
    """Whether something of ours failed or was wrong."""
    found = [answers[OURS] for queries in results["suites"].values()
             for answers in queries.values() if OURS in answers]
    found += [tools[OURS] for tools in results.get("processes", {}).values()]
    found += [results["startup"][OURS]] if "startup" in results else []
    found += [loads[OURS] for loads in results.get("loads", {}).values()]
    found += [run for runs in results.get("scale", {}).values() for run in runs.values()]
    found += [run for queries in results.get("threads", {}).values()
              for runs in queries.values() for run in runs.values()]
    return any("error" in one or not one.get("agrees", True) for one in found)


def record_answers(options):
    """expected.json from DuckDB, at both sizes and for the other shapes of data."""
    groups = {"1e6": ("1e6", suite.MAIN), "1e7": ("1e7", suite.MAIN), "shapes": ("1e6", suite.SHAPES),
              "keys": ("1e7", suite.KEYS)}
    groups = {k: v for k, v in groups.items() if not options.rows or k == options.rows}
    if options.only:
        groups = {k: (size, [q for q in own if q in options.only])
                  for k, (size, own) in groups.items()}
        groups = {k: v for k, v in groups.items() if v[1]}
    there, notes = engines.available(["duckdb"], options.venv)
    if not there:
        stop(notes[0], 1)
    found = expected_answers()
    for name, (size, queries) in groups.items():
        files = suite.files(queries, size)
        make_data(options, files)
        make_parquet(options, files)
        peer = engines.Peer("duckdb", options.venv, options.data, size, options.threads, 1)
        answers = {query: peer.ask(query) for query in queries}
        peer.close()
        for query, answer in answers.items():
            if "error" in answer:
                stop(f"DuckDB fails on {query}: {answer['error']}", 1)
        found.setdefault(name, {}).update(
            {query: [a["rows"], a["checksum"]] for query, a in answers.items()})
    lines = []
    for name, answers in found.items():
        rows = [f"    {json.dumps(query)}: {json.dumps(known)}" for query, known in answers.items()]
        lines.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n  }")
    EXPECTED.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def names_of(text):
    return [name for name in text.split(",") if name]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=["quick", "peers", "full", "loads", "scale", "report", "answers"])
    parser.add_argument("--tiendo", type=Path, default=ROOT / ".build/release/tiendo",
                        help="the program (default: .build/release/tiendo)")
    parser.add_argument("--data", type=Path, default=WORK / "data")
    parser.add_argument("--venv", type=Path, default=WORK / "venv")
    parser.add_argument("--rows", choices=["1e6", "1e7"], help="size of the coverage table")
    parser.add_argument("--reps", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", type=names_of, default=[], help="queries, as in q01,q03,s1")
    parser.add_argument("--peers", type=names_of,
                        default=[name for name in engines.PEERS if name != "datafusion"],
                        help=f"of {', '.join(engines.PEERS)} (default: all but datafusion)")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args()
    options.there = []
    unknown = [q for q in options.only if q not in suite.MAIN + suite.SHAPES + suite.KEYS]
    unknown += [p for p in options.peers if p not in engines.PEERS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    # Every program started from here sees as many cores as it may use.
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > options.threads:
        os.sched_setaffinity(0, cores[:options.threads])
    options.data.mkdir(parents=True, exist_ok=True)

    if options.mode == "answers":
        record_answers(options)
        return 0
    if options.mode in ("report", "loads", "scale"):
        if options.mode != "scale" and not (WORK / "results.json").exists():
            stop("nothing has been measured yet", 1)
        results = {"about": about(options), "suites": {}}
        if (WORK / "results.json").exists():
            results = json.loads((WORK / "results.json").read_text())
        if options.mode == "scale":
            options.tiendo = options.tiendo.resolve()
            results["many"] = measure_many(options)
            results["scale"] = measure_scale(options, 3)
            save(results)
        if options.mode == "loads":
            options.tiendo = options.tiendo.resolve()
            options.there, _ = engines.available(options.peers, options.venv)
            size = options.rows or "1e7"
            results.setdefault("loads", {})[size] = measure_loads(options, size, LOAD_ROUNDS)
            save(results)
    else:
        options.tiendo = options.tiendo.resolve()
        if not options.tiendo.exists():
            stop(f"{options.tiendo} is not there: build it with "
                 "`swift build -c release` (make bench does) or say --tiendo PATH", 1)
        results = run(options)
    print(report.text(results))
    if options.write:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(report.document(results), encoding="utf-8")
        progress(f"written: {DOCUMENT.relative_to(ROOT)}")
    return 1 if failed(results) else 0


if __name__ == "__main__":
    sys.exit(main())
