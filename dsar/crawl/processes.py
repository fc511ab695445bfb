"""Starts worker processes that end with the one that started them."""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
from concurrent.futures import Executor, ProcessPoolExecutor


def start_processes(count: int) -> Executor:
    """So many, each started when there is work for it.

    Started anew, not forked: a worker must not inherit our open database and locks.
    """
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=count, mp_context=spawn, initializer=die_with_parent)


def die_with_parent() -> None:
    """Ask the system to end this process when the one that started it ends, however that ends (Linux only)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1  # PR_SET_PDEATHSIG, linux/prctl.h
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
