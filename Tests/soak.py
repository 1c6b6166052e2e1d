#!/usr/bin/env python3
"""Drives the prompt on a pseudo-terminal for so many minutes and tells how its memory grows.

soak.py PROGRAM MINUTES: after a warm-up of a tenth of the time the resident memory may grow by 5 %.
"""
import os, pty, random, select, sys, time

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
            if line.startswith('VmRSS'):
                return int(line.split()[1])
    return 0

def main():
    program, minutes = sys.argv[1], float(sys.argv[2])
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM='dumb', PAGER='cat', HOME='/nonexistent')
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
    chance, start, warm, count, most = random.Random(1), time.time(), None, 0, 0
    while time.time() - start < 60 * minutes:
        line = chance.choice(LINES)
        os.write(terminal, line.encode() + b'\n')
        if chance.random() < 0.1:
            time.sleep(chance.random() * 0.2)
            os.write(terminal, b'\x03')
        wait(b'tiendo> ')
        count += 1
        now = resident(pid)
        if time.time() - start > 6 * minutes:
            warm = max(warm or 0, now) if time.time() - start < 12 * minutes else warm or now
            most = max(most, now)
    os.write(terminal, b'quit\n')
    growth = 100 * (most - warm) / warm
    print(f'soak: {count} statements, {warm >> 10} MiB after the warm-up, {most >> 10} MiB at most ({growth:+.1f} %)')
    sys.exit(growth > 5)

main()
