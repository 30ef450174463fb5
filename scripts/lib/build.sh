# Builds the application image from a source tree when it is missing or older than its sources. POSIX sh, sourced after jdk.sh.

# build_place HOME: sets $build_dir, where Maven may write: the tree's own target, or a cache directory for a read-only tree.
build_place() {
    build_dir=$1/target
    if [ -w "$build_dir" ] || { ! [ -e "$build_dir" ] && [ -w "$1" ]; }; then
        return 0
    fi
    [ -r "$build_dir/image/stamp" ] && ! build_stale "$1" "$build_dir/image" && return 0
    if [ -z "${XDG_CACHE_HOME:-}${HOME:-}" ]; then
        echo "dsync: cannot build in $1: it is read-only and HOME is not set; set HOME or XDG_CACHE_HOME" >&2
        return 1
    fi
    build_dir=${XDG_CACHE_HOME:-$HOME/.cache}/dsync/build$1
}

# build_stale HOME IMAGE: true if anything the image is made from is newer than the moment its build began.
build_stale() {
    ! [ -e "$2/stamp" ] || [ -n "$(find "$1/pom.xml" "$1/src/main" "$1/scripts/dsync" "$1/scripts/lib" -newer "$2/stamp" -print -quit)" ]
}

# build_image HOME: sets $build_dir; its image is fresh on return. Of two first runs one builds and the other waits. Says what it does on stderr.
build_image() {
    build_place "$1" || return 1
    build_stale "$1" "$build_dir/image" || return 0
    mkdir -p "$build_dir" || return 1
    (
        exec 9>"$build_dir/.build.lock"
        flock 9 || exit 1
        build_stale "$1" "$build_dir/image" || exit 0
        jdk_find javac || exit 1
        if ! command -v mvn >/dev/null; then
            echo "dsync: cannot build: Maven is not on PATH; apt install maven" >&2
            exit 1
        fi
        # Maven keeps the descriptor of the lock, should this shell be killed before it.
        echo "dsync: building (once; sources are newer than the program) ..." >&2
        JAVA_HOME=$jdk_home MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" \
            mvn -q -B -Dstyle.color=never -f "$1/pom.xml" "-Ddsync.build.directory=$build_dir" -Dmaven.test.skip=true package >"$build_dir/.build.log" 2>&1 </dev/null || {
            cat "$build_dir/.build.log" >&2 # of a build that went well Maven has only escape sequences to say
            exit 1
        }
    ) || {
        echo "dsync: cannot build in $build_dir: see above" >&2
        return 1
    }
}
