# shellcheck shell=bash
# Finds the JDK that the scripts of a clone build with. Sourced; sets and exports JAVA_HOME, or ends with one sentence.

jdk_needed=25

# The major version of the Java in a folder, from the file that every JDK carries: nothing has to be started.
jdk_major() {
  local line
  [ -r "$1/release" ] && [ -x "$1/bin/javac" ] || return 1
  line=$(grep -m1 '^JAVA_VERSION="' "$1/release") || return 1
  line=${line#*\"}
  echo "${line%%[!0-9]*}"
}

jdk_candidates() {
  local javac
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  if javac=$(command -v javac); then dirname -- "$(dirname -- "$(readlink -f -- "$javac")")"; fi
  printf '%s\n' /usr/lib/jvm/*
}

find_jdk() {
  local candidate major seen=''
  while IFS= read -r candidate; do
    major=$(jdk_major "$candidate") || continue
    if [ "${major:-0}" -ge "$jdk_needed" ]; then
      export JAVA_HOME=$candidate PATH=$candidate/bin:$PATH
      return 0
    fi
    seen+=" Java $major in $candidate."
  done < <(jdk_candidates)
  echo "JDK $jdk_needed is needed, and there is none in JAVA_HOME, on the PATH or in /usr/lib/jvm.${seen}" \
    "Debian 13: apt-get install openjdk-25-jdk-headless; Debian 12: Temurin's package temurin-25-jdk." >&2
  exit 2
}

find_maven() {
  command -v mvn >/dev/null && return 0
  echo "Maven 3.8 or newer is needed, and there is no mvn on the PATH: apt-get install maven" >&2
  exit 2
}
