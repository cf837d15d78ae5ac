# shellcheck shell=bash disable=SC2154
# stop, start, crash: same ports, data kept
ports() { postern status --json "${at[@]}" | python3 -c 'import json,sys; s=json.load(sys.stdin); print(s["gateway"]["address"], s["address"], sorted((x["name"],x["port"]) for x in s["servers"]))'; }
before=$(ports)
pg 'service=demo user=demo_migrator' -w -q -c 'create table kept (n int)' >"$work/kept.log" 2>&1
pg service=demo -w -q -c 'insert into kept values (7)' >>"$work/kept.log" 2>&1
is "the migrator creates, the application writes" 7 pg service=demo -w -c 'select n from kept'
refuse "the application creates nothing" '42501|permission denied' "${as[@]}" psql -X service=demo -w -c 'create table mine (n int)'
none_runs() { ! pgrep -u "$(stat -c %U "$home")" -f "[d]ev.postern.cli.Main up" && ! pgrep -f "[p]ostgres.*$home/"; }
kill -INT "$up_pid"
if until_gone 20 "$up_pid"; then pass "Ctrl-C stops it"; else fail "Ctrl-C stops it"; fi
expect "Ctrl-C leaves no server behind" none_runs
up_within 8 "a later start" "$work/${who##* }-again.log"
is "same ports" "$before" ports
is "data kept over a stop" 7 pg service=demo -w -c 'select n from kept'
kill -9 "$up_pid"
until_gone 20 "$up_pid"
up_within 20 "a start after kill -9 of the process" "$work/${who##* }-orphans.log"
is "data kept over kill -9 of the process" 7 pg service=demo -w -c 'select n from kept'
kill -9 "$up_pid"
pkill -9 -f "[p]ostgres.*$home/"
until_gone 20 "$up_pid"
up_within 20 "a start after kill -9 of everything" "$work/${who##* }-crashed.log"
is "data kept over kill -9 of everything" 7 pg service=demo -w -c 'select n from kept'
is "same ports after all that" "$before" ports
