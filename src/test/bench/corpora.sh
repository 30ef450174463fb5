#!/usr/bin/env bash
# Builds the benchmark corpora under DIR from public packages and a seeded generator: NAME-A is what the target
# has, NAME-B what the source has. In B only files whose content changed carry a new mtime, as after a real edit.
#   corpora.sh DIR [name ...]      names: ts tar jar sqlite insert append linux small renamed (default: all but linux)
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd); shift || true
names=(${@:-ts tar jar sqlite insert append small renamed})
need() { command -v "$1" >/dev/null || { echo "corpora.sh: $1 is missing (install $2)" >&2; exit 1; }; }
need rsync rsync; need python3 python3
edit_into() { rm -rf "$3"; cp -a "$1" "$3"; rsync -rlpc --delete "$2/" "$3/"; }   # A, new content, B
npm_tree() { need npm npm; [ -d "$dir/.npm/$2" ] || { mkdir -p "$dir/.npm/$2"; (cd "$dir/.npm" && tar xzf "$(npm pack --silent "$1@$2")" -C "$2"); }; }
for n in "${names[@]}"; do
  [ -e "$dir/$n-B" ] && { echo "$n: ready"; continue; }
  case $n in
    ts)  npm_tree typescript 5.8.2; npm_tree typescript 5.8.3; cp -a "$dir/.npm/5.8.2" "$dir/ts-A"; edit_into "$dir/ts-A" "$dir/.npm/5.8.3" "$dir/ts-B" ;;
    tar) npm_tree typescript 5.8.2; npm_tree typescript 5.8.3; for v in A:5.8.2 B:5.8.3; do mkdir -p "$dir/tar-${v%%:*}"; tar --sort=name -cf "$dir/tar-${v%%:*}/typescript.tar" -C "$dir/.npm/${v##*:}" .; done ;;
    jar) for v in A:3.5.4 B:3.5.5; do mkdir -p "$dir/jar-${v%%:*}"; mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact=org.apache.spark:spark-core_2.13:${v##*:} -DoutputDirectory="$dir/jar-${v%%:*}" -Dmdep.stripVersion=true; done; touch "$dir"/jar-B/* ;;
    linux) need dpkg-deb dpkg; a=6.1.190-1 b=6.1.192-2
       apt-cache madison linux-source-6.1 | grep -q "$a" && apt-cache madison linux-source-6.1 | grep -q "$b" || { echo "linux: corpus not available (needs linux-source-6.1 $a and $b)" >&2; continue; }
       (mkdir -p "$dir/.deb" && cd "$dir/.deb" && for x in "$a" "$b"; do apt-get download -qq "linux-source-6.1=$x"; mkdir -p "$x"; dpkg-deb -x linux-source-6.1_"$x"_all.deb "$x"; mkdir "t-$x"; tar xf "$x/usr/src/linux-source-6.1.tar.xz" -C "t-$x" --strip-components=1; done)
       mv "$dir/.deb/t-$a" "$dir/linux-A"; edit_into "$dir/linux-A" "$dir/.deb/t-$b" "$dir/linux-B"; rm -rf "$dir/.deb" ;;
    sqlite|insert|append|small|renamed) python3 - "$dir" "$n" <<'PY'
import os, random, shutil, sqlite3, sys
top, name = sys.argv[1], sys.argv[2]; a, b = f'{top}/{name}-A', f'{top}/{name}-B'; R = random.Random(20261121)
os.makedirs(a, exist_ok=True); os.makedirs(b, exist_ok=True)
if name == 'sqlite':                       # 400,000 rows; then 500 updates, 500 inserts, 200 deletes
    words = [''.join(R.choice('abcdefghijklmnopqrstuvwxyz') for _ in range(R.randrange(3, 10))) for _ in range(5000)]
    text = lambda: ' '.join(R.choice(words) for _ in range(R.randrange(20, 80)))
    c = sqlite3.connect(a + '/app.sqlite'); c.execute('pragma journal_mode=off'); c.execute('create table t(id integer primary key, name text, body text, n real)'); c.execute('create index i on t(name)')
    c.executemany('insert into t values(?,?,?,?)', ((k, R.choice(words) + str(k), text(), R.random()) for k in range(400000))); c.commit(); c.close()
    shutil.copy(a + '/app.sqlite', b + '/app.sqlite'); c = sqlite3.connect(b + '/app.sqlite'); c.execute('pragma journal_mode=off')
    for _ in range(500): c.execute('update t set n=?, body=? where id=?', (R.random(), text(), R.randrange(400000)))
    c.executemany('insert into t values(?,?,?,?)', ((k, R.choice(words) + str(k), text(), R.random()) for k in range(400000, 400500)))
    c.execute('delete from t where id between 1000 and 1199'); c.commit(); c.close()
elif name == 'small':                      # 20,000 files of 0-8 KiB in 400 directories; 200 edited, 200 new, 200 moved, 200 deleted
    for d in range(400): os.makedirs(f'{a}/d{d%20}/e{d}')
    for k in range(20000):
        with open(f'{a}/d{k%400%20}/e{k%400}/f{k}.txt', 'wb') as f: f.write(bytes(R.choice(b'abcdefghij \n') for _ in range(R.randrange(0, 8192))))
    shutil.rmtree(b); shutil.copytree(a, b, symlinks=True)
    at = lambda k: f'{b}/d{k%400%20}/e{k%400}/f{k}.txt'
    for k in range(0, 200): open(at(k), 'ab').write(b'edited\n')
    for k in range(200, 400): open(at(k) + '.new', 'wb').write(R.randbytes(3000))
    for k in range(400, 600): os.rename(at(k), f'{b}/d0/moved{k}.txt')
    for k in range(600, 800): os.remove(at(k))
elif name == 'renamed':                    # 5,000 files, 120 MB, in 200 directories; the directory above them is renamed
    for k in range(5000):
        p = f'{a}/old/d{k%20}/e{k%200}'; os.makedirs(p, exist_ok=True); open(f'{p}/f{k}.bin', 'wb').write(R.randbytes(R.randrange(1000, 47000)))
    shutil.rmtree(b); shutil.copytree(a, b, symlinks=True); os.rename(b + '/old', b + '/new')
else:                                      # 1 GiB of noise; then one byte in front, or 4 MiB at the end
    with open(a + '/f.bin', 'wb') as f, open(b + '/f.bin', 'wb') as g:
        if name == 'insert': g.write(b'X')
        for _ in range(1024): block = R.randbytes(1 << 20); f.write(block); g.write(block)
        if name == 'append': g.write(R.randbytes(4 << 20))
PY
    ;;
    *) echo "corpora.sh: unknown corpus $n" >&2; exit 2 ;;
  esac
  echo "$n: $(du -sh "$dir/$n-B" | cut -f1)"
done
