#!/usr/bin/env python3
"""Two peers that watch, side by side: dsync beside Syncthing. One line of JSON for each case and tool.

  watchbench.py --dsync PATH --corpora DIR [--tools dsync,syncthing] [--cases edit,copy,...] [--tmp DIR]

Both peers run on a loopback of their own (network namespace), whose byte counters are the wire figure. What changes is made
beside the folder and renamed into it, and the clock starts with the rename; it ends when the other folder shows the same to
stat. CPU is that of both processes, memory the largest of the two in that case. Cases:

  edit    one file of 30 bytes, in a folder of 100           small   20,000 files (corpus small)
  copy    1 GiB (corpus insert)                              rename  that directory
  insert  1 byte in front of it                              sqlite  a database of 169 MB, edited (corpus sqlite)
  latency 100 edits of one file, one after the other
  idle    100,000 files: CPU of both over a minute in which nothing happens, then one file of them edited five times

Needs root, syncthing, cgroups of version 1.
"""
import argparse, json, os, re, shutil, signal, statistics, subprocess, sys, tempfile, time

CASES = ['edit', 'copy', 'insert', 'sqlite', 'small', 'rename', 'latency', 'idle']
PORTS = (22001, 22002)
TIMEOUT = 900
QUIET = 3


def lo_bytes():
    for line in open('/proc/net/dev'):
        if line.strip().startswith('lo:'):
            return int(line.split(':')[1].split()[8])


class Group:
    """CPU seconds and most resident memory of the processes of both peers."""

    def __init__(self):
        self.directory = f'/sys/fs/cgroup/cpuacct/watchbench-{os.getpid()}'
        os.makedirs(self.directory, exist_ok=True)

    def join(self):
        open(self.directory + '/cgroup.procs', 'w').write(str(os.getpid()))

    def processes(self):
        return open(self.directory + '/cgroup.procs').read().split()

    def cpu(self):
        return int(open(self.directory + '/cpuacct.usage').read()) / 1e9

    def forget_peak(self):
        for one in self.processes():
            open(f'/proc/{one}/clear_refs', 'w').write('5')

    def peak(self):
        found = [re.search(r'VmHWM:\s+(\d+)', open(f'/proc/{one}/status').read()) for one in self.processes()]
        return max(int(one.group(1)) * 1024 for one in found if one)

    def close(self):
        os.rmdir(self.directory)


class Tool:
    def __init__(self, args, work, group):
        self.args, self.work, self.group = args, work, group
        self.folders = [work + '/a', work + '/b']
        self.running = []

    def spawn(self, argv, side, **environment):
        log = open(f'{self.work}/log-{side}', 'w')
        self.running.append(subprocess.Popen(argv, env=dict(os.environ, **environment), stdout=log, stderr=log,
                                             preexec_fn=self.group.join))

    def close(self):
        for one in self.running:
            one.send_signal(signal.SIGTERM)
        for one in self.running:
            one.wait(60)


class Dsync(Tool):
    def start(self):
        key = self.work + '/key'
        open(key, 'w').write('5' * 64 + '\n')
        os.chmod(key, 0o600)
        for side in (0, 1):
            self.spawn([self.args.dsync, 'watch', self.folders[side], '--share', 'm', '--key-file', key, '--listen',
                        f'127.0.0.1:{PORTS[side]}', '--peers', f'127.0.0.1:{PORTS[1 - side]}'],
                       side, DSYNC_HOME=f'{self.work}/home-{side}', XDG_STATE_HOME=f'{self.work}/state-{side}')


class Syncthing(Tool):
    def start(self):
        homes = [f'{self.work}/home-{side}' for side in (0, 1)]
        ids = []
        for home in homes:
            subprocess.run(['syncthing', 'generate', '--home=' + home, '--no-default-folder', '--skip-port-probing'],
                           check=True, capture_output=True)
            ids.append(re.search(r'<device id="([^"]+)"', open(home + '/config.xml').read()).group(1))
        for side in (0, 1):
            devices = ''.join(f'<device id="{ids[one]}" name="{one}" compression="metadata"><address>tcp://127.0.0.1:{PORTS[one]}'
                              '</address></device>' for one in (0, 1))
            shared = ''.join(f'<device id="{one}"></device>' for one in ids)
            open(homes[side] + '/config.xml', 'w').write(
                f'<configuration version="35"><folder id="m" label="m" path="{self.folders[side]}" type="sendreceive" '
                f'rescanIntervalS="3600" fsWatcherEnabled="true" fsWatcherDelayS="1">{shared}<filesystemType>basic'
                f'</filesystemType><minDiskFree unit="%">0</minDiskFree></folder>{devices}'
                f'<gui enabled="true" tls="false"><address>127.0.0.1:{PORTS[side] + 100}</address><apikey>k</apikey></gui>'
                f'<options><listenAddress>tcp://127.0.0.1:{PORTS[side]}</listenAddress><globalAnnounceEnabled>false'
                '</globalAnnounceEnabled><localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled>'
                '<natEnabled>false</natEnabled><urAccepted>-1</urAccepted><autoUpgradeIntervalH>0</autoUpgradeIntervalH>'
                '<crashReportingEnabled>false</crashReportingEnabled><startBrowser>false</startBrowser></options></configuration>')
            os.makedirs(self.folders[side] + '/.stfolder', exist_ok=True)
            self.spawn(['syncthing', 'serve', '--home=' + homes[side], '--no-browser', '--no-restart'], side, STNOUPGRADE='1')


TOOLS = dict(dsync=Dsync, syncthing=Syncthing)


def look(top):
    """What stat tells of everything in a folder; what a tool is building counts too, so that nothing is equal before it is done."""
    seen = {}
    stack = ['']
    while stack:
        at = stack.pop()
        try:
            found = list(os.scandir(top + '/' + at))
        except FileNotFoundError:
            return None
        for one in found:
            name = at + '/' + one.name
            if one.name == '.stfolder':
                continue
            if one.is_dir(follow_symlinks=False):
                seen[name] = None
                stack.append(name)
            else:
                try:
                    stat = one.stat(follow_symlinks=False)
                except FileNotFoundError:
                    return None
                seen[name] = (stat.st_size, stat.st_mtime_ns)
    return seen


def until(condition, what, least=0.005):
    end = time.time() + TIMEOUT
    while True:
        begin = time.time()
        if condition():
            return time.time()
        if begin > end:
            raise RuntimeError('not within %d s: %s' % (TIMEOUT, what))
        time.sleep(max(least, 4 * (time.time() - begin)))  # looking takes a core from those who are looked at


def equal(tool):
    a = look(tool.folders[0])
    return a is not None and a == look(tool.folders[1])


def is_as(file, wanted):
    try:
        stat = os.stat(file)
    except FileNotFoundError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == wanted


def measured(tool, change, arrived, what):
    time.sleep(QUIET)
    tool.group.forget_peak()
    wire, cpu, begin = lo_bytes(), tool.group.cpu(), time.time()
    change()
    took = until(arrived, what) - begin
    time.sleep(QUIET)  # what both still say to each other counts
    return dict(seconds=round(took, 3), wire=lo_bytes() - wire, cpu=round(tool.group.cpu() - cpu, 2),
                rss_mb=round(tool.group.peak() / 1e6))


def put(tool, source, name):
    """Renames a file from beside the folder into it; the test whether it has arrived."""
    os.replace(source, tool.folders[0] + '/' + name)
    stat = os.stat(tool.folders[0] + '/' + name)
    return lambda: is_as(tool.folders[1] + '/' + name, (stat.st_size, stat.st_mtime_ns))


def replaced(tool, corpus_file, name):
    beside = tool.work + '/beside'
    shutil.copyfile(corpus_file, beside)
    os.sync()
    checks = []
    return measured(tool, lambda: checks.append(put(tool, beside, name)), lambda: checks[0](), name)


def edited(tool, name, number):
    beside = tool.work + '/beside'
    open(beside, 'w').write(f'edited for the {number:6d}th time\n')
    return put(tool, beside, name)


def edits(tool, name, count, pause):
    took = []
    for number in range(count):
        time.sleep(pause)
        begin = time.time()
        took.append(until(edited(tool, name, number), name, 0.001) - begin)
    return took


def median_edit(tool, name):
    rows = []
    for number in range(5):
        checks = []
        rows.append(measured(tool, lambda: checks.append(edited(tool, name, number)), lambda: checks[0](), name))
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def run_case(case, tool, corpora):
    if case == 'edit':
        return median_edit(tool, 'f7')
    if case == 'copy':
        return replaced(tool, corpora + '/insert-A/f.bin', 'f.bin')
    if case == 'insert':
        return replaced(tool, corpora + '/insert-B/f.bin', 'f.bin')
    if case == 'sqlite':
        replaced(tool, corpora + '/sqlite-A/app.sqlite', 'app.sqlite')
        return replaced(tool, corpora + '/sqlite-B/app.sqlite', 'app.sqlite')
    if case == 'small':
        beside = tool.work + '/beside-small'
        subprocess.run(['cp', '-a', corpora + '/small-A', beside], check=True)
        os.sync()
        return measured(tool, lambda: os.rename(beside, tool.folders[0] + '/small'), lambda: equal(tool), case)
    if case == 'rename':
        return measured(tool, lambda: os.rename(tool.folders[0] + '/small', tool.folders[0] + '/renamed'), lambda: equal(tool), case)
    if case == 'latency':
        took = sorted(edits(tool, 'f7', 100, 0.3))
        return dict(p50=round(took[49], 3), p95=round(took[94], 3), most=round(took[-1], 3))
    if case == 'idle':
        begin = time.time()
        until(lambda: equal(tool), 'all files', 1)
        first = time.time() - begin
        time.sleep(30)
        cpu = tool.group.cpu()
        time.sleep(60)
        idle = (tool.group.cpu() - cpu) / 60 / 2
        return dict(first=round(first, 1), idle_percent=round(100 * idle, 3), **median_edit(tool, 'd50/f50'))
    raise ValueError(case)


def many(top):
    for directory in range(100):
        os.makedirs(f'{top}/d{directory}')
        for number in range(1000):
            open(f'{top}/d{directory}/f{number}', 'w').write(f'file {number} of {directory}\n')


def session(name, cases, args):
    work = tempfile.mkdtemp(prefix='watchbench-', dir=args.tmp)
    group = Group()
    tool = TOOLS[name](args, work, group)
    try:
        for folder in tool.folders:
            os.makedirs(folder)
        for number in range(100):
            open(f'{tool.folders[0]}/f{number}', 'w').write(f'file {number}\n')
        if 'idle' in cases:
            many(tool.folders[0])
        tool.start()
        if 'idle' not in cases:
            until(lambda: equal(tool), 'the beginning')
        for case in cases:
            load = os.getloadavg()[0]
            try:
                row = run_case(case, tool, args.corpora)
            except RuntimeError as e:
                row = dict(error=str(e))
            row['equal'] = subprocess.run(['diff', '-rq', '--no-dereference', '-x', '.stfolder', *tool.folders],
                                          stdout=subprocess.DEVNULL).returncode == 0
            print(json.dumps(dict(what='watch', partner='syncthing', case=case, tool=name, load=round(load, 2), **row)), flush=True)
    finally:
        tool.close()
        if args.keep:
            print(work, file=sys.stderr)
        else:
            shutil.rmtree(work, ignore_errors=True)
        group.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--dsync', required=True)
    parser.add_argument('--corpora', required=True)
    parser.add_argument('--tools', default='dsync,syncthing')
    parser.add_argument('--cases', default=','.join(CASES))
    parser.add_argument('--tmp', default=tempfile.gettempdir())
    parser.add_argument('--keep', action='store_true', help='leave folders and logs where they are')
    parser.add_argument('--inner', action='store_true', help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not args.inner:
        os.execvp('unshare', ['unshare', '-n', sys.executable, *sys.argv, '--inner'])
    subprocess.run(['ip', 'link', 'set', 'lo', 'mtu', '1500', 'up'], check=True)
    cases = args.cases.split(',')
    for group in ([one for one in cases if one != 'idle'], [one for one in cases if one == 'idle']):
        for name in args.tools.split(',') if group else []:
            session(name, group, args)


main()
