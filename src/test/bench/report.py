#!/usr/bin/env python3
"""Adds what a measurement rests on to the lines of wirebench.py and watchbench.py, and renders them as the tables of performance.md.

  report.py facts DIRECTORY <LINES >latest.jsonl
  report.py table latest.jsonl performance.md
  report.py watch watch.jsonl performance.md
"""
import json, os, platform, re, subprocess, sys

END = '<!-- end of table -->'


def first_line(*argv):
    done = subprocess.run(argv, capture_output=True, text=True)
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0].strip() if lines else ''


def facts(directory):
    jdk = os.path.join(os.environ.get('JAVA_HOME', ''), 'release')
    release = dict(re.findall(r'(\w+)="(.*)"', open(jdk).read())) if os.path.exists(jdk) else {}
    fixed = dict(
        commit=first_line('git', 'describe', '--always', '--dirty', '--exclude=*'),
        kernel=platform.release().partition('-')[0],
        fileSystem=first_line('stat', '-f', '-c', '%T', directory),
        cores=os.cpu_count(),
        jdk=release.get('JAVA_RUNTIME_VERSION', ''),
        rsync=first_line('rsync', '--version').split()[2],
        ssh=first_line('ssh', '-V').split(',')[0],
        syncthing=(first_line('syncthing', '--version').split() + ['', ''])[1],
    )
    for line in sys.stdin:
        print(json.dumps(dict(what='delta transfer', partner='rsync-ssh') | json.loads(line) | fixed), flush=True)


def megabytes(count):
    return f'{count / 1e6:,.2f}'


def rows(lines):
    partners = {r['case']: r for r in lines if r['tool'] == r['partner'] and 'error' not in r}
    yield '| corpus | tool | wire, MB | of rsync | seconds | of rsync | CPU seconds | resident, MB | equal |'
    yield '|---|---|---:|---:|---:|---:|---:|---:|---|'
    for r in lines:
        if 'error' in r:
            yield f"| {r['case']} | {r['tool']} | failed | | | | | | no |"
            continue
        p = partners.get(r['case'])
        ratio = lambda k: f'{r[k] / p[k]:.2f}' if p and p[k] else ''
        yield (f"| {r['case']} | {r['tool']} | {megabytes(r['wire'])} | {ratio('wire')} | {r['wall']:.2f} | {ratio('wall')} "
               f"| {r['cpu']:.2f} | {r['rss_mb']} | {'yes' if r['equal'] else 'NO'} |")


def watch_rows(lines):
    partners = {r['case']: r for r in lines if r['tool'] == r['partner'] and 'error' not in r}
    yield '| change | tool | seconds | of Syncthing | wire bytes | of Syncthing | CPU seconds, both | resident, MB | load before |'
    yield '|---|---|---:|---:|---:|---:|---:|---:|---:|'
    for r in lines:
        p = partners.get(r['case'])
        ratio = lambda k: f'{r[k] / p[k]:.2f}' if p and p.get(k) else ''
        if 'error' in r or not r['equal']:
            yield f"| {r['case']} | {r['tool']} | failed | | | | | | {r['load']} |"
        elif 'p50' in r:
            yield f"| {r['case']} | {r['tool']} | p50 {r['p50']:.3f}, p95 {r['p95']:.3f}, most {r['most']:.3f} | {ratio('p50')} | | | | | {r['load']} |"
        else:
            idle = f", {r['idle_percent']} % CPU each" if 'idle_percent' in r else ''
            yield (f"| {r['case']}{idle} | {r['tool']} | {r['seconds']:.2f} | {ratio('seconds')} | {int(r['wire']):,} | {ratio('wire')} "
                   f"| {r['cpu']:.2f} | {int(r['rss_mb'])} | {r['load']} |")


def replace(page, name, body):
    begin = f'<!-- table: {name} -->'
    before, rest = open(page).read().split(begin)
    end = rest.index(END)
    open(page, 'w').write(before + begin + '\n' + body + '\n' + rest[end:])


def machine(r):
    return f"Commit {r['commit']}, Linux {r['kernel']}, {r['fileSystem']}, {r['cores']} cores, JDK {r['jdk']}"


def table(source, page):
    lines = [json.loads(line) for line in open(source)]
    where = ''
    if lines:
        r = lines[0]
        where = (f"{machine(r)}, rsync {r['rsync']}, "
                 f"{r['ssh']}; median of {max(r.get('runs', 0) for r in lines)} runs.\n\n")
    replace(page, 'scripts/bench', where + '\n'.join(rows(lines)))


def watch(source, page):
    lines = [json.loads(line) for line in open(source)]
    where = f"{machine(lines[0])}, Syncthing {lines[0]['syncthing']}.\n\n" if lines else ''
    replace(page, 'scripts/bench --watch', where + '\n'.join(watch_rows(lines)))


if sys.argv[1:2] == ['facts'] and len(sys.argv) == 3:
    facts(sys.argv[2])
elif sys.argv[1:2] == ['table'] and len(sys.argv) == 4:
    table(sys.argv[2], sys.argv[3])
elif sys.argv[1:2] == ['watch'] and len(sys.argv) == 4:
    watch(sys.argv[2], sys.argv[3])
else:
    sys.exit(__doc__)
