# shellcheck shell=bash disable=SC2034,SC2154 # shared with run and the steps; dist, work, trap_also and fail come from story.sh
# For stories whose PostgreSQL is somebody else's: servers, authorities and certificates as a DBA would have them, all run
# and owned by an ordinary user. Source it after `story`.

# ordinary_user NAME: sets as (a prefix command) and scratch (a folder that the user owns, removed at the end)
ordinary_user() {
    local user=$1
    if [ "$(id -u)" = 0 ]; then
        id -u "$user" >/dev/null 2>&1 || useradd --system --no-create-home --home-dir "/tmp/$user" --shell /bin/bash "$user"
        trap_also "userdel $user >/dev/null 2>&1"
        as=(setpriv "--reuid=$user" "--regid=$user" --clear-groups)
    else
        as=(env)
    fi
    scratch=$(mktemp -d "/tmp/$user.XXXXXX")
    [ "$(id -u)" != 0 ] || chown "$user:" "$scratch"
    trap_also "stop_servers; rm -rf '$scratch'"
    as+=(env -i -C "$scratch" "PATH=$PATH" "HOME=$scratch" LC_ALL=C.UTF-8)
    servers=()
}

# in_scratch FILE: what is on standard input becomes that file of the user
in_scratch() { "${as[@]}" tee "$scratch/$1" >/dev/null; }

# ---- PostgreSQL

# unpack_postgres: sets pgbin to the programs of the PostgreSQL that the distribution brings
unpack_postgres() {
    local jar
    jar=$(find "$dist/lib" -name 'embedded-postgres-binaries-linux-*.jar' | sort | tail -n 1)
    "${as[@]}" python3 - "$jar" "$scratch/postgres" <<'PYTHON' || { fail "the distribution brings a PostgreSQL"; exit 1; }
import sys, tarfile, zipfile
with zipfile.ZipFile(sys.argv[1]) as jar:
    name = next(entry for entry in jar.namelist() if entry.endswith(".txz"))
    with jar.open(name) as packed, tarfile.open(fileobj=packed, mode="r|xz") as archive:
        archive.extractall(sys.argv[2])
PYTHON
    pgbin=$scratch/postgres/bin
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_server NAME [SETTING…]: a server with TLS by the authorities server and client (see below), its HBA lines in
# NAME/hba.conf, its ident lines in NAME/ident.conf; the superuser postgres comes in over NAME's socket. Sets port_NAME.
start_server() {
    "${as[@]}" mkdir -p -m 700 "$scratch/$1"
    "${as[@]}" "$pgbin/initdb" -D "$scratch/$1/data" -U postgres -E UTF8 --locale=C.UTF-8 --auth=reject --no-sync >"$work/$1-initdb.log" 2>&1 ||
        { fail "initdb of $1 (see $work/$1-initdb.log)"; exit 1; }
    start_made "$@"
}

# start_standby NAME PRIMARY: one that follows over the primary's socket, made by a copy of its stopped folder
start_standby() {
    local name=$1 primary=$2 port=port_$2
    printf 'local replication postgres trust\n' | "${as[@]}" tee -a "$scratch/$primary/hba.conf" >/dev/null
    "${as[@]}" "$pgbin/pg_ctl" -D "$scratch/$primary/data" -m fast -w -t 60 stop >/dev/null
    "${as[@]}" mkdir -p -m 700 "$scratch/$name"
    "${as[@]}" cp -r "$scratch/$primary/data" "$scratch/$name/data"
    "${as[@]}" touch "$scratch/$name/data/standby.signal"
    "${as[@]}" "$pgbin/pg_ctl" -D "$scratch/$primary/data" -l "$scratch/$primary/log" -w -t 60 start >/dev/null
    start_made "$name" "primary_conninfo = 'host=$scratch/$primary/run port=${!port} user=postgres'"
}

# start_made NAME [SETTING…]: what start_server does after initdb
start_made() {
    local name=$1 folder=$scratch/$1 port
    shift
    port=$(free_port)
    "${as[@]}" mkdir -p -m 700 "$folder/run"
    printf 'local all postgres trust\n' | in_scratch "$name/hba.conf"
    printf '' | in_scratch "$name/ident.conf"
    leaf server "$name" /CN=localhost DNS:localhost
    {
        printf "%s\n" "port = $port" "listen_addresses = 'localhost'" "unix_socket_directories = '$folder/run'" \
            "hba_file = '$folder/hba.conf'" "ident_file = '$folder/ident.conf'" "ssl = on" "ssl_cert_file = '$scratch/pki/$name.crt'" \
            "ssl_key_file = '$scratch/pki/$name.key'" "ssl_ca_file = '$folder/client-ca.crt'" "log_connections = on" \
            "log_line_prefix = '%m [%p] %q%u@%d '" "fsync = off" "$@"
    } | "${as[@]}" tee -a "$folder/data/postgresql.conf" >/dev/null
    "${as[@]}" cp "$scratch/pki/client-ca.crt" "$folder/client-ca.crt"
    "${as[@]}" "$pgbin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start >"$work/$name-start.log" 2>&1 ||
        { fail "the server $name starts"; "${as[@]}" cat "$folder/log"; exit 1; }
    servers+=("$name")
    printf -v "port_$name" %s "$port"
}

stop_servers() {
    local name
    for name in "${servers[@]}"; do
        "${as[@]}" "$pgbin/pg_ctl" -D "$scratch/$name/data" -m immediate -w -t 20 stop >/dev/null 2>&1
        "${as[@]}" cat "$scratch/$name/log" >"$work/$name.log" 2>/dev/null
    done
    servers=()
}

reload_server() { superuser "$1" -qc 'SELECT pg_reload_conf()' >/dev/null; }

# superuser NAME ARGUMENT…: psql as the server's superuser
superuser() {
    local name=$1 port=port_$1
    shift
    "${as[@]}" psql -X -v ON_ERROR_STOP=1 -h "$scratch/$name/run" -p "${!port}" -U postgres "$@"
}

# ---- certificates

# authority NAME [SUBJECT]: pki/NAME-ca.crt with its key
authority() {
    "${as[@]}" mkdir -p "$scratch/pki"
    "${as[@]}" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "${2:-/CN=$1 authority}" \
        -keyout "$scratch/pki/$1-ca.key" -out "$scratch/pki/$1-ca.crt" >"$work/openssl.log" 2>&1 ||
        { fail "an authority $1"; exit 1; }
}

# leaf AUTHORITY FILE SUBJECT [SAN]: pki/FILE.crt and pki/FILE.key (PKCS #8, mode 0600)
leaf() {
    local pki=$scratch/pki extensions=()
    [ -z "${4:-}" ] || extensions=(-addext "subjectAltName=$4")
    if ! "${as[@]}" openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$3" "${extensions[@]}" \
        -keyout "$pki/$2.key" -out "$pki/$2.csr" >"$work/openssl.log" 2>&1 ||
        ! "${as[@]}" openssl x509 -req -in "$pki/$2.csr" -CA "$pki/$1-ca.crt" -CAkey "$pki/$1-ca.key" -CAcreateserial \
            -copy_extensions copyall -days 1 -out "$pki/$2.crt" >"$work/openssl.log" 2>&1; then
        fail "a certificate $3"
        exit 1
    fi
    "${as[@]}" chmod 600 "$pki/$2.key"
}

# ---- declarations

postern() { "${as[@]}" "$dist/bin/postern" "$@"; }

# example NAME [FROM=TO]…: copies examples/NAME for the user, with these texts replaced; sets declared to the folder
example() {
    local folder=$root/examples/$1 file change script=''
    declared=$scratch/$1
    shift
    for change in "$@"; do
        script+="s|${change%%=*}|${change#*=}|g;"
        grep -qF -- "${change%%=*}" "$folder"/*.yaml || fail "the example says ${change%%=*}"
    done
    "${as[@]}" mkdir -p "$declared/pki"
    "${as[@]}" mkdir -p -m 700 "$declared/secrets"
    for file in "$folder"/*.yaml; do
        sed "$script" "$file" | in_scratch "${declared#"$scratch/"}/${file##*/}"
    done
}

# empty_plan FOLDER: nothing is left to do, on either side
empty_plan() { postern plan --exit-code "$1"; }

# the DBA's own HBA lines
dba_lines() {
    printf '%s\n' 'local all postgres trust' 'local replication postgres trust' 'hostssl all postgres localhost scram-sha-256'
}

# admit SERVER FOLDER [LINE…]: the HBA and ident lines that are printed for its Bindings, below the DBA's own
admit() {
    local server=$1 folder=$2 kind
    shift 2
    # its status also tells what has to be there before it can be delivered
    postern render --json "$folder" >"$work/$server-rendered.json"
    [ -s "$work/$server-rendered.json" ] || { fail "$server: the lines are printed"; return; }
    for kind in hba ident; do
        {
            [ $kind = ident ] || { dba_lines && printf '%s\n' "$@"; }
            python3 -c 'import json, sys
print("\n".join(dict.fromkeys(line for binding in json.load(open(sys.argv[1]))["bindings"] for line in binding[sys.argv[2]])))' \
                "$work/$server-rendered.json" $kind
        } | in_scratch "$server/$kind.conf"
    done
    reload_server "$server"
    if [ "$(superuser "$server" -Atc 'SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL')" = 0 ]; then
        pass "$server: PostgreSQL takes the printed lines"
    else fail "$server: PostgreSQL takes the printed lines"; fi
}

# administrator SERVER: gives postgres the password that lies in the user's secrets/admin, over TLS only
administrator() {
    local name=$1
    "${as[@]}" sh -c "umask 077; mkdir -p '$scratch/secrets'; [ -e '$scratch/secrets/admin' ] || openssl rand -hex 16 >'$scratch/secrets/admin'"
    superuser "$name" -q <<SQL
ALTER ROLE postgres PASSWORD '$("${as[@]}" cat "$scratch/secrets/admin")';
SQL
    dba_lines | in_scratch "$name/hba.conf"
    reload_server "$name"
}
