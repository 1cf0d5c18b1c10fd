"""The app as colleagues get it: nginx and several processes, from the files of `.deploy/`."""

import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser import ROOT, WAIT_MS, Server, wait_for_server
from tests.machine import missing

DEPLOY = ROOT / ".deploy"
BASE = "/ties"
MOST_BYTES = 64 * 1024 * 1024
"""Longest message a client takes: the first one holds the whole page."""
_WHOLE = """\
{user}worker_processes 1; daemon off; pid nginx.pid; error_log error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u;
    scgi_temp_path s;
    include ties.conf;
}}
"""


@dataclass(frozen=True)
class House:
    """What runs: the port of nginx, its log, and every process of the app by its port."""

    port: int
    log: Path
    processes: dict[int, subprocess.Popen]
    site: Path

    @property
    def server(self) -> Server:
        """The app as a browser gets it."""
        return Server(f"https://localhost:{self.port}{BASE}", self.log, 0)

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
        """Return an answer and its content; `headers` with underscores for hyphens."""
        context = ssl._create_unverified_context()
        connection = HTTPSConnection("localhost", self.port, context=context, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer: HTTPResponse = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def serving(self) -> int:
        """Return the port of the process that answered last."""
        return int(self.log.read_text().rstrip().rpartition(":")[2])

    def kill(self, port: int) -> None:
        """Let a process die as it does when the power goes."""
        self.processes[port].send_signal(signal.SIGKILL)
        self.processes[port].wait()


def run_of(address: str, link: str, **headers: str) -> bytes:
    """Return all that a process sends to who opens a link of the map; `address` without a path."""
    message = BackMsg()
    message.rerun_script.query_string = link
    secure = ssl._create_unverified_context() if address.startswith("https") else None
    with connect(
        f"{address.replace('http', 'ws', 1)}{BASE}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=address,
        additional_headers=headers,
        ssl=secure,
        max_size=MOST_BYTES,
    ) as socket:
        socket.send(message.SerializeToString())
        received = b""
        while True:
            data = socket.recv(timeout=WAIT_MS / 1000)
            received += data
            if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
                return received


def setting(name: str) -> list[str]:
    """Return what the unit of a process says by a name, each line once."""
    unit = (DEPLOY / "ties@.service").read_text("utf-8")
    return re.findall(rf"(?m)^{name}=(.*)$", unit)


@contextmanager
def deployed(folder: Path, n_processes: int, **environment: str) -> Iterator[House]:
    """Start it all; the ports, the host's name and the folders are the only things replaced."""
    for program in ("nginx", "openssl"):
        if not (shutil.which(program) or shutil.which(f"/usr/sbin/{program}")):
            missing(f"{program} isn't installed")
    plain, secure, *ports = free_ports(2 + n_processes)
    site = folder / "site"
    site.mkdir()
    with ExitStack() as stack:
        processes = {
            port: stack.enter_context(_process(folder, port, environment)) for port in ports
        }
        stack.enter_context(_nginx(folder, plain, secure, ports, site))
        yield House(secure, folder / "access.log", processes, site)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextmanager
def _process(folder: Path, port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Start one process as its unit does."""
    (command,) = setting("ExecStart")
    words = [word.replace("%i", str(port)) for word in shlex.split(command)]
    told = dict(pair.split("=", 1) for line in setting("Environment") for pair in line.split())
    told["TIES_DATA"] = os.environ.get("TIES_DATA", "")
    log = folder / f"{port}.txt"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, *words[1:]],
            cwd=ROOT,
            env={**os.environ, **told, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for_server(f"http://127.0.0.1:{port}{BASE}/_stcore/health", process, log)
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _nginx(folder: Path, plain: int, secure: int, ports: list[int], site: Path) -> Iterator[None]:
    key, chain = folder / "key.pem", folder / "chain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=localhost", "-keyout", key, "-out", chain],
        check=True, capture_output=True,
    )  # fmt: skip
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    servers = "".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s; " for port in ports)
    for pattern, value in (
        (r"(    server 127\.0\.0\.1:\d+ .*\n)+", f"{servers}\n"),
        (r"ties\.example\.org", "localhost"),
        (r"listen 80\b", f"listen 127.0.0.1:{plain}"),
        (r"listen 443\b", f"listen 127.0.0.1:{secure}"),
        (r"/etc/ssl/ties/", f"{folder}/"),
        (r"/var/log/nginx/ties\.log", f"{folder}/access.log"),
        (r"/var/lib/ties/site/", f"{site}/"),
    ):
        text, found = re.subn(pattern, value, text)
        assert found, f"nginx.conf says nothing of {pattern}"
    (folder / "ties.conf").write_text(text, encoding="utf-8")
    user = "user root; " if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(_WHOLE.format(user=user), encoding="utf-8")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [program, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        health = f"https://localhost:{secure}{BASE}/_stcore/health"
        wait_for_server(health, process, folder / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(10)
