#!/usr/bin/env python3
"""Runs a command several times and prints what one run takes, as the system accounts for it.

    benches/measure.py RUNS COMMAND [ARGUMENT...]

Prints `wall cpu peak`: medians in microseconds, and the largest memory of any run in KiB.
What the command writes is thrown away; one run before the others is not counted.
The memory of this program itself, about ten MiB, is the least that can be printed.
"""

import os
import statistics
import sys
import time


def run(command):
    null = os.open(os.devnull, os.O_RDWR)
    streams = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    begun = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - begun
    os.close(null)
    if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 127:
        sys.exit(f"measure: {command[0]} did not run to its end (status {status})")
    return wall * 1e6, (usage.ru_utime + usage.ru_stime) * 1e6, usage.ru_maxrss


def main():
    runs, command = int(sys.argv[1]), sys.argv[2:]
    run(command)
    walls, cpus, peaks = zip(*(run(command) for _ in range(runs)))
    print(round(statistics.median(walls)), round(statistics.median(cpus)), max(peaks))


main()
