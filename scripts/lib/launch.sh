# Starts dsync from an image directory: lib/*.jar, native/ARCH/*.so, aot/*.aot. POSIX sh, sourced after jdk.sh.

# Together they keep one side under 256 MB resident: the heap, and direct buffers for the windows of both directions. Among what survives in the
# young part of the heap there is room for a window on its way to the disk, 16 MiB: what is soon garbage does not fill the old part. A watch
# that comes to rest collects once, and gives back at once what it does not need then; below the heap it began with it would give back nothing.
LAUNCH_HEAP="-Xms56m -Xmx160m -Xmn48m -XX:SurvivorRatio=1 -XX:TargetSurvivorRatio=90 -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30 -XX:-ShrinkHeapInSteps"
LAUNCH_DIRECT=48m

# launch_key: sets $launch_key to a file name for the Java that jdk_read read last; an AOT cache serves only the Java that made it.
launch_key() {
    launch_rest=$jdk_build$jdk_arch launch_key=
    while [ -n "$launch_rest" ]; do
        launch_tail=${launch_rest#?}
        launch_char=${launch_rest%"$launch_tail"}
        case $launch_char in
        [A-Za-z0-9.+-]) launch_key=$launch_key$launch_char ;;
        *) launch_key=${launch_key}_ ;;
        esac
        launch_rest=$launch_tail
    done
}

# launch_java IMAGE AOT_OPTION CLASS ARGUMENT...: becomes dsync. Nothing the JVM itself has to say may reach stdout, which can be a
# protocol stream; about a cache it cannot use (other options, another Java) it has nothing to say at all.
launch_java() {
    launch_image=$1 launch_aot=$2
    shift 2
    launch_zstd=$launch_image/native/$jdk_arch/libzstd-jni.so
    [ -r "$launch_zstd" ] && set -- "-DZstdNativePath=$launch_zstd" "$@"
    # An arena for each thread that allocates outside the heap would cost some 40 MB. What is large, as the index's buffers are, goes back to the
    # system when it is freed, the rest from time to time.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-262144}" MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-1048576}"
    # shellcheck disable=SC2086  # LAUNCH_HEAP and DSYNC_JAVA_OPTS are lists of words
    exec "$jdk_home/bin/java" -XX:+UseSerialGC $LAUNCH_HEAP "-XX:MaxDirectMemorySize=$LAUNCH_DIRECT" -XX:TrimNativeHeapInterval=5000 \
        -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr -XX:+DisplayVMOutputToStderr \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dslf4j.internal.verbosity=ERROR \
        "-Djava.library.path=$launch_image/native/$jdk_arch" "$launch_aot" ${DSYNC_JAVA_OPTS:-} \
        -cp "$launch_image/lib/dsync.jar" "$@"
}

# launch_locale: Java maps file names through the locale, and a bare ssh or cron environment has none. What the system says, as that a pipe
# broke, dsync knows in English alone.
launch_locale() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8)
        if [ -n "${LC_ALL:-}" ]; then
            export LC_CTYPE="$LC_ALL"
            unset LC_ALL
        fi
        export LC_MESSAGES=C
        ;;
    *) export LC_ALL=C.UTF-8 ;;
    esac
}

# launch_scene DIRECTORY: what a rehearsal pushes, beside what a share and a directory already have of it: a large file with a byte put before it,
# many small ones that are new, changed, or renamed.
launch_scene() {
    mkdir -p "$1/source/directory" "$1/source/new" "$1/source/changed" "$1/source/is" "$1/target/changed" "$1/target/was"
    echo content >"$1/source/directory/file"
    ln -s file "$1/source/directory/link"
    dd if=/dev/urandom of="$1/target/large" bs=1048576 count=24
    { echo && cat "$1/target/large"; } >"$1/source/large"
    launch_number=0
    while [ "$launch_number" -lt 150 ]; do
        launch_number=$((launch_number + 1))
        echo "$launch_number new" >"$1/source/new/$launch_number"
        echo "$launch_number" >"$1/target/changed/$launch_number"
        echo "$launch_number changed" >"$1/source/changed/$launch_number"
        echo "$launch_number" >"$1/target/was/$launch_number"
    done
    cp -p "$1/target/was/"* "$1/source/is"
    cp -Rp "$1/target" "$1/share"
    (umask 077 && od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' >"$1/key" && echo >>"$1/key")
}

# launch_train IMAGE FILE: makes FILE, the AOT cache, by rehearsing pushes; without success there is none, which costs only time. The cache keeps
# what was compiled and how: the rehearsal is large enough for all that runs per byte or per file to be compiled in full, and does both ends' work.
# The lock is held until FILE is in its place and is never deleted: whoever waited for the file of that name would lock another.
launch_train() {
    (
        exec 9>"$2.lock"
        flock -n 9 || exit 1 # somebody else is at it; start without
        [ "$2" -nt "$1/lib/dsync.jar" ] && exit 0 # made since it was looked for
        exec >"$2.log" 2>&1
        rm -f "${2%/*}"/*.aot
        launch_stage=$(mktemp -d "${2%/*}/rehearsal.XXXXXX")
        launch_sockets=$(mktemp -d) # the path of the stage may be too long for one
        trap 'rm -rf "$launch_stage" "$launch_sockets"' EXIT
        launch_scene "$launch_stage"
        (export XDG_RUNTIME_DIR="$launch_sockets" && DSYNC_JAVA_OPTS='' launch_java "$1" "-XX:AOTCacheOutput=$2.tmp" dev.dsync.app.cli.Rehearsal "$launch_stage") &&
            mv "$2.tmp" "$2" && rm -f "$2.log"
    ) >/dev/null 2>&1 </dev/null
}

# launch IMAGE ARGUMENT...: sees to a fresh AOT cache beside the image, else in the user's cache directory, then becomes dsync.
launch() {
    launch_root=$1
    shift
    launch_locale
    launch_key
    launch_file=$launch_root/aot/$launch_key.aot
    if ! [ "$launch_file" -nt "$launch_root/lib/dsync.jar" ]; then
        if ! mkdir -p "$launch_root/aot" 2>/dev/null || ! [ -w "$launch_root/aot" ]; then
            launch_dir=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/dsync/aot
            launch_file=$launch_dir/$launch_key.aot
            mkdir -p "$launch_dir" 2>/dev/null || launch_file=
        fi
        if [ -n "$launch_file" ] && ! [ "$launch_file" -nt "$launch_root/lib/dsync.jar" ]; then
            launch_train "$launch_root" "$launch_file" || launch_file=
        fi
    fi
    if [ -n "$launch_file" ]; then
        launch_java "$launch_root" "-XX:AOTCache=$launch_file" dev.dsync.app.cli.Main "$@"
    else
        launch_java "$launch_root" -Xshare:auto dev.dsync.app.cli.Main "$@"
    fi
}
