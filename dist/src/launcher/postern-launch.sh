# shellcheck shell=bash
# Starts Postern from an app folder: the one way, for the clone's ./postern and for the package's bin/postern.
#
#   <app>/lib/*.jar      every jar, flat
#   <app>/launcher/      this file, verbs.args and processes.args (flags of the JVM, one a line)
#   <app>/content        hash of what the jars were made from; names the AOT caches
#   <app>/aot/           verbs-<key>.aot, processes-<key>.aot; a missing one only costs time
#   <app>/runtime/       a JDK of our own, in the package only
#
# The caller sources this file and calls: postern_launch APP JAVA_HOME "$@"

# Under root, `up` runs as this user, and as nobody else's home is ours to guess, its home is a system folder.
POSTERN_USER=postern
POSTERN_SYSTEM_HOME=/var/lib/postern
# Copies of the app that this user can read. Root's, not the user's: root writes here, so nobody else may.
POSTERN_APP_COPIES=/var/cache/postern

postern_fail() {
  printf 'postern: %s\n' "$1" >&2
  exit "${2:-1}"
}

# The verb and the value of --home, read as far as the launcher needs them. Sets verb, home_flag and arguments (without
# --home, and with paths made absolute, because a process leaves this folder).
postern_read_arguments() {
  verb='' home_flag='' arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
      --home) [ $# -gt 1 ] || { arguments+=("$1"); shift; continue; }; home_flag=$2; shift ;;
      --home=*) home_flag=${1#--home=} ;;
      --pg-bin) arguments+=("$1"); [ $# -gt 1 ] && { arguments+=("$(realpath -ms -- "$2")"); shift; } ;;
      --pg-bin=*) arguments+=("--pg-bin=$(realpath -ms -- "${1#--pg-bin=}")") ;;
      -*) arguments+=("$1") ;;
      *) [ -n "$verb" ] || verb=$1; arguments+=("$1") ;;
    esac
    shift
  done
}

# Sets aot_flags to the matching cache, or to nothing. The JVM itself would run the old code of a jar that was replaced,
# so the name says what the cache was made from: the content, every jar's size and time, the JDK's build and the flags.
postern_aot() {
  local app=$1 java_home=$2 kind=$3 key
  aot_flags=()
  [ -d "$app/aot" ] && [ -r "$app/content" ] || return 0
  key=$(postern_aot_key "$app" "$java_home" "$kind")
  [ ! -r "$app/aot/$kind-$key.aot" ] || aot_flags=("-XX:AOTCache=$app/aot/$kind-$key.aot")
}

postern_aot_key() {
  local app=$1 java_home=$2 kind=$3
  {
    cat "$app/content" "$java_home/release" "$app/launcher/$kind.args"
    (cd -- "$app/lib" && LC_ALL=C && stat -c '%n %s %Y' -- *.jar)
  } | sha256sum | cut -c1-24
}

# Sets classpath: every jar by name, in one order, because an AOT cache remembers it.
postern_classpath() {
  local app=$1 jar LC_ALL=C
  classpath=''
  for jar in "$app"/lib/*.jar; do
    classpath+="${classpath:+:}$jar"
  done
}

# The version is in our own jar and needs nothing else: mapping a cache of three thousand classes takes longer than that.
postern_only_version() {
  aot_flags=()
  classpath=$(echo "$1"/lib/postern-cli-*.jar)
}

# postern_test_as USER test-expression…
postern_test_as() {
  local user=$1
  shift
  setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- test "$@" 2>/dev/null
}

postern_create_user() {
  if id -u "$POSTERN_USER" >/dev/null 2>&1; then return 0; fi
  command -v useradd >/dev/null ||
    postern_fail "root may not run PostgreSQL, and useradd is missing to create the system user $POSTERN_USER: apt-get install passwd"
  useradd --system --user-group --home-dir "$POSTERN_SYSTEM_HOME" --no-create-home --shell /usr/sbin/nologin \
    --comment 'Postern' "$POSTERN_USER" ||
    postern_fail "root may not run PostgreSQL, and the system user $POSTERN_USER could not be created (see above)"
  printf 'Created the system user %s (uid %s): PostgreSQL refuses to run as root.\n' "$POSTERN_USER" "$(id -u "$POSTERN_USER")"
}

# Who owns the home runs it. A home that is not there yet, or is empty and root's, is given to the system user.
postern_prepare_home() {
  local home=$1 owner
  [ ! -e "$home" ] || [ -d "$home" ] || postern_fail "the home $home is not a folder"
  if [ -d "$home" ]; then
    owner=$(stat -c %U -- "$home")
    if [ "$owner" != root ]; then run_as=$owner; return 0; fi
    [ -z "$(ls -A -- "$home")" ] ||
      postern_fail "the home $home belongs to root and is not empty, and root may not run PostgreSQL: name an empty folder, or give this one away with: chown -R $POSTERN_USER: $home"
  fi
  postern_create_user
  run_as=$POSTERN_USER
  # a parent that is missing too is made as root's and open to be entered, whatever the umask
  (umask 022 && mkdir -p -- "$home") || postern_fail "the home $home cannot be created (see above)"
  { chown "$run_as:" -- "$home" && chmod 0700 -- "$home"; } ||
    postern_fail "the home $home cannot be given to $run_as (see above)"
}

# Sets app (and java_home, when it is the app's own) to what the user can read: a copy of the app when it has to be.
postern_reachable_app() {
  local own=0
  [ "$java_home" != "$app/runtime" ] || own=1
  if ! postern_test_as "$run_as" -r "$app/content"; then
    { (umask 022 && mkdir -p -- "$POSTERN_APP_COPIES") && postern_publish "$app" "$POSTERN_APP_COPIES" "$(<"$app/content")"; } ||
      postern_fail "the user $run_as cannot read $app, and it could not be copied to $POSTERN_APP_COPIES (see above)"
    app=$published
    [ $own = 0 ] || java_home=$app/runtime
  fi
  postern_test_as "$run_as" -x "$java_home/bin/java" ||
    postern_fail "the user $run_as, as which root starts PostgreSQL, cannot read the JDK in $java_home: install one that everybody can read, for example in /usr/lib/jvm"
}

# postern_publish FROM FOLDER NAME: makes FOLDER/NAME a world-readable copy, whole or not at all, and removes the copies
# that no process runs from (a running one holds a shared lock). Sets published.
postern_publish() {
  local from=$1 folder=$2 name=$3 old lock
  published=$folder/$name
  # two that start at once must not remove each other's half copy
  exec {lock}<"$folder" || return 1
  flock "$lock"
  if [ ! -e "$published/content" ]; then
    rm -rf -- "$folder"/.new.*
    local new=$folder/.new.$$
    if ! { mkdir -- "$new" && cp -R --preserve=timestamps,mode -- "$from/." "$new" && chmod -R u=rwX,go=rX -- "$new" &&
      touch -- "$new/content" && rm -rf -- "$published" && mv -T -- "$new" "$published"; }; then
      rm -rf -- "$new"
      exec {lock}<&-
      return 1
    fi
  fi
  for old in "$folder"/*/; do
    old=${old%/}
    if [ "$old" != "$published" ] && [ -e "$old/content" ]; then
      flock --nonblock --exclusive "$old/content" rm -rf -- "$old" || true
    fi
  done
  exec {lock}<&-
}

# Sets run_as, app, java_home and runner for a process that root starts.
postern_drop_root() {
  command -v setpriv >/dev/null ||
    postern_fail "root may not run PostgreSQL, and setpriv is missing to run it as another user: apt-get install util-linux"
  run_as=''
  postern_prepare_home "$home"
  postern_test_as "$run_as" -w "$home" ||
    postern_fail "the user $run_as cannot enter the home $home (a folder above it is closed to others): choose another --home"
  postern_reachable_app
  cd -- "$home" || exit 1
  runner=(env HOME="$(getent passwd "$run_as" | cut -d: -f6)" USER="$run_as" LOGNAME="$run_as"
    setpriv --reuid="$run_as" --regid="$(id -g "$run_as")" --clear-groups --no-new-privs --)
}

postern_launch() {
  local app=$1 java_home=$2
  shift 2
  local verb home_flag arguments aot_flags classpath kind=verbs home run_as runner=() published flags
  postern_read_arguments "$@"
  if [ "$verb" = up ]; then
    kind=processes
    home=${home_flag:-${POSTERN_HOME:-}}
    if [ "$(id -u)" = 0 ]; then
      home=$(realpath -ms -- "${home:-$POSTERN_SYSTEM_HOME}")
      case " $* " in *' --help '* | *' -h '*) ;; *) postern_drop_root ;; esac
    fi
    [ -z "$home" ] || export POSTERN_HOME="$home"
    set -- "${arguments[@]}"
  fi
  case $app in *:*) postern_fail "the path $app contains a colon, which Java's class path cannot hold: move it" ;; esac
  postern_aot "$app" "$java_home" "$kind"
  postern_classpath "$app"
  [ "$*" != --version ] || postern_only_version "$app"
  mapfile -t flags <"$app/launcher/$kind.args"
  # without a locale the JVM would take file names and text for ASCII, and write question marks into SQL
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in '' | C | POSIX) export LC_ALL=C.UTF-8 ;; esac
  # held as long as the JVM runs: nobody removes the jars under it
  exec {running}<"$app/content"
  flock --nonblock --shared "$running" || postern_fail "the program in $app is just being replaced: start it again"
  exec "${runner[@]}" "$java_home/bin/java" "${flags[@]}" "${aot_flags[@]}" -cp "$classpath" dev.postern.cli.Main "$@"
}
