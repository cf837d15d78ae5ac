# shellcheck shell=bash disable=SC2154
# SPIRE starts on it, makes its tables, takes an entry, gives a workload its identity, and still knows after a restart.
spire() { "${as[@]}" "$scratch/spire-server" "$@" -socketPath "$scratch/spire/api.sock"; }
agent() { "${as[@]}" "$scratch/spire-agent" "$@" -socketPath "$scratch/spire/agent.sock"; }

# spire_config FILE: standard input is what was rendered, word by word. SPIRE takes one block of plugins, so the other
# plugins are put before its last brace; they are SPIRE's own and not about PostgreSQL.
spire_config() {
    {
        cat <<HCL
server {
    bind_address = "127.0.0.1"
    bind_port = "$spire_port"
    socket_path = "$scratch/spire/api.sock"
    trust_domain = "story.test"
    data_dir = "$scratch/spire/data"
    log_level = "INFO"
}
HCL
        sed '$d'
        cat <<HCL
    KeyManager "disk" {
        plugin_data { keys_path = "$scratch/spire/keys.json" }
    }
    NodeAttestor "join_token" {
        plugin_data {}
    }
}
HCL
    } | in_scratch "spire/$1"
}

# start_spire: waits until it answers; its words are in spire.log
start_spire() {
    "${as[@]}" "$scratch/spire-server" run -config "$scratch/spire/server.conf" >>"$work/spire.log" 2>&1 &
    spire_pid=$!
    local end=$((SECONDS + 60))
    until spire healthcheck >/dev/null 2>&1; do
        if [ $SECONDS -ge $end ] || ! kill -0 "$spire_pid" 2>/dev/null; then return 1; fi
        sleep 0.2
    done
}
stop_spire() {
    local pid
    for pid in "${agent_pid:-}" "${spire_pid:-}"; do
        [ -z "$pid" ] || { kill -TERM "$pid" 2>/dev/null && until_gone 20 "$pid"; }
    done
    agent_pid='' spire_pid=''
}
in_store() { superuser datastore -d spire -Atc "$1"; }

if [ "$(printf '%s\n' "$consumers" | grep -c '^/')" != 2 ]; then
    skip "SPIRE itself" "$(printf '%s\n' "$consumers" | sed -n 's/^[a-z]*: //p' | head -n 1)"
    return
fi
trap_also stop_spire
while read -r program; do
    "${as[@]}" sh -c "cat >'$scratch/${program##*/}' && chmod 700 '$scratch/${program##*/}'" <"$program"
done <<<"$consumers"
"${as[@]}" mkdir -p -m 700 "$scratch/spire"
spire_port=$(free_port)
plugin_data | spire_config server.conf
: >"$work/spire.log"

expect "SPIRE starts on what was prepared" start_spire
says "it has connected" 'Connected to SQL database.*type=postgres' "$work/spire.log"
made=$(in_store "SELECT string_agg(tablename || ' ' || schemaname || ' ' || tableowner, ', ' ORDER BY tablename) FROM pg_tables WHERE tableowner = 'spire'")
printf '%s\n' "${made//, /$'\n'}" >"$work/tables"
if [ "$(wc -l <"$work/tables")" = 13 ]; then pass "it made its 13 tables"; else fail "it made its 13 tables (see $work/tables)"; fi
if cut -d' ' -f2- "$work/tables" | grep -qv '^spire spire$'; then fail "they are its own, in its own schema"; else pass "they are its own, in its own schema"; fi
if [ "$(in_store "SELECT bool_and(ssl AND client_dn = '/CN=spire') FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'spire'")" = t ]; then
    pass "every connection of it is encrypted, with its certificate"
else fail "every connection of it is encrypted, with its certificate"; fi

token=$(spire token generate -spiffeID spiffe://story.test/node 2>>"$work/spire.log" | sed -n 's/^Token: //p')
if [ -n "$token" ]; then pass "a join token is made"; else fail "a join token is made"; fi
expect "an entry is made" spire entry create -parentID spiffe://story.test/node -spiffeID spiffe://story.test/workload \
    -selector "unix:uid:$("${as[@]}" id -u)"
if [ "$(in_store "SELECT count(*) FROM spire.registered_entries WHERE spiffe_id = 'spiffe://story.test/workload'")" = 1 ]; then
    pass "the entry is in PostgreSQL"
else fail "the entry is in PostgreSQL"; fi

in_scratch spire/agent.conf <<HCL
agent {
    data_dir = "$scratch/spire/agent"
    log_level = "INFO"
    server_address = "127.0.0.1"
    server_port = "$spire_port"
    socket_path = "$scratch/spire/agent.sock"
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
"${as[@]}" "$scratch/spire-agent" run -config "$scratch/spire/agent.conf" >"$work/agent.log" 2>&1 &
agent_pid=$!
# what the agent fetches it renews every few seconds
fetched() {
    local end=$((SECONDS + 60))
    until agent api fetch x509 2>&1 | tee "$work/fetched" | grep -q spiffe://story.test/workload; do
        [ $SECONDS -lt $end ] || { cat "$work/fetched"; return 1; }
        sleep 0.5
    done
}
expect "an agent attests, and a workload gets its identity" fetched
if [ "$(in_store "SELECT count(*) FROM spire.attested_node_entries")" = 1 ]; then pass "the agent is in PostgreSQL"; else fail "the agent is in PostgreSQL"; fi

before=$(in_store "SELECT active_x509_authority_id FROM spire.ca_journals" 2>/dev/null)
stop_spire
expect "SPIRE starts again" start_spire
expect "the entry is still there" sh -c "$(printf '%q ' "${as[@]}" "$scratch/spire-server" entry show -socketPath "$scratch/spire/api.sock") | grep -q spiffe://story.test/workload"
if [ -n "$before" ] && [ "$(in_store "SELECT active_x509_authority_id FROM spire.ca_journals")" = "$before" ]; then
    pass "its authority is the same"
else fail "its authority is the same"; fi
stop_spire
