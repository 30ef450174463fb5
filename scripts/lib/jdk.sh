# Finds a Java by reading the `release` file every JDK carries; none is started, which would cost more than dsync itself.
# POSIX sh, sourced. No child process on the usual way: it runs at each start.

JDK_MIN=25

# jdk_read HOME: sets jdk_version, jdk_build (tells two JDKs of one version apart), jdk_arch; false if HOME holds no Java.
jdk_read() {
    jdk_version= jdk_build= jdk_arch=
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r jdk_key jdk_value; do
        jdk_value=${jdk_value#\"} jdk_value=${jdk_value%\"}
        case $jdk_key in
        JAVA_VERSION) jdk_version=${jdk_value%%[!0-9]*} ;;
        JAVA_RUNTIME_VERSION | IMPLEMENTOR) jdk_build=$jdk_build$jdk_value- ;;
        OS_ARCH) jdk_arch=$jdk_value ;;
        esac
    done <"$1/release"
    [ -n "$jdk_version" ]
}

# jdk_fits HOME: a Java that is new enough and, where $jdk_tool says so, comes with that tool.
jdk_fits() {
    jdk_read "$1" && [ "$jdk_version" -ge "$JDK_MIN" ] && [ -x "$1/bin/${jdk_tool:-java}" ]
}

# jdk_find [TOOL]: sets jdk_home (and what jdk_read sets), or says on stderr how to get one and returns false.
jdk_find() {
    jdk_tool=${1:-java}
    if [ -n "${DSYNC_JAVA_HOME:-}" ]; then
        jdk_home=$DSYNC_JAVA_HOME
        jdk_fits "$jdk_home" && return 0
        echo "dsync: cannot use DSYNC_JAVA_HOME=$jdk_home: no JDK $JDK_MIN or newer with bin/$jdk_tool there; correct or unset it" >&2
        return 1
    fi
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
        jdk_home=$JAVA_HOME
        return 0
    fi
    for jdk_home in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        jdk_fits "$jdk_home" && return 0
    done
    if jdk_home=$(command -v java) && jdk_home=$(readlink -f "$jdk_home"); then
        jdk_home=${jdk_home%/bin/java}
        jdk_fits "$jdk_home" && return 0
    fi
    for jdk_home in "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/* /opt/*; do
        jdk_fits "$jdk_home" && return 0
    done
    echo "dsync: cannot start: no JDK $JDK_MIN or newer found; install one (apt install openjdk-$JDK_MIN-jdk-headless, sdk install java, or adoptium.net) or set DSYNC_JAVA_HOME" >&2
    return 1
}
