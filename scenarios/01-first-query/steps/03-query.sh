# shellcheck shell=bash disable=SC2154
# stock psql, no password
is() { local what=$1 want=$2 got; shift 2; got=$("$@" 2>&1); if [ "$got" = "$want" ]; then pass "$what"; else fail "$what (got: $got)"; fi; }
is "psql service=demo" 1 pg service=demo -w -c 'select 1'
is "verify-full, and TLS 1.3 behind the gateway" 'TLSv1.3' pg service=demo -w -c 'select version from pg_stat_ssl where pid = pg_backend_pid()'
is "the TLS server name finds the entry" demo pg 'service=demo host=demo.postern.localhost hostaddr=127.0.0.1' -w -c 'select current_database()'
who_am_i=$(postern whoami --json "${at[@]}" | python3 -c 'import json,sys; print(json.load(sys.stdin)["name"])')
is "postern.identity() names the caller" "$who_am_i" pg service=demo -w -c 'select postern.identity()'
is "identity cannot be set by the client" "$who_am_i" pg 'service=demo application_name=somebody' -w -c "set application_name='else'" -c 'select postern.identity()' -q
is "COPY out" 1000 bash -c "$(printf '%q ' "${as[@]}") psql -X service=demo -w -c 'copy (select generate_series(1,1000)) to stdout' | wc -l"
is "a large result arrives whole" 20000000 bash -c "$(printf '%q ' "${as[@]}") psql -X -At service=demo -w -c \"select repeat('x', 1000) from generate_series(1,20000)\" | tr -d '\n' | wc -c"
refuse "a running statement is cancelled" '57014|canceling statement' timeout -s INT 2 "${as[@]}" psql -X service=demo -w -c 'select pg_sleep(30)'
