# shellcheck shell=bash disable=SC2154 # as, at, dist, home, home_of_user, who, work come from run
# postern up, in a terminal of its own
up_log=$work/${who##* }-up.log
pg() { "${as[@]}" psql -X -At "$@"; }
postern() { "${as[@]}" "$dist/bin/postern" "$@"; }
start_up() { # LOG [ARGUMENT…]: as a terminal would, so that Ctrl-C can be sent
    local log=$1
    shift
    : >"$log"
    # a shell without job control starts its background jobs with SIGINT ignored; a terminal does not
    "${as[@]}" env --default-signal=INT "$dist/bin/postern" up "${at[@]}" "$@" >"$log" 2>&1 &
    up_pid=$!
}
up_within() { # SECONDS WHAT LOG [ARGUMENT…]
    local seconds=$1 what=$2 log=$3 began=$EPOCHREALTIME
    shift 3
    start_up "$log" "$@"
    if until_says 120 '^Ready' "$log"; then
        local took=$((${EPOCHREALTIME/./} - ${began/./}))
        printf '    %s: %d.%01d s\n' "$what" $((took / 1000000)) $((took / 100000 % 10))
        if [ $took -le $((seconds * 1000000)) ]; then pass "$what within $seconds s"; else fail "$what within $seconds s"; fi
    else
        fail "$what"
        tail -n 20 "$log" | sed 's/^/    /'
    fi
}

up_within 60 "first start" "$up_log"
if [ "$(grep -cE '^ *(ok|✓|passed).*refused' "$up_log")" = 4 ]; then pass "four proofs are refusals"; else fail "four proofs are refusals"; fi
if [ "$(grep -cE '^ *(ok|✓|passed) ' "$up_log")" = 8 ]; then pass "eight proofs"; else fail "eight proofs"; fi
says "one proof takes the direct path" 'direct' "$up_log"
says "the psql line is printed" 'psql ' "$up_log"
says "a JDBC URL is printed" 'jdbc:postgresql://' "$up_log"
says "how to stop is printed" 'postern down' "$up_log"
if [ "$(ps -o user= -p "$up_pid")" != root ]; then pass "no process of ours runs as root"; else fail "no process of ours runs as root"; fi
