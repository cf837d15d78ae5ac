# shellcheck shell=bash
# Makes the app folder of a clone: the jars of the sources as they are, compiled when they have changed. Sourced by
# ./postern and ./package; needs build/jdk.sh, root= (the clone) and JAVA_HOME. Sets app=.

: "${root:?the clone}"

# What the jars are made from, as one hash: what is only for tests, gates and benchmarks does not count.
app_source_hash() {
  (cd -- "$root" && find pom.xml .mvn ./*/pom.xml ./*/src/main dist/src \
    \( -path ./build -o -path ./bench -o -path ./testing -o -path './build/*' -o -path './bench/*' -o -path './testing/*' \) -prune \
    -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-24)
}

# Shows the module that Maven is at, while it writes its log.
app_progress() {
  local line
  while IFS= read -r line; do
    case $line in
      *'Building '*'['*/*']'*)
        [ -t 2 ] || continue
        line=${line#*Building }
        printf '\r\033[Kcompiling %s %s' "${line##* }" "${line%% 0*}" >&2 ;;
    esac
  done
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

app_maven() {
  local log=$1
  shift
  cd -- "$root" || exit 1
  mvn -B -T2 -Dmaven.test.skip=true -Dstyle.color=never -pl dist -am "$@" 2>&1 | tee "$log" | app_progress || {
    grep -m5 '^\[ERROR\]' "$log" >&2 || tail -5 "$log" >&2
    fail "the sources do not compile; Maven's whole output is in $log"
  }
}

app_compile() {
  local wanted=$1 target=$root/dist/target log=$root/dist/target/compile.log next=$root/dist/target/next
  find_maven
  { mkdir -p -- "$target/app" 2>/dev/null && [ -w "$target/app" ]; } ||
    fail "the sources in $root are not compiled yet and $(id -un) may not write there: let $(stat -c %U -- "$root") run ./postern --version once, or use a clone of your own"
  [ -t 2 ] || echo 'postern: compiling (first use, or the sources have changed)' >&2
  # one that was interrupted may have left half of its classes; dist holds the jars that others run from
  [ ! -e "$target/compiling" ] || rm -rf -- "$root"/*/target/classes "$root"/*/target/maven-status
  : >"$target/compiling"
  rm -rf -- "${target:?}/lib" "$next"
  app_maven "$log" package
  { mkdir -p -- "$next/launcher" && cp -R -- "$target/lib" "$next/lib" && cp -- "$root"/dist/src/launcher/* "$next/launcher" &&
    printf '%s\n' "$wanted" >"$next/content" && postern_publish "$next" "$target/app" "$wanted"; } ||
    fail "the compiled jars could not be put into $target/app (see above)"
  rm -rf -- "$next" "$target/compiling"
}

# Sets app; compiles under a lock, so that two first uses do not meet.
app_ready() {
  local wanted lock
  wanted=$(app_source_hash)
  app=$root/dist/target/app/$wanted
  [ ! -e "$app/content" ] || return 0
  exec {lock}<"$root"
  flock "$lock"
  # whoever held the lock before us may have compiled the same
  if [ ! -e "$app/content" ]; then (app_compile "$wanted"); fi
  exec {lock}<&-
}
