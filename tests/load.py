"""
How the app serves many people at once: prints figures and asserts nothing.

    python -m tests.load --people 30 --seconds 60

Each person is a websocket that opens the map, then asks for another view every few seconds, as a
browser does when the reader changes a filter. pytest does not collect this file.
"""

import argparse
import asyncio
import os
import random
import re
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from geo.agreements import load_register
from geo.view import choices
from tests.browser import Server, serve

PAUSE_S = 5.0
"""Mean time from one change of a view to the next."""
FILTERS = ("status", "kind", "territory", "region", "partner")
MOST_BYTES = 64 * 1024 * 1024
"""Longest message a client takes: the first one holds the whole page."""


@dataclass
class Record:
    """What the readers met: seconds per visit and per rerun, errors, bytes, the server's memory."""

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    n_bytes: int = 0
    memory: list[float] = field(default_factory=list)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    record = Record()
    with (
        tempfile.TemporaryDirectory(prefix="ties-load-") as folder,
        serve(Path(folder) / "log.txt") as server,
    ):
        asyncio.run(_crowd(server, options.people, options.seconds, record))
        log = server.log.read_text(encoding="utf-8")
    _print(record, options.people, log)


async def _crowd(server: Server, people: int, seconds: int, record: Record) -> None:
    """Let everybody open the map at once, then change views until the time is over."""
    watch = asyncio.create_task(_watch(server.pid, record))
    together = asyncio.Barrier(people)
    await asyncio.gather(
        *(_read(server, seed, seconds, together, record) for seed in range(people))
    )
    watch.cancel()


async def _read(
    server: Server, seed: int, seconds: int, together: asyncio.Barrier, record: Record
) -> None:
    """Be one person."""
    chance = random.Random(seed)
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        address, subprotocols=["streamlit"], max_size=MOST_BYTES, origin=server.address
    ) as socket:
        await together.wait()
        record.first.append(await _ask(socket, "", record))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await asyncio.sleep(chance.expovariate(1 / PAUSE_S))
            record.reruns.append(await _ask(socket, _link(chance), record))


async def _ask(socket: ClientConnection, link: str, record: Record) -> float:
    """Ask for a view; return the seconds until the page says that it is complete."""
    message = BackMsg()
    message.rerun_script.query_string = link
    start = time.perf_counter()
    await socket.send(message.SerializeToString())
    while True:
        data = await socket.recv()
        record.n_bytes += len(data)
        answer = ForwardMsg.FromString(data)
        if answer.WhichOneof("type") == "script_finished":
            return time.perf_counter() - start
        if answer.delta.new_element.WhichOneof("type") == "exception":
            record.errors.append(answer.delta.new_element.exception.message)


_CHOICES = {name: codes for name, codes in choices(load_register()).items() if name in FILTERS}


def _link(chance: random.Random) -> str:
    """Return the link of a view with one or two filters."""
    names = chance.sample(FILTERS, chance.choice((1, 1, 2)))
    return urlencode({name: chance.choice(_CHOICES[name]) for name in names})


async def _watch(pid: int, record: Record) -> None:
    """Note the server's memory in MB every second."""
    status = Path(f"/proc/{pid}/status")
    while status.exists():
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text())
        record.memory.append(int(found[1]) / 1024 if found else 0)
        await asyncio.sleep(1)


def _print(record: Record, people: int, log: str) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {people} people")
    for name, times in (("first visit", record.first), ("change of view", record.reruns)):
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:15} n {len(times):5}   p50 {p50:.3f} s   p95 {p95:.3f} s")
    print(f"bytes per answer {record.n_bytes / (len(record.first) + len(record.reruns)):,.0f}")
    quarter = len(record.memory) // 4
    print(f"memory, MB: a quarter in {record.memory[quarter]:.0f}, end {record.memory[-1]:.0f}")
    print(f"errors {len(record.errors)}, tracebacks in the log {log.count('Traceback')}")
    for error in sorted(set(record.errors)):
        print(f"  {error}")


if __name__ == "__main__":
    main()
