"""What ill-behaved readers do, each as a function that `geo.update.sandbox` runs in a process."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from geo.errors import DataError


def answer(data, *arguments):
    return {"data": data.decode(), "arguments": list(arguments)}


def environment(data):
    return sorted(os.environ)


def spin(data):
    while True:
        pass


def sleep(data):
    time.sleep(60)


def swallow(data):
    blocks = []
    while True:
        blocks.append(bytes(1 << 24))


def shout(data):
    return "я" * 20_000_000


def recurse(data):
    return recurse(data)


def die(data):
    os.kill(os.getpid(), 9)


def leave(data):
    os._exit(0)


def complain(data):
    raise DataError("error.no_file", file=data.decode())


def stumble(data):
    raise LookupError("a mistake of ours")


def chatter(data):
    print("not JSON")
    sys.stdout.flush()
    os._exit(0)


def connect(data):
    socket.create_connection(("127.0.0.1", int(data)), timeout=1)


def fetch(data):
    urllib.request.urlopen(f"http://127.0.0.1:{int(data)}/")


def start(data):
    subprocess.run([sys.executable, "-c", ""], check=True)


def write(data):
    Path(data.decode()).write_text("x", encoding="utf-8")


def remove(data):
    Path(data.decode()).unlink()
