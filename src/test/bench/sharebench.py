#!/usr/bin/env python3
"""How fast `dsync share` hands out one large file, beside nginx with sendfile serving the same one, and what memory many downloads take.

    src/test/bench/sharebench.py [--dsync PROGRAM] [--mib N] [--rounds N] [--downloads N]

Rounds alternate; each is one curl over loopback. Then so many visitors get the file at once, slowly, and the resident memory of dsync is read while
they do. Needs nginx and curl. Prints one JSON object a line.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dsync", default=os.path.join(ROOT, "scripts/dsync"), help="the program, with its first words")
    parser.add_argument("--mib", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--downloads", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = os.path.join(scratch, "files")
        os.mkdir(files)
        os.chmod(scratch, 0o755)
        with open(os.path.join(files, "large"), "wb") as large:
            for _ in range(options.mib):
                large.write(os.urandom(1 << 20))
        measure(options, scratch, files)


def measure(options, scratch, files):
    nginx = start_nginx(scratch, files)
    home = os.path.join(scratch, "home")
    begun = time.monotonic()
    share = subprocess.Popen(
        options.dsync.split() + ["share", "--listen", "127.0.0.1:22982", files],
        stdout=subprocess.PIPE, text=True, env=dict(os.environ, DSYNC_HOME=home))
    try:
        url = share.stdout.readline().strip()
        subprocess.run(["curl", "-sf", "-o", "/dev/null", url], check=True)
        tell("first byte of the page", seconds=round(time.monotonic() - begun, 2))
        speeds = {"dsync": [], "nginx": []}
        for _ in range(options.rounds):
            speeds["nginx"].append(speed("http://127.0.0.1:22981/large"))
            speeds["dsync"].append(speed(url + "large"))
        medians = {name: statistics.median(all_) for name, all_ in speeds.items()}
        tell("one file of %d MiB" % options.mib, ratio=round(medians["dsync"] / medians["nginx"], 2),
             mib_per_second={name: round(median / (1 << 20)) for name, median in medians.items()}, rounds=options.rounds)
        many(options, share.pid, url + "large")
    finally:
        share.terminate()
        share.wait()
        nginx.terminate()
        nginx.wait()


def start_nginx(scratch, files):
    program = shutil.which("nginx") or sys.exit("sharebench: nginx is not on PATH")
    conf = os.path.join(scratch, "nginx.conf")
    with open(conf, "w") as out:
        out.write("""
daemon off; user root; pid %(d)s/nginx.pid; error_log %(d)s/nginx.log; worker_processes 1;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; client_body_temp_path %(d)s/t1; proxy_temp_path %(d)s/t2; fastcgi_temp_path %(d)s/t3;
uwsgi_temp_path %(d)s/t4; scgi_temp_path %(d)s/t5; server { listen 127.0.0.1:22981; root %(f)s; } }
""" % {"d": scratch, "f": files})
    nginx = subprocess.Popen([program, "-c", conf])
    for _ in range(100):
        if subprocess.run(["curl", "-sf", "-r", "0-0", "-o", "/dev/null", "http://127.0.0.1:22981/large"]).returncode == 0:
            return nginx
        time.sleep(0.1)
    sys.exit("sharebench: nginx does not start")


def speed(url):
    """Bytes a second of one download."""
    out = subprocess.run(["curl", "-sf", "-o", "/dev/null", "-w", "%{speed_download}", url], check=True, capture_output=True, text=True)
    return float(out.stdout)


def many(options, pid, url):
    """Visitors that get the file at 256 KiB a second each, for ten seconds."""
    visitors = [subprocess.Popen(["curl", "-s", "--limit-rate", "256K", "-m", "12", "-o", "/dev/null", "-w", "%{size_download} ", url],
                                 stdout=subprocess.PIPE, text=True) for _ in range(options.downloads)]
    most = 0
    for _ in range(20):
        time.sleep(0.5)
        most = max(most, resident(pid))
    got = [float(visitor.communicate()[0] or 0) for visitor in visitors]
    tell("%d downloads at once" % options.downloads, resident_mib=most >> 20, served=sum(size > 0 for size in got), mib=round(sum(got) / (1 << 20)))


def resident(pid):
    """Resident bytes of a process and those it started."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    total = 0
    for each in [pid] + [int(child) for child in children]:
        try:
            with open("/proc/%d/status" % each) as status:
                total += sum(int(line.split()[1]) << 10 for line in status if line.startswith("VmRSS"))
        except OSError:
            pass
    return total


def tell(what, **figures):
    print(json.dumps(dict(what=what, **figures)), flush=True)


if __name__ == "__main__":
    main()
