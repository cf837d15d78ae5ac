# shellcheck shell=bash disable=SC2154
# Both stores, read while SPIRE runs.
parts=(--agents --entries --bundles --journal --tokens --federation --node-selectors --tables --connections --findings)
from_postgres() { PGPASSWORD=$1 "${as[@]}" PGPASSWORD="$1" "$dist/bin/postern" datastore inspect "$here_is user=$1" "${@:2}"; }
from_sqlite() { postern datastore inspect --sqlite "$scratch/sqlite/data/datastore.sqlite3" "$@"; }
beside() { "${as[@]}" sh -c "cd '$scratch/sqlite/data' && stat -c '%n %s %Y' datastore*"; }

# what each has to show, whichever database it is; the name is also that of the file below
shows() {
    local name=$1 screen=$work/$1-screen all=$work/$1-parts
    says "$name: schema and version" '^schema 25 \(since SPIRE 1\.15\.0\), written by SPIRE 1\.15\.2' "$screen"
    says "$name: the agent" '^agents +1, of them 0 banned, 0 expired' "$screen"
    says "$name: an authority of its own" 'story.test \(own\): 1 X.509 until' "$screen"
    says "$name: the active authority of the server" 'journal 1: X.509 [0-9a-f]{40} until' "$screen"
    says "$name: the entry that nobody gets" 'parent that is neither an agent nor an entry.*story.test/lost' "$screen"
    if [ "$(wc -l <"$screen")" -le 30 ]; then pass "$name: one screen"; else fail "$name: one screen"; fi
    says "$name: attested by join token" 'join_token/.* join_token ' "$all"
    says "$name: selectors" 'selectors unix:uid:4711' "$all"
    says "$name: TTL" 'X.509 600 s' "$all"
    says "$name: DNS name" 'DNS +web.story.test' "$all"
    says "$name: federates" 'federates spiffe://other.test' "$all"
    says "$name: hint, admin" 'story.test/workload +ADMIN' "$all"
    says "$name: the other's bundle" 'other.test \(federated\): 1 X.509' "$all"
    says "$name: a fingerprint" 'SHA-256 [0-9a-f]{64}' "$all"
    if [ "$(grep -cE '^[a-z_]+ +[0-9]+ +[0-9]+ (bytes|kB)' "$all")" = 13 ]; then pass "$name: thirteen tables"; else fail "$name: thirteen tables"; fi
    if python3 -c 'import json, sys; found = json.load(open(sys.argv[1])); assert found["entries"]["total"] == 5 and found["schema"]["number"] == 25' "$work/$name-json"; then
        pass "$name: JSON"
    else fail "$name: JSON"; fi
    local token=unused_$name
    if [ -n "${!token}" ] && ! grep -qF -- "${!token}" "$screen" "$all" "$work/$name-json"; then
        pass "$name: the unused token is shown nowhere"
    else fail "$name: the unused token is shown nowhere"; fi
}
from_postgres spire >"$work/postgres-screen" 2>&1
from_postgres spire "${parts[@]}" >"$work/postgres-parts" 2>&1
from_postgres spire --json >"$work/postgres-json"
shows postgres
says "connections of SPIRE" '^spire .* (idle|active) ' "$work/postgres-parts"
refuse "with --exit-code a finding is an error" 'neither an agent' from_postgres spire --exit-code

refuse "a role without rights is told which" 'GRANT USAGE ON SCHEMA spire TO looker' from_postgres looker
superuser datastore -d spire -q <<'SQL'
GRANT USAGE ON SCHEMA spire TO looker;
GRANT SELECT ON spire.registered_entries, spire.migrations TO looker;
SQL
from_postgres looker >"$work/looker" 2>&1
says "a role with SELECT on two tables sees them" '^entries +5,' "$work/looker"
says "and what it may not read" 'agents +not readable: looker may not read attested_node_entries' "$work/looker"

stop_agents_first=${spire_pids[3]}
kill -TERM "$stop_agents_first" 2>/dev/null && until_gone 20 "$stop_agents_first"
before=$(beside)
from_sqlite >"$work/sqlite-screen" 2>&1
from_sqlite "${parts[@]}" >"$work/sqlite-parts" 2>&1
from_sqlite --json >"$work/sqlite-json"
shows sqlite
if [ "$(beside)" = "$before" ] && [ "$(wc -l <<<"$before")" = 3 ]; then
    pass "the file and what lies beside it are as they were"
else fail "the file and what lies beside it are as they were"; fi
stop_spires
before=$(beside)
expect "at rest, too" from_sqlite
if [ "$(beside)" = "$before" ] && [ "$(wc -l <<<"$before")" = 1 ]; then
    pass "and nothing has come beside it"
else fail "and nothing has come beside it"; fi
