#!/usr/bin/env python3
"""Adds what a measurement rests on to the lines of wirebench.py, and renders them as the table of performance.md.

  report.py facts DIRECTORY <LINES >latest.jsonl
  report.py table latest.jsonl performance.md
"""
import json, os, platform, re, subprocess, sys

BEGIN, END = '<!-- table: scripts/bench -->', '<!-- end of table -->'


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
    )
    for line in sys.stdin:
        print(json.dumps(dict(what='delta transfer', partner='rsync-ssh', **json.loads(line), **fixed)), flush=True)


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


def table(source, page):
    lines = [json.loads(line) for line in open(source)]
    text = open(page).read()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    where = ''
    if lines:
        r = lines[0]
        where = (f"Commit {r['commit']}, Linux {r['kernel']}, {r['fileSystem']}, {r['cores']} cores, JDK {r['jdk']}, rsync {r['rsync']}, "
                 f"{r['ssh']}; median of {max(r.get('runs', 0) for r in lines)} runs.\n\n")
    open(page, 'w').write(before + BEGIN + '\n' + where + '\n'.join(rows(lines)) + '\n' + END + after)


if sys.argv[1:2] == ['facts'] and len(sys.argv) == 3:
    facts(sys.argv[2])
elif sys.argv[1:2] == ['table'] and len(sys.argv) == 4:
    table(sys.argv[2], sys.argv[3])
else:
    sys.exit(__doc__)
