# shellcheck shell=bash disable=SC2154
# nothing secret was left behind, nothing but the process opens the store or a key, writes outlive power loss
if ! command -v strace >/dev/null; then
    skip "strace: who opens what, what is synced" "no strace on this machine"
else
    up_within 30 "a start for strace" "$work/${who##* }-traced.log"
    expect "db ls under strace" "${as[@]}" strace -f -e trace=open,openat -o "$home_of_user/verb.trace" "$dist/bin/postern" db ls "${at[@]}"
    expect "a verb opens neither the store nor a key of an authority" bash -c "! grep -E '\"$home/(kek|store|demo|config)' '$home_of_user/verb.trace'"
    postern down "${at[@]}" >/dev/null 2>&1
    until_gone 20 "$up_pid"
    fresh=$scratch/traced-home
    rm -rf "$fresh"
    "${as[@]}" strace -f -y -e trace=openat,fsync,fdatasync,rename,renameat,renameat2 -o "$home_of_user/up.trace" "$dist/bin/postern" up --home "$fresh" >"$work/${who##* }-synced.log" 2>&1 &
    traced=$!
    until_says 180 '^Ready' "$work/${who##* }-synced.log"
    "${as[@]}" "$dist/bin/postern" down --home "$fresh" >/dev/null 2>&1
    until_gone 30 $traced
    real=$(cd "$fresh" 2>/dev/null && pwd)
    expect "every file of ours is synced before its rename, its folder after" python3 "$here/synced.py" "$home_of_user/up.trace" "${real:-$fresh}"
    rm -rf "$fresh"
fi
expect "no password or key in logs and output" python3 "$here/canaries.py" "$home" "$work" "$home_of_user/.postgresql"
