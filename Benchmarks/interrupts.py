#!/usr/bin/env python3
"""Times how soon Ctrl-C brings the prompt back, for queries that run for long, on a pseudo-terminal.

interrupts.py PROGRAM [TRIES]: so many tries a query (20 unless told), each interrupted at a random moment
of its first half second. Exits with 1 when the 99th percentile of all tries is above 200 ms.
"""
import os, pty, random, select, statistics, sys, time

BAR = 0.2
SETUP = [
    'let t = range(1, 4000000) as i | derive k = i * 7919 % 1000003, x = sqrt(i), y = i % 12',
    'let w = t | take 1000000 | derive y1 = 1.0 * k, y2 = 2.0 * k, y3 = 3.0 * k | select i, y1, y2, y3',
]
QUERIES = {
    'group by': 't | group by k: s = sum(x), m = median(x) | group by big = s > 0: n = count()',
    'sort': 't | sort y, -x | skip 3000000 | aggregate s = sum(k)',
    'windows': 't | derive by k sort x: r = row_number(), l = lag(x) | aggregate m = max(r), n = count(l)',
    'scan': 'range(1, 100000000) as i | derive y = exp(sqrt(i)) | aggregate s = sum(y)',
    'texts': 't | derive s = concat("https://example.org/", text(i)) | sort s | take 3 | select s',
    'join': 't | join (t | select k, z = x) on k | aggregate n = count()',
    'distinct counts': 't | derive s = text(i) | aggregate n = count_distinct(s), m = count_distinct(x)',
    'distinct': 't | derive s = text(i) | distinct s, x | aggregate n = count()',
    'pivot': 't | pivot y by k: sum(x) | take 3',
    'describe': 't | describe',
    'text_join': 't | derive s = text(i) | aggregate j = text_join(s) | select n = length(j)',
    'regular expressions': 't | where matches(concat(text(i), text(k), text(x)), "(1|2)+.*9+$") | aggregate n = count()',
    'complete': 't | derive h = y % 2 | complete i by h | aggregate n = count()',
    'fill': 't | derive v = if(i % 7 == 0, x, null) | fill v by k sort i | aggregate n = count(v)',
    'unpivot': 'w | unpivot y1, y2, y3 as n, v | aggregate s = sum(v)',
    'compare': 't | select unit = text(k), year = 2000 + y, value = x | compare 2003, 2004 by unit: value | aggregate n = count()',
    'scatter': 't | chart scatter x=x y=k',
    'export of CSV': 't | export "{out}/x.csv" with (overwrite: true)',
    'export of JSON': 't | export "{out}/x.json" with (overwrite: true)',
    'export of XLSX': 't | take 1000000 | export "{out}/x.xlsx" with (overwrite: true)',
    'export of Parquet': 't | export "{out}/x.parquet" with (overwrite: true)',
}


def main():
    import tempfile
    program, tries = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as out:
        slow = measure(program, tries, out)
    sys.exit(slow)


def measure(program, tries, out):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM='dumb', PAGER='cat', HOME='/nonexistent')
        os.execv(program, [program, '--no-rc'])

    held = b''

    def wait(text, seconds=120):
        """What comes up to a text, and the text; what comes behind stays for the next who waits."""
        nonlocal held
        end = time.time() + seconds
        while text not in held and time.time() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                held += os.read(terminal, 65536)
        if text not in held:
            sys.exit(f'interrupts: no {text!r} after {seconds} s; seen: {held[-400:]!r}')
        place = held.index(text) + len(text)
        seen, held = held[:place], held[place:]
        return seen

    def drain():
        """Takes what there is, until nothing comes."""
        nonlocal held
        while select.select([terminal], [], [], 0.1)[0]:
            held += os.read(terminal, 65536)
        seen, held = held, b''
        return seen

    def type_in(line):
        os.write(terminal, line.encode() + b'\r')

    wait(b'tiendo> ')
    for line in SETUP:
        type_in(line)
        wait(b'tiendo> ')
    chance, times, names = random.Random(1), [], []
    print(f'{"":22}{"cancelled":>10}{"median":>10}{"most":>10}   ms')
    for name, query in QUERIES.items():
        query, own, cancelled = query.replace('{out}', out), [], 0
        for attempt in range(tries):
            drain()
            type_in(query)
            wait(b'\n')
            time.sleep(0.02 + chance.random() * 0.5)
            start = time.perf_counter()
            os.write(terminal, b'\x03')
            seen = wait(b'tiendo> ')
            took = time.perf_counter() - start
            if b'error' in seen:
                sys.exit(f'interrupts: {name} is no query: {seen!r}')
            # What was over before says nothing.
            if b'cancelled' in seen:
                cancelled += 1
                own.append(took)
            # The prompt answers, and nothing goes on behind it.
            drain()
            type_in(f'[{{ready: {attempt}}}] | select answer = ready')
            wait(b'1 row')
        times += own
        middle, most = (statistics.median(own), max(own)) if own else (0, 0)
        print(f'{name:22}{cancelled:>7} of {tries}{middle * 1000:>8.1f}{most * 1000:>10.1f}', flush=True)
    os.write(terminal, b'quit\r')
    times.sort()
    if not times:
        sys.exit('interrupts: every query was over before it was stopped')
    worst = times[int(len(times) * 0.99)]
    print(f'99 % of {len(times)} tries: {worst * 1000:.0f} ms, most {times[-1] * 1000:.0f} ms')
    return worst > BAR


main()
