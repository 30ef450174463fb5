#!/usr/bin/env python3
"""Measures how often a new file leaves the peer that has it when several others lack it.

Each peer of a full mesh is a `dsync watch` in a network namespace of its own, all on one bridge. The file appears in the
first when all are linked. What a peer sent is what its end of the bridge has received. Needs root and iproute2.

    src/test/bench/swarmbench.py [--mib 1024] [--peers 5] [--mbit RATE] [--dsync PROGRAM]

Prints one JSON object: bytes sent by each peer over the size of the file, seconds until each had it, the most memory each
held (MiB), and whether all are equal.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[3]
LINKED_SECONDS = 120
DONE_SECONDS = 1800


def run(*command):
    subprocess.run(command, check=True)


class Mesh:
    """Namespaces, a bridge between them, and a watch in each."""

    def __init__(self, options, base):
        self.options = options
        self.base = base
        self.tag = f"sw{os.getpid() % 10000}"
        self.watches = []

    def build(self):
        bridge = f"{self.tag}br"
        run("ip", "link", "add", bridge, "type", "bridge")
        run("ip", "link", "set", bridge, "up")
        for i in range(self.options.peers):
            space, outer, inner = f"{self.tag}n{i}", self.outer(i), f"{self.tag}i{i}"
            run("ip", "netns", "add", space)
            run("ip", "link", "add", outer, "type", "veth", "peer", "name", inner)
            run("ip", "link", "set", outer, "master", bridge, "up")
            run("ip", "link", "set", inner, "netns", space)
            inside = ("ip", "-n", space)
            run(*inside, "link", "set", "lo", "up")
            run(*inside, "addr", "add", f"10.91.0.{i + 1}/24", "dev", inner)
            run(*inside, "link", "set", inner, "up")
            if self.options.mbit:
                run("tc", "-n", space, "qdisc", "add", "dev", inner, "root", "tbf",
                    "rate", f"{self.options.mbit}mbit", "burst", "256kb", "latency", "100ms")

    def outer(self, i):
        return f"{self.tag}o{i}"

    def root(self, i):
        return self.base / f"peer{i}"

    def log(self, i):
        return self.base / f"peer{i}.log"

    def start(self):
        key = self.base / "key"
        key.write_text("7" * 64 + "\n")
        key.chmod(0o600)
        for i in range(self.options.peers):
            self.root(i).mkdir()
            others = ",".join(f"10.91.0.{j + 1}:7447" for j in range(self.options.peers) if j != i)
            with self.log(i).open("wb") as log:
                self.watches.append(subprocess.Popen(
                    ["ip", "netns", "exec", f"{self.tag}n{i}", self.options.dsync, "watch", str(self.root(i)),
                     "--share", "s", "--key-file", str(key), "--listen", f"10.91.0.{i + 1}:7447", "--peers", others],
                    env=dict(os.environ, DSYNC_HOME=str(self.base / f"home{i}")), stdout=log, stderr=log))

    def await_links(self):
        deadline = time.monotonic() + LINKED_SECONDS
        wanted = self.options.peers - 1
        while any(self.log(i).read_text().count(": linked") < wanted for i in range(self.options.peers)):
            if time.monotonic() > deadline:
                sys.exit("swarmbench: not all peers are linked")
            time.sleep(0.2)
        time.sleep(1)

    def sent(self):
        return [int(Path(f"/sys/class/net/{self.outer(i)}/statistics/rx_bytes").read_text())
                for i in range(self.options.peers)]

    def memory(self):
        found = []
        for watch in self.watches:
            status = Path(f"/proc/{watch.pid}/status").read_text()
            found.append(int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) // 1024)
        return found

    def close(self):
        for watch in self.watches:
            watch.send_signal(signal.SIGTERM)
        for watch in self.watches:
            watch.wait()
        for i in range(self.options.peers):
            subprocess.run(["ip", "link", "del", self.outer(i)], check=False)
            subprocess.run(["ip", "netns", "del", f"{self.tag}n{i}"], check=False)
        subprocess.run(["ip", "link", "del", f"{self.tag}br"], check=False)


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def measure(mesh, options):
    mesh.build()
    mesh.start()
    mesh.await_links()
    beside = mesh.base / "noise"
    with beside.open("wb") as file:
        for _ in range(options.mib):
            file.write(os.urandom(1 << 20))
    before = mesh.sent()
    begin = time.monotonic()
    beside.rename(mesh.root(0) / "noise")
    seconds = {}
    while len(seconds) < options.peers - 1 and time.monotonic() < begin + DONE_SECONDS:
        for i in range(1, options.peers):
            if i not in seconds and (mesh.root(i) / "noise").exists():
                seconds[i] = round(time.monotonic() - begin, 1)
        time.sleep(0.05)
    after = mesh.sent()
    memory = mesh.memory()
    names = [mesh.root(i) / "noise" for i in range(options.peers)]
    equal = all(name.exists() for name in names) and len({digest(name) for name in names}) == 1
    size = options.mib << 20
    return {
        "mib": options.mib,
        "peers": options.peers,
        "mbit": options.mbit,
        "sent_over_size": [round((b - a) / size, 3) for a, b in zip(before, after)],
        "seconds": [seconds.get(i) for i in range(1, options.peers)],
        "rss_mib": memory,
        "equal": equal,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mib", type=int, default=1024, help="size of the file")
    parser.add_argument("--peers", type=int, default=5, help="watches, the one that has it among them")
    parser.add_argument("--mbit", type=int, default=0, help="what each peer can send; 0 for no limit")
    parser.add_argument("--dsync", default=str(HOME / "scripts" / "dsync"), help="the program")
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="swarmbench."))
    mesh = Mesh(options, base)
    try:
        print(json.dumps(measure(mesh, options)))
    finally:
        mesh.close()
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
