# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# SPIRE on PostgreSQL and SPIRE on SQLite, filled alike.
unpack_postgres
authority server
authority client
start_server datastore
superuser datastore -q <<'SQL'
CREATE ROLE spire LOGIN PASSWORD 'spire';
CREATE ROLE looker LOGIN PASSWORD 'looker';
CREATE DATABASE spire OWNER spire;
SQL
superuser datastore -d spire -qc 'CREATE SCHEMA spire AUTHORIZATION spire'
printf 'hostssl spire spire,looker localhost scram-sha-256\n' | "${as[@]}" tee -a "$scratch/datastore/hba.conf" >/dev/null
reload_server datastore
while read -r program; do
    "${as[@]}" sh -c "cat >'$scratch/${program##*/}' && chmod 700 '$scratch/${program##*/}'" <"$program"
done <<<"$consumers"

spire_pids=()
stop_spires() {
    local pid
    for pid in "${spire_pids[@]}"; do kill -TERM "$pid" 2>/dev/null && until_gone 20 "$pid"; done
    spire_pids=()
}
trap_also stop_spires
# spire NAME WORDS…: NAME is the folder of the server
spire() {
    local name=$1
    shift
    "${as[@]}" "$scratch/spire-server" "$@" -socketPath "$scratch/$name/api.sock"
}
until_healthy() {
    local end=$((SECONDS + 60))
    until spire "$1" healthcheck >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.2
    done
}
until_attested() {
    local end=$((SECONDS + 60))
    until spire "$1" agent list 2>/dev/null | grep -q 'Found 1'; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.3
    done
}

# fill NAME PROGRAM TYPE CONNECTION: starts a server with an agent; its unused token is in the variable unused_NAME
fill() {
    local name=$1 program=$2 type=$3 connection=$4 port token
    port=$(free_port)
    "${as[@]}" mkdir -p -m 700 "$scratch/$name/data"
    in_scratch "$name/server.conf" <<HCL
server {
    bind_address = "127.0.0.1"
    bind_port = "$port"
    socket_path = "$scratch/$name/api.sock"
    trust_domain = "story.test"
    data_dir = "$scratch/$name/data"
    log_level = "INFO"
}
plugins {
    DataStore "sql" { plugin_data { database_type = "$type" connection_string = "$connection" } }
    KeyManager "disk" { plugin_data { keys_path = "$scratch/$name/keys.json" } }
    NodeAttestor "join_token" { plugin_data {} }
}
HCL
    "${as[@]}" "$scratch/$program" run -config "$scratch/$name/server.conf" >"$work/$name.log" 2>&1 &
    spire_pids+=("$!")
    expect "SPIRE starts on $name" until_healthy "$name"
    token=$(spire "$name" token generate -spiffeID spiffe://story.test/node | sed -n 's/^Token: //p')
    printf -v "unused_$name" %s "$(spire "$name" token generate -spiffeID spiffe://story.test/later | sed -n 's/^Token: //p')"
    expect "$name: an entry" spire "$name" entry create -parentID spiffe://story.test/node -spiffeID spiffe://story.test/workload \
        -selector unix:uid:4711 -dns web.story.test -x509SVIDTTL 600 -hint main -admin
    expect "$name: one whose parent does not exist" spire "$name" entry create -parentID spiffe://story.test/nobody \
        -spiffeID spiffe://story.test/lost -selector unix:uid:8
    "${as[@]}" sh -c "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /O=other -addext subjectAltName=URI:spiffe://other.test \
        -keyout '$scratch/$name/other.key' -out '$scratch/$name/other.crt' 2>/dev/null"
    expect "$name: the bundle of another trust domain" spire "$name" bundle set -id spiffe://other.test -path "$scratch/$name/other.crt"
    expect "$name: an entry that federates" spire "$name" entry create -parentID spiffe://story.test/node -spiffeID spiffe://story.test/fed \
        -selector unix:uid:10 -federatesWith spiffe://other.test
    in_scratch "$name/agent.conf" <<HCL
agent {
    data_dir = "$scratch/$name/agent"
    server_address = "127.0.0.1"
    server_port = "$port"
    socket_path = "$scratch/$name/agent.sock"
    trust_domain = "story.test"
    insecure_bootstrap = true
    join_token = "$token"
}
plugins {
    NodeAttestor "join_token" { plugin_data {} }
    KeyManager "memory" { plugin_data {} }
    WorkloadAttestor "unix" { plugin_data {} }
}
HCL
    "${as[@]}" "$scratch/spire-agent" run -config "$scratch/$name/agent.conf" >"$work/$name-agent.log" 2>&1 &
    spire_pids+=("$!")
    expect "$name: an agent attests" until_attested "$name"
}
here_is="host=localhost port=$port_datastore dbname=spire sslmode=verify-full sslrootcert=$scratch/pki/server-ca.crt"
fill postgres spire-server postgres "$here_is user=spire password=spire"
fill sqlite spire-server-sqlite sqlite3 "$scratch/sqlite/data/datastore.sqlite3"
