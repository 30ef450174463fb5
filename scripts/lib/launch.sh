# Starts dsync from an image directory: lib/*.jar, native/ARCH/*.so, aot/*.aot. POSIX sh, sourced after jdk.sh.

# Together they keep one side under 256 MB resident: the heap, and direct buffers for the windows of both directions.
LAUNCH_HEAP=160m
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

# launch_java IMAGE AOT_OPTION ARGUMENT...: becomes dsync. Nothing the JVM itself has to say may reach stdout, which can be a
# protocol stream; about a cache it cannot use (other options, another Java) it has nothing to say at all.
launch_java() {
    launch_image=$1 launch_aot=$2
    shift 2
    launch_zstd=$launch_image/native/$jdk_arch/libzstd-jni.so
    [ -r "$launch_zstd" ] && set -- "-DZstdNativePath=$launch_zstd" dev.dsync.app.cli.Main "$@" ||
        set -- dev.dsync.app.cli.Main "$@"
    # An arena for each thread that allocates outside the heap would cost some 40 MB.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
    # shellcheck disable=SC2086  # DSYNC_JAVA_OPTS is a list of words
    exec "$jdk_home/bin/java" -XX:+UseSerialGC -XX:MinHeapFreeRatio=15 -XX:MaxHeapFreeRatio=30 "-Xmx$LAUNCH_HEAP" "-XX:MaxDirectMemorySize=$LAUNCH_DIRECT" \
        -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr -XX:+DisplayVMOutputToStderr \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
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

# launch_train IMAGE FILE: makes FILE, the AOT cache, by rehearsing a small push; without success there is none, which costs only time.
# The lock is held until FILE is in its place and is never deleted: whoever waited for the file of that name would lock another.
launch_train() {
    (
        exec 9>"$2.lock"
        flock -n 9 || exit 1 # somebody else is at it; start without
        [ "$2" -nt "$1/lib/dsync.jar" ] && exit 0 # made since it was looked for
        exec >"$2.log" 2>&1
        rm -f "${2%/*}"/*.aot
        launch_stage=$(mktemp -d "${2%/*}/rehearsal.XXXXXX")
        trap 'rm -rf "$launch_stage"' EXIT
        mkdir -p "$launch_stage/home" "$launch_stage/source/directory"
        echo content >"$launch_stage/source/directory/file"
        ln -s file "$launch_stage/source/directory/link"
        (DSYNC_JAVA_OPTS='' DSYNC_HOME=$launch_stage/home launch_java "$1" "-XX:AOTCacheOutput=$2.tmp" \
            push -i --delete --stats "$launch_stage/source/" "$launch_stage/target/") &&
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
        launch_java "$launch_root" "-XX:AOTCache=$launch_file" "$@"
    else
        launch_java "$launch_root" -Xshare:auto "$@"
    fi
}
