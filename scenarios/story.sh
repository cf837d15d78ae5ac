# shellcheck shell=bash disable=SC2034 # what it sets is used by run and the steps
# What every scenario's `run` sources: a clean folder, a clean path, expectations that are counted, a teardown.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
failures=0

# story NAME: prepares $work (kept for the reader), $dist (the unpacked package) and a PATH without any JDK
story() {
    name=$1
    work=$root/target/scenarios/$name
    rm -rf "$work"
    mkdir -p "$work"
    if [ -z "${POSTERN_DIST:-}" ]; then
        "$root/package" --no-deb >"$work/package.log" 2>&1 || { fail "the package is built (see $work/package.log)"; exit 1; }
        archive=$(find "$root/dist/target" -maxdepth 1 -name 'postern-*-linux-*.tar.gz' | sort | tail -n 1)
        POSTERN_DIST=$(mktemp -d /tmp/postern-dist.XXXXXX)
        chmod 755 "$POSTERN_DIST"
        tar -xzf "$archive" -C "$POSTERN_DIST" --strip-components=1
        trap_also "$(command -v rm) -rf '$POSTERN_DIST'"
    fi
    dist=$POSTERN_DIST
    bin=$(mktemp -d /tmp/postern-path.XXXXXX)
    chmod 755 "$bin"
    # by its place: what runs after it has no PATH any more
    trap_also "$(command -v rm) -rf '$bin'"
    for tool in /bin/* /usr/bin/* /sbin/* /usr/sbin/*; do
        case ${tool##*/} in java | javac | jar | keytool | jlink | mvn) ;; *) ln -sf "$tool" "$bin/${tool##*/}" ;; esac
    done
    export PATH=$bin
    unset JAVA_HOME MAVEN_OPTS CLASSPATH
}

teardown=:
trap_also() {
    teardown="$1; $teardown"
    # shellcheck disable=SC2064 # the commands are fixed now on purpose
    trap "$teardown" EXIT
}

pass() { printf 'passed: %s\n' "$1"; }
fail() {
    printf 'failed: %s\n' "$1"
    failures=$((failures + 1))
}
skip() { printf 'skipped: %s (%s)\n' "$1" "$2"; }

# expect WHAT COMMAND…: the command must succeed; its output goes to the log
expect() {
    local what=$1 log
    shift
    log=$work/$(printf '%s' "$what" | tr -c 'a-zA-Z0-9\n' '-' | cut -c1-60).log
    if "$@" >"$log" 2>&1; then pass "$what"; else
        fail "$what"
        sed 's/^/    /' "$log" | tail -n 15
    fi
}

# refuse WHAT PATTERN COMMAND…: the command must fail and say PATTERN (extended regular expression)
refuse() {
    local what=$1 pattern=$2 log
    shift 2
    log=$work/$(printf '%s' "$what" | tr -c 'a-zA-Z0-9\n' '-' | cut -c1-60).log
    if "$@" >"$log" 2>&1; then fail "$what (it succeeded)"; elif grep -qE -- "$pattern" "$log"; then pass "$what"; else
        fail "$what (refused, but without \"$pattern\")"
        sed 's/^/    /' "$log" | tail -n 15
    fi
}

# says WHAT PATTERN FILE: the file has a line that matches
says() { if grep -qE -- "$2" "$3"; then pass "$1"; else fail "$1 (no \"$2\" in $3)"; fi; }

# until_says SECONDS PATTERN FILE
until_says() {
    local end=$((SECONDS + $1))
    until grep -qE -- "$2" "$3" 2>/dev/null; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

# until_gone SECONDS PID
until_gone() {
    local end=$((SECONDS + $1))
    while kill -0 "$2" 2>/dev/null; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

finish() {
    [ "$failures" = 0 ]
    exit $?
}
