"""The programs under measurement: ours, and the peers, each a process of its own."""

import json
import os
import select
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import suite

# Name -> file of the peer and its variant. The first five are the ones of the bar.
PEERS = {
    "duckdb": ("peer_duckdb.py", None),
    "duckdb-enum": ("peer_duckdb.py", "enum"),
    "chdb": ("peer_chdb.py", None),
    "polars": ("peer_polars.py", None),
    "polars-cat": ("peer_polars.py", "categorical"),
    "datafusion": ("peer_datafusion.py", None),
}
MODULES = {"duckdb": "duckdb", "chdb": "chdb", "polars": "polars", "datafusion": "datafusion"}
QUERY_TIMEOUT = 600  # seconds for one query with its repetitions


class Ours:
    """The program itself. Each call is a process that loads the CSV files the queries read."""

    name = "tiendo"

    def __init__(self, program, data, reps):
        self.program = str(program)
        self.data = data
        self.reps = reps

    def run(self, queries, size, threads, reps=None):
        """Answers by name, and the load lines. What failed has an `error`."""
        command = [self.program, "bench"]
        for table in dict.fromkeys(t for q in queries for t in suite.tables(q)):
            command += ["--load", f"{table}={suite.path(self.data, table, size)}"]
        command += ["--reps", str(reps or self.reps), "--threads", str(threads)]
        command += [str(suite.QUERIES / f"{query}.tdq") for query in queries]
        try:
            done = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                timeout=QUERY_TIMEOUT * max(1, len(queries) // 4))
            output, complaint = done.stdout, done.stderr.decode(errors="replace").strip()
            if done.returncode and not complaint:
                complaint = f"exit status {done.returncode}"
        except (OSError, subprocess.TimeoutExpired) as error:
            output, complaint = getattr(error, "stdout", None) or b"", str(error)
        answers, loads = {}, {}
        for line in output.decode(errors="replace").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                complaint = complaint or f"not a JSON line: {line[:80]}"
                continue
            if "load" in row:
                loads[row["load"]] = row
            elif "query" in row:
                answers[Path(row["query"]).stem] = row
        for query in queries:
            answers.setdefault(query, {"error": (complaint or "no answer")[-300:]})
        return answers, loads

    def run_all(self, queries, size, threads):
        """All in one process; what that left unanswered is asked again alone."""
        answers, loads = self.run(queries, size, threads)
        for query, answer in answers.items():
            if "error" in answer and len(queries) > 1:
                answers[query] = self.run([query], size, threads)[0][query]
        return answers, loads


class Peer:
    """A peer that holds its tables and answers one query at a time."""

    def __init__(self, name, venv, data, size, threads, reps):
        self.name = name
        self.complaints = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            peer_command(name, venv, data, size, threads, reps) + ["--serve"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints)
        self.failure = None
        self._buffer = b""
        self._line(QUERY_TIMEOUT)

    def ask(self, query):
        if self.failure:
            return {"error": self.failure}
        try:
            self.process.stdin.write(query.encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            self.failure = f"ended: {error}"
            return {"error": self.failure}
        return self._line(QUERY_TIMEOUT)

    def _line(self, seconds):
        """The next JSON line; a peer that ends or hangs is given up."""
        end = time.monotonic() + seconds
        while True:
            line, found, rest = self._buffer.partition(b"\n")
            if found:
                self._buffer = rest
                try:
                    return json.loads(line)
                except ValueError:
                    continue  # a library's own talk
            ready = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            block = os.read(self.process.stdout.fileno(), 65536) if ready[0] else b""
            if not block:
                self.failure = "took too long" if not ready[0] else "ended: " + self._last_words()
                self.process.kill()
                return {"error": self.failure}
            self._buffer += block

    def _last_words(self):
        self.complaints.seek(0)
        return self.complaints.read().decode(errors="replace").strip()[-300:]

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(timeout=30)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.complaints.close()


def peer_command(name, venv, data, size, threads, reps):
    file, variant = PEERS[name]
    command = [str(venv / "bin/python"), str(suite.HERE / "peers" / file), "--data", str(data),
               "--rows", size, "--threads", str(threads), "--reps", str(reps)]
    return command + (["--variant", variant] if variant else [])


def available(names, venv):
    """The peers whose library can be loaded, and a note for each of the others."""
    there, notes = [], []
    python = venv / "bin/python"
    if not python.exists():
        return [], ["no peers: Benchmarks/peers/setup.sh makes their environment"]
    for name in names:
        module = MODULES[name.split("-")[0]]
        test = subprocess.run([str(python), "-c", f"import {module}, pyarrow"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if test.returncode == 0:
            there.append(name)
        else:
            notes.append(f"{name} is left out: its environment has no `{module}`")
    return there, notes


def versions(venv):
    """Package -> version in the peers' environment."""
    python = venv / "bin/python"
    if not python.exists():
        return {}
    code = ("import importlib.metadata as m, json, platform\n"
            "have = {d.metadata['Name']: d.version for d in m.distributions()}\n"
            "print(json.dumps({**have, 'python': platform.python_version()}))")
    done = subprocess.run([str(python), "-c", code], stdout=subprocess.PIPE)
    have = json.loads(done.stdout) if done.returncode == 0 else {}
    wanted = ["duckdb", "duckdb-cli", "chdb", "polars", "datafusion", "pyarrow", "python"]
    return {name: have[name] for name in wanted if name in have}


def measure_process(command, folder):
    """One whole process: wall and CPU seconds, peak MiB (from wait4), exit status, last words.

    The peak counts at least the memory of the process that started it, some 20 MiB.
    """
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    environment["POLARS_MAX_THREADS"] = str(len(os.sched_getaffinity(0)))
    begin = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024,
            "status": process.returncode,
            "error": complaint.decode(errors="replace").strip()[-300:]}


def summary(runs):
    """The median of the times, the highest peak, the first failure."""
    failed = next((run for run in runs if run["status"]), None)
    if failed:
        return {"error": failed["error"] or f"exit status {failed['status']}"}
    return {"wall": statistics.median(run["wall"] for run in runs),
            "best": min(run["wall"] for run in runs),
            "cpu": statistics.median(run["cpu"] for run in runs),
            "mib": max(run["mib"] for run in runs)}
