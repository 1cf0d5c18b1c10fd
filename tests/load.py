"""
How the app serves many people at once: prints figures and asserts nothing.

    python -m tests.load --people 30 --seconds 60
    python -m tests.load --people 100 --processes 3

Several processes stand behind nginx, as `.deploy/` has them. Each person is a websocket that opens
the map, then asks for another view every few seconds, as a browser does when the reader changes a
filter. pytest does not collect this file.
"""

import argparse
import asyncio
import os
import random
import re
import ssl
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from geo.agreements import load_register
from geo.view import choices
from tests.browser import Server, busy, serve
from tests.deployed import deployed

PAUSE_S = 5.0
"""Mean time from one change of a view to the next."""
FILTERS = ("status", "kind", "territory", "region", "partner")
MOST_BYTES = 64 * 1024 * 1024
"""Longest message a client takes: the first one holds the whole page."""


@dataclass
class Record:
    """
    What the readers met: seconds per visit and per rerun, errors, bytes; the server's memory.

    `n_bytes` are those of first visits (True) and of changes (False).

    `busy` is processor time of the server after the first visits: what changes cost, however busy
    the machine is with others.
    """

    first: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    n_bytes: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    memory: list[float] = field(default_factory=list)
    busy: float = 0.0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    record = Record()
    with (
        tempfile.TemporaryDirectory(prefix="ties-load-") as folder,
        _served(Path(folder), options.processes) as (server, pids),
    ):
        asyncio.run(_crowd(server, pids, options.people, options.seconds, record))
        logs = "".join(log.read_text(encoding="utf-8") for log in Path(folder).glob("*.txt"))
    _print(record, options.people, options.processes, logs)


@contextmanager
def _served(folder: Path, processes: int) -> Iterator[tuple[Server, list[int]]]:
    """Start the app; give its address and the processes whose memory counts."""
    if processes == 1:
        with serve(folder / "log.txt") as server:
            yield server, [server.pid]
    else:
        with deployed(folder, processes) as house:
            yield house.server, [process.pid for process in house.processes.values()]


async def _crowd(
    server: Server, pids: list[int], people: int, seconds: int, record: Record
) -> None:
    """Let everybody open the map at once, then change views until the time is over."""
    watch = asyncio.create_task(_watch(pids, record))
    together = asyncio.Barrier(people + 1)
    await asyncio.gather(
        *(_read(server, seed, seconds, together, record) for seed in range(people)),
        _count(pids, together, record),
    )
    record.busy += sum(map(busy, pids))
    watch.cancel()


async def _read(
    server: Server, seed: int, seconds: int, together: asyncio.Barrier, record: Record
) -> None:
    """Be one person."""
    chance = random.Random(seed)
    address = server.address.replace("http", "ws", 1) + "/_stcore/stream"
    secure = ssl._create_unverified_context() if address.startswith("wss") else None
    origin = "/".join(server.address.split("/")[:3])
    async with connect(
        address, subprotocols=["streamlit"], max_size=MOST_BYTES, origin=origin, ssl=secure
    ) as socket:
        kept: set[str] = set()
        await together.wait()
        record.first.append(await _ask(socket, "", kept, record))
        await together.wait()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await asyncio.sleep(chance.expovariate(1 / PAUSE_S))
            record.reruns.append(await _ask(socket, _link(chance), kept, record))


async def _count(pids: list[int], together: asyncio.Barrier, record: Record) -> None:
    """Leave out what first visits cost."""
    await together.wait()
    await together.wait()
    record.busy -= sum(map(busy, pids))


async def _ask(socket: ClientConnection, link: str, kept: set[str], record: Record) -> float:
    """
    Ask for a view; return the seconds until the page says that it is complete.

    `kept` are the hashes of messages that a browser keeps, so that they are not sent again.
    """
    is_first = not kept
    message = BackMsg()
    message.rerun_script.query_string = link
    message.rerun_script.cached_message_hashes.extend(kept)
    start = time.perf_counter()
    await socket.send(message.SerializeToString())
    while True:
        data = await socket.recv()
        answer = ForwardMsg.FromString(data)
        record.n_bytes[is_first] += len(data)
        if answer.metadata.cacheable:
            kept.add(answer.hash)
        if answer.WhichOneof("type") == "script_finished":
            return time.perf_counter() - start
        if answer.delta.new_element.WhichOneof("type") == "exception":
            record.errors.append(answer.delta.new_element.exception.message)


_CHOICES = {name: codes for name, codes in choices(load_register()).items() if name in FILTERS}


def _link(chance: random.Random) -> str:
    """Return the link of a view with one or two filters."""
    names = chance.sample(FILTERS, chance.choice((1, 1, 2)))
    return urlencode({name: chance.choice(_CHOICES[name]) for name in names})


async def _watch(pids: list[int], record: Record) -> None:
    """Note the memory of all processes together in MB every second."""
    files = [Path(f"/proc/{pid}/status") for pid in pids]
    while all(file.exists() for file in files):
        told = " ".join(file.read_text() for file in files)
        record.memory.append(sum(map(int, re.findall(r"VmRSS:\s+(\d+)", told))) / 1024)
        await asyncio.sleep(1)


def _print(record: Record, people: int, processes: int, log: str) -> None:
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{load}, {people} people, processes: {processes}")
    for name, times in (("first visit", record.first), ("change of view", record.reruns)):
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{name:15} n {len(times):5}   p50 {p50:.3f} s   p95 {p95:.3f} s")
    print(f"processor time per change {record.busy / len(record.reruns):.3f} s")
    visit, change = (
        record.n_bytes[True] / len(record.first),
        record.n_bytes[False] / len(record.reruns),
    )
    print(f"bytes per first visit {visit:,.0f}, per change of view {change:,.0f}")
    quarter = len(record.memory) // 4
    print(f"memory, MB: a quarter in {record.memory[quarter]:.0f}, end {record.memory[-1]:.0f}")
    print(f"errors {len(record.errors)}, tracebacks in the log {log.count('Traceback')}")
    for error in sorted(set(record.errors)):
        print(f"  {error}")


if __name__ == "__main__":
    main()
