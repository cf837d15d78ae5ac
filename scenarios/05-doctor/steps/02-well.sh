# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
expect "a healthy connection is examined" doctor "$(full shop)"
# the least of three: what else the machine does is not doctor's
took=
for turn in 1 2 3; do
    doctor "$(full shop)" --json >"$work/well-$turn.json"
    millis=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["subjects"][0]["examined"][0]["millis"])' "$work/well-$turn.json")
    [ -n "$took" ] && [ "$took" -le "$millis" ] || took=$millis
done
if [ "$took" -le 1000 ]; then pass "a healthy server is examined in $took ms"; else fail "a healthy server took $took ms"; fi
python3 -c '
import socket, time
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
time.sleep(120)' >"$work/mute.port" &
mute=$!
trap_also "kill $mute 2>/dev/null"
until_says 20 '[0-9]' "$work/mute.port" || fail "a server that says nothing"
from=$(date +%s%N)
refuse "a server that says nothing is told" 'accepts the connection and says nothing' \
    doctor "host=127.0.0.1 port=$(cat "$work/mute.port") user=app" --timeout 2s
took=$((($(date +%s%N) - from) / 1000000))
if [ $took -le 5000 ]; then pass "with --timeout 2s it took $took ms, the start of the program included"; else fail "with --timeout 2s it took $took ms"; fi
kill $mute 2>/dev/null
