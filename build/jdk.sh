# shellcheck shell=bash
# Finds what the scripts of a clone build with. Sourced; find_jdk sets and exports JAVA_HOME, or ends with one sentence.

jdk_needed=25

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# The major version of the Java in a folder, from the file that every JDK carries: nothing has to be started.
java_major() {
  local line
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
  while IFS= read -r line; do
    case $line in JAVA_VERSION=\"*) line=${line#*\"}; line=${line%%[!0-9]*}; echo "${line:-0}"; return 0 ;; esac
  done <"$1/release"
  return 1
}

java_homes() {
  local path
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  if path=$(command -v java); then dirname -- "$(dirname -- "$(readlink -f -- "$path")")"; fi
  printf '%s\n' "${POSTERN_JVM_FOLDER:-/usr/lib/jvm}"/*
}

# The first JDK that is new enough.
find_jdk() {
  local candidate major newest=0 newest_home='' all
  mapfile -t all < <(java_homes)
  for candidate in "${all[@]}"; do
    major=$(java_major "$candidate") || continue
    if [ "$major" -ge "$jdk_needed" ] && [ -x "$candidate/bin/javac" ]; then export JAVA_HOME=$candidate; return 0; fi
    if [ "$major" -gt "$newest" ]; then newest=$major newest_home=$candidate; fi
  done
  local install="install one (Debian 13: apt-get install openjdk-25-jdk-headless; Debian 12: Temurin's package temurin-25-jdk) or set JAVA_HOME"
  [ "$newest" -lt "$jdk_needed" ] || fail "JDK $jdk_needed is needed, and Java $newest in $newest_home has no compiler (javac): $install"
  [ "$newest" -eq 0 ] || fail "JDK $jdk_needed is needed, and the newest found is Java $newest in $newest_home: $install"
  fail "JDK $jdk_needed is needed, and no Java was found in JAVA_HOME, PATH or /usr/lib/jvm: $install"
}

find_maven() {
  command -v mvn >/dev/null || fail "Maven is needed to compile Postern, and there is no mvn on the PATH: apt-get install maven"
}
