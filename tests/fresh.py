"""
A fresh machine, by the commands of the README alone: prints each step, and fails where one fails.

    python -m tests.fresh machine
    python -m tests.fresh container

It is this machine in namespaces of its own (Linux, as root): whatever is written to the system's
folders goes with it, and the ports are its own. The commands are those of the README's section "To
serve colleagues" and the lines of `.deploy/Containerfile`, as they stand there. Three programs are
stood in for: what `apt-get` installs has to be there already; `python3 -m venv` gets the packages
of the tests, so that pip finds them without a network; and `systemctl` does what the units say that
can be done without systemd: users, folders, environments, rights, a system that cannot be written,
and the start of who died. Limits of memory and families of addresses are systemd's alone.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPSConnection
from pathlib import Path

from websockets.exceptions import WebSocketException

ROOT = Path(__file__).resolve().parent.parent
HOST = "ties.example.org"
OPT = Path("/opt/ties")
UNITS = Path("/etc/systemd/system")
PORTS = (8501, 8502, 8503)
WAIT_S = 30
_APART = ("unshare", "--mount", "--net", "--pid", "--fork", "--mount-proc", "--kill-child")
READ_ONLY = ("/", "/etc", "/opt", "/var", "/run")
_OURS = (".git", ".venv", ".cache", "__pycache__", "versions", "results")
_STAND_IN = f'#!/bin/sh\nexec {sys.executable} {Path(__file__)} {{name}} "$@"\n'
_PYTHON = '#!/bin/sh\nPYTHONPATH=/opt/site-packages exec /opt/python/bin/python3 "$@"\n'


def main() -> int:
    """Run a stage in namespaces of its own, or stand in for a program inside them."""
    stage, *arguments = sys.argv[1:]
    if stage in PROGRAMS:
        return PROGRAMS[stage](arguments)
    if "--inside" in arguments:
        _separate()
        {"machine": _machine, "container": _container}[stage]()
        print(f"{stage}: done", flush=True)
        return 0
    again = [sys.executable, "-m", "tests.fresh", stage, "--inside"]
    return subprocess.run([*_APART, *again], cwd=ROOT).returncode


def possible() -> bool:
    """Return whether this machine lets us make one inside it."""
    if sys.platform != "linux" or os.getuid() != 0:
        return False
    code = "from tests.fresh import _separate; _separate()"
    done = subprocess.run([*_APART, sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    return done.returncode == 0


def _step(text: str) -> None:
    print(f"\n# {text}", flush=True)


def _run(*command: str, **options: object) -> None:
    subprocess.run(command, check=True, **options)  # type: ignore[call-overload]


# --- the machine ----------------------------------------------------------------------------------


def _separate() -> None:
    """Let what is written to the system go with us."""
    _run("ip", "link", "set", "lo", "up")
    layers = Path("/mnt")
    _run("mount", "-t", "tmpfs", "tmpfs", str(layers))
    for folder in ("etc", "var"):
        upper, work = layers / folder / "upper", layers / folder / "work"
        upper.mkdir(parents=True)
        work.mkdir()
        told = f"lowerdir=/{folder},upperdir={upper},workdir={work}"
        _run("mount", "-t", "overlay", "overlay", "-o", told, f"/{folder}")
    _run("mount", "-t", "tmpfs", "tmpfs", "/run")
    _run("mount", "-t", "tmpfs", "tmpfs", "/opt")
    packages = sysconfig.get_path("purelib")
    for name, folder in (("python", sys.base_prefix), ("site-packages", packages)):
        Path("/opt", name).mkdir()
        _run("mount", "--bind", folder, f"/opt/{name}")
    Path("/opt/bin").mkdir()
    for name in (*PROGRAMS, "python"):
        program = Path("/opt/bin", name)
        program.write_text(_PYTHON if name == "python" else _STAND_IN.format(name=name))
        program.chmod(0o755)
    Path("/etc/ld.so.conf.d/000.conf").write_text("/opt/python/lib\n")
    _run("ldconfig")
    os.environ["PATH"] = f"/opt/bin:{os.environ['PATH']}:/usr/sbin"
    os.environ |= {"PIP_NO_INDEX": "1", "PIP_QUIET": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    os.environ.pop("PYTHONPATH", None)
    with Path("/etc/hosts").open("a") as hosts:
        hosts.write(f"127.0.0.1 {HOST}\n")


def _apt_get(arguments: list[str]) -> int:
    """See that the packages are there, and start the cluster that Debian's package makes."""
    wanted = [name for name in arguments[1:] if name != "python3-venv"]
    subprocess.run(["dpkg", "-s", *wanted], check=True, stdout=subprocess.DEVNULL)
    for cluster in subprocess.check_output(["pg_lsclusters", "-h"], text=True).splitlines():
        subprocess.run(["pg_dropcluster", "--stop", *cluster.split()[:2]], check=True)
    (newest,) = sorted(Path("/usr/lib/postgresql").iterdir(), key=lambda one: int(one.name))[-1:]
    make = ["pg_createcluster", newest.name, "main", "--start", "-e", "UTF8", "-o", "fsync=off"]
    return subprocess.run([*make, "--", "--no-sync"], stdout=subprocess.DEVNULL).returncode


def _python3(arguments: list[str]) -> int:
    """Make an environment that has the packages of the tests."""
    assert arguments[:2] == ["-m", "venv"], arguments
    make = ["/opt/python/bin/python3", "-m", "venv", "--without-pip", *arguments[2:]]
    subprocess.run(make, check=True)
    (packages,) = Path(arguments[2]).glob("lib/python*/site-packages")
    (packages / "ours.pth").write_text("/opt/site-packages\n")
    return 0


def _systemctl(arguments: list[str]) -> int:
    """Do what systemd would do with our units."""
    if arguments == ["daemon-reload"]:
        return _verify()
    if arguments == ["restart", "nginx"]:
        subprocess.run(["nginx", "-t", "-q"], check=True)
        return subprocess.run(["nginx"]).returncode
    enable, now, name = arguments
    assert (enable, now) == ("enable", "--now"), arguments
    (wanted,) = _unit(name)["Wants"]
    for service in wanted.split():
        template, _, instance = service.removesuffix(".service").partition("@")
        _start(_unit(f"{template}@.service"), instance)
    return 0


def _verify() -> int:
    """Let systemd read the units, where it is installed."""
    if not shutil.which("systemd-analyze"):
        return 0
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "ties@8501.service", "ties.target"],
        cwd=UNITS, capture_output=True, text=True,
    )  # fmt: skip
    complaints = [line for line in done.stderr.splitlines() if "ties" in line]
    print(*complaints, sep="\n", file=sys.stderr)
    return len(complaints)


def _unit(name: str) -> dict[str, list[str]]:
    """Return what a unit says, by the name of each setting."""
    said: dict[str, list[str]] = {}
    for key, value in re.findall(r"(?m)^(\w+)=(.*)$", (UNITS / name).read_text("utf-8")):
        said.setdefault(key, []).append(value)
    return said


def _start(unit: Mapping[str, list[str]], instance: str) -> None:
    """Start a process of a unit for good."""
    told = (unit[key] for key in ("User", "WorkingDirectory", "StateDirectory"))
    (user,), (folder,), (state,) = told
    _run("install", "-d", "-o", user, "-g", user, f"/var/lib/{state}")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(OPT), "USER": user}
    files = [Path(name.removeprefix("-")) for name in unit.get("EnvironmentFile", [])]
    lines = [pair for line in unit["Environment"] for pair in line.split()]
    for pair in (*lines, *(line for file in files for line in file.read_text().splitlines())):
        name, _, value = pair.partition("=")
        environment[name] = value
    (command,), (mask,), (again,) = (unit[key] for key in ("ExecStart", "UMask", "RestartSec"))
    rights = f"setpriv --reuid {user} --regid {user} --init-groups --no-new-privs"
    if unit["CapabilityBoundingSet"] == [""]:
        rights += " --bounding-set=-all"
    assert unit["ProtectSystem"] == ["strict"] and unit["Restart"] == ["always"]
    script = f"""{_read_only((f"/var/lib/{state}",))}
        cd {folder}; umask {mask}
        while :; do {rights} -- {command.replace("%i", instance)}; sleep {again}; done"""
    with _log(instance).open("ab") as log:
        subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", script],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip


def _read_only(but: Iterable[str]) -> str:
    """Return what leaves nothing of the system to write but these folders and an own ``/tmp``."""
    kept = "".join(f"mount --bind {folder} {folder}\n" for folder in but)
    shut = "".join(f"mount -o remount,bind,ro {folder}\n" for folder in READ_ONLY)
    empty = "".join(f"mount -t tmpfs tmpfs {folder}\n" for folder in ("/tmp", "/root", "/home"))
    return f"set -e\n{kept}{shut}{empty}set +e\n"


PROGRAMS: dict[str, Callable[[list[str]], int]] = {
    "apt-get": _apt_get,
    "python3": _python3,
    "systemctl": _systemctl,
}


# --- two stages -----------------------------------------------------------------------------------


def _machine() -> None:
    """Follow the README; then an import, a process killed, and the database away."""
    from tests.issue import lay_out

    _step("what the README takes for granted: a checkout, and the host's certificate")
    shutil.copytree(ROOT, OPT, ignore=shutil.ignore_patterns(*_OURS))
    shutil.rmtree(OPT / "data")
    lay_out(OPT / "data")
    Path("/etc/ssl/ties").mkdir()
    _run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", f"/CN={HOST}", "-keyout", "/etc/ssl/ties/key.pem",
         "-out", "/etc/ssl/ties/chain.pem", stderr=subprocess.DEVNULL)  # fmt: skip
    told = (OPT / "README.md").read_text("utf-8").partition("## To serve colleagues")[2]
    commands = told.partition("```bash\n")[2].partition("```")[0]
    _step("the commands of the README")
    # What was told to the tests is not told to a machine.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TIES_")}
    _run("bash", "-euo", "pipefail", "-v", "-c", commands, cwd=OPT, env=plain, stderr=1)

    from geo.agreements import load_register
    from geo.text import literal, t
    from tests.documents import register_docx, rows

    agreement = load_register(OPT / "data").agreements[0]
    link, away = f"focus={agreement.id}", literal(t("store.away", "ru")).encode()
    _step("every process shows the register")
    _until(PORTS, link, lambda page: agreement.title.encode() in page)
    _step("an import is seen by all of them")
    in_force, lapsed = rows(load_register(OPT / "data").agreements)
    in_force[0][3] = "17 лет"
    Path("/opt/new.docx").write_bytes(register_docx(in_force, lapsed))
    _run("runuser", "-u", "ties", "--", "env", "REGISTER_URL=postgresql:///ties",
         "TIES_DATA=/var/lib/ties/data", ".venv/bin/python", "-m", "geo", "import",
         "/opt/new.docx", "--apply", cwd=OPT)  # fmt: skip
    _until(PORTS, link, lambda page: "17 лет".encode() in page)
    _step("one is killed: the same reader sees the same view from another, and it comes back")
    reader = {"Cookie": f"ties_at={'a' * 32}"}
    before, port = _page(443, link, **reader), _serving()
    os.kill(_process(port), signal.SIGKILL)
    after = _page(443, link, **reader)
    print(f"{port} is dead, {_serving()} answers")
    assert _serving() != port and "17 лет".encode() in before and "17 лет".encode() in after
    _until((port,), link, lambda page: "17 лет".encode() in page)
    _step("the database is away for a while: the last register is shown, and it is said")
    cluster = subprocess.check_output(["pg_lsclusters", "-h"], text=True).split()[:2]
    _run("pg_ctlcluster", *cluster, "stop", "-m", "immediate")
    _until(PORTS, link, lambda page: away in page and "17 лет".encode() in page)
    _run("pg_ctlcluster", *cluster, "start")
    _until(PORTS, link, lambda page: away not in page and "17 лет".encode() in page)
    _step("headers as served")
    for path in ("/ties/", "/open/", "/open/changes.atom", "/ties/_stcore/metrics"):
        _headers(path)


def _container() -> None:
    """Do what the Containerfile says, line by line, and run the command as its head says."""
    text = (ROOT / ".deploy" / "Containerfile").read_text("utf-8")
    environment: dict[str, str] = {}
    user, folder, command = "root", Path("/"), []
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word != "#":
            _step(line)
        if word == "RUN":
            _run("sh", "-ec", rest, cwd=folder)
        elif word == "WORKDIR":
            folder = Path(rest)
            folder.mkdir()
        elif word == "COPY":
            source, target = rest.split()
            end = folder / target
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, end, ignore=shutil.ignore_patterns(*_OURS))
            else:
                shutil.copy(ROOT / source, end)
        elif word == "USER":
            user = rest
        elif word == "ENV":
            environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif word == "CMD":
            command = [part.strip(' "') for part in rest.strip("[]").split(",")]
        else:
            assert word in ("#", "FROM", "EXPOSE"), f"nothing here knows {word}"
    script = f"""{_read_only(("/var/lib/ties",))}
        cd {folder}
        exec setpriv --reuid {user} --regid {user} --init-groups -- {shlex.join(command)}"""
    told = {"PATH": os.environ["PATH"], "HOME": "/home/ties", **environment}
    with _log(8501).open("wb") as log:
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", script], env=told, stdout=log, stderr=log
        )
    _until((8501,), "lang=en", lambda page: b"Cross-border ties" in page)
    assert process.poll() is None


# --- what a reader gets ---------------------------------------------------------------------------


def _page(port: int, link: str, **headers: str) -> bytes:
    from tests.deployed import run_of

    scheme = "https" if port == 443 else "http"
    return run_of(f"{scheme}://{HOST}:{port}".removesuffix(":443"), link, **headers)


def _until(ports: Iterable[int], link: str, test: Callable[[bytes], bool]) -> None:
    """Wait until every process answers as it should."""
    start = time.monotonic()
    for port in ports:
        while True:
            try:
                if test(_page(port, link)):
                    break
                said = "it answers otherwise"
            except (OSError, WebSocketException) as error:
                said = str(error)  # it does not stand yet
            if time.monotonic() > start + WAIT_S:
                print(f"{port} never did: {said}", _log(port).read_text(), sep="\n")
                raise AssertionError(port)
            time.sleep(0.5)  # between two looks at the condition
        print(f"{port}: after {time.monotonic() - start:.1f} s", flush=True)


def _log(port: object) -> Path:
    return Path(f"/var/log/ties-{port}.log")


def _serving() -> int:
    """Return the port of the process that answered last through nginx."""
    return int(Path("/var/log/nginx/ties.log").read_text().rstrip().rpartition(":")[2])


def _process(port: int) -> int:
    """Return the process that serves a port."""
    said = f"\0--server.port\0{port}\0".encode()
    return next(
        int(file.parent.name)
        for file in Path("/proc").glob("[0-9]*/cmdline")
        if said in file.read_bytes()
    )


def _headers(path: str) -> None:
    import ssl

    connection = HTTPSConnection(HOST, context=ssl._create_unverified_context())
    connection.request("GET", path)
    answer = connection.getresponse()
    print(f"\n{path} {answer.status}")
    for name, value in answer.getheaders():
        print(f"  {name}: {value}")


if __name__ == "__main__":
    sys.exit(main())
