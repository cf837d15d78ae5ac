# shellcheck shell=bash disable=SC2154
# what must not bring `up` down: a server that dies, a demo that its owner has changed
demo_pid() { postern status --json "${at[@]}" | python3 -c 'import json,sys; print([x["pid"] for x in json.load(sys.stdin)["servers"] if x["name"]==sys.argv[1]][0])' "$1"; }
answers() { pg service=demo -w -c 'select 1' 2>/dev/null | grep -qx 1; }
for server in demo store; do
    killed=$(demo_pid $server)
    kill -9 "$killed"
    back() { [ "$(demo_pid $server)" != "$killed" ]; }
    for _ in $(seq 100); do back 2>/dev/null && break; sleep 0.2; done
    expect "the $server server is back after kill -9" back
    for _ in $(seq 50); do answers && break; sleep 0.2; done
    expect "queries are answered after the $server server was killed" answers
done
"${as[@]}" "$dist/bin/postern" status "${at[@]}" >"$work/kept-status.log" 2>&1
says "status says that a server was started again" 'started again' "$work/kept-status.log"

resources=$home/resources
cp -a "$resources/demo.yaml" "$work/demo.yaml.before"
sed 's/roles: \[demo_app, demo_read, demo_migrator\]/roles: [demo_read]/' "$work/demo.yaml.before" >"$work/less.yaml"
chmod 644 "$work/less.yaml"; chmod 755 "$work"
expect "the application is taken out of the rule" postern apply -f "$work/less.yaml" "${at[@]}"
kill -INT "$up_pid"
until_gone 20 "$up_pid"
up_within 20 "a start with a rule that lets no application in" "$work/${who##* }-less.log"
says "it says that nothing of the demo can be proven" 'nothing of the demo can be proven' "$work/${who##* }-less.log"
chmod 644 "$work/demo.yaml.before"
expect "the rule is mended over the API" postern apply -f "$work/demo.yaml.before" "${at[@]}"
expect "and all of it is proven" postern prove "${at[@]}"
