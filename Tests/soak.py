#!/usr/bin/env python3
"""Drives the prompt on a pseudo-terminal for so many minutes and tells how its memory grows.

soak.py PROGRAM MINUTES: from the second tenth of the time to the last the memory of its own (`RssAnon`:
pages of the program file come in whenever their code first runs) may grow by 5 %, in the median of what it
is after each statement: what one query leaves to the allocator is there now and then. The history is full from
the beginning, since it grows up to 10,000 entries.
"""
import os, pathlib, pty, random, select, statistics, sys, tempfile, time

LINES = [
    'indices | where index == "SIPAS" | sort rank | take 5',
    'practice_coverage | group by indicator: rate = rate(covered, total)',
    'range(1, 200000) as x | group by k = x % 100: s = sum(x)',
    'range(1, 50000) as x | where matches(text(x), "9+$") | aggregate n = count()',
    'coverage | where unit == "Điện Biên" | track',
    'practice_coverage | where indicator ~ "internet" | project to 2030 by unit',
    'indices | chrt bar', '"nothing.csv"', 'let y = 2024', 'units | join aliases on name == unit | take 3',
    'range(1, 3000000) as x | sort -x | take 3',
]

def resident(pid):
    with open(f'/proc/{pid}/status') as status:
        for line in status:
            if line.startswith('RssAnon'):
                return int(line.split()[1])
    return 0

def main():
    with tempfile.TemporaryDirectory() as home:
        soak(sys.argv[1], float(sys.argv[2]), home)

def soak(program, minutes, home):
    history = pathlib.Path(home, '.local/state/tiendo/history')
    history.parent.mkdir(parents=True)
    history.write_text(''.join(f'#{second}\n{LINES[second % len(LINES)]}\n' for second in range(10_000)))
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM='dumb', PAGER='cat', HOME=home)
        os.environ.pop('XDG_STATE_HOME', None)
        os.execv(program, [program, '--no-rc'])
    def wait(text, seconds=60):
        seen, end = b'', time.time() + seconds
        while text not in seen and time.time() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    seen = (seen + os.read(terminal, 65536))[-4096:]
                except OSError:
                    sys.exit('soak: the program ended')
        if text not in seen:
            sys.exit(f'soak: no prompt after {seconds} s')
    wait(b'tiendo> ')
    chance, start, seen = random.Random(1), time.time(), []
    while time.time() - start < 60 * minutes:
        line = chance.choice(LINES)
        os.write(terminal, line.encode() + b'\n')
        if chance.random() < 0.1:
            time.sleep(chance.random() * 0.2)
            os.write(terminal, b'\x03')
        wait(b'tiendo> ')
        seen.append((time.time() - start, resident(pid)))
    os.write(terminal, b'quit\n')
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass
    os.waitpid(pid, 0)
    def between(first, last):
        own = [now for at, now in seen if first * 6 * minutes <= at < last * 6 * minutes]
        return statistics.median(own or [0]), max(own or [0])
    tenths = [between(place, place + 1) for place in range(10)]
    for place, (middle, most) in enumerate(tenths):
        print(f'soak: tenth {place + 1}: {middle / 1024:.1f} MiB in the median, {most / 1024:.1f} at most')
    growth = 100 * (tenths[9][0] - tenths[1][0]) / max(1, tenths[1][0])
    print(f'soak: {len(seen)} statements, {growth:+.1f} % from the second tenth to the last')
    sys.exit(growth > 5)

main()
