# shellcheck shell=bash disable=SC2154
# what a user can get wrong: one sentence each
trial=$scratch/trial
"${as[@]}" python3 -c 'import socket,time
s=socket.socket(); s.bind(("127.0.0.1",0)); s.listen()
print(s.getsockname()[1], flush=True); time.sleep(120)' >"$work/${who##* }-busy-port" &
holder=$!
until_says 10 '[0-9]' "$work/${who##* }-busy-port"
busy=$(cat "$work/${who##* }-busy-port")
refuse "a busy chosen port names its holder" "port $busy.*(python|user root)" timeout 60 "${as[@]}" "$dist/bin/postern" up --home "$trial" --gateway-port "$busy"
kill $holder
rm -rf "$trial"
refuse "an unwritable home" 'cannot be (used|created)|[Pp]ermission' timeout 60 "${as[@]}" "$dist/bin/postern" up --home /proc/postern
refuse "an unknown option is answered with a suggestion" 'gateway-port' "${as[@]}" "$dist/bin/postern" up --gatway-port 1
if [ "$(id -u)" = 0 ]; then
    small=$(mktemp -d /tmp/postern-small.XXXXXX)
    mount -t tmpfs -o size=24m,mode=1777 none "$small"
    refuse "a full disk" 'disk .*full|No space' timeout 120 "${as[@]}" "$dist/bin/postern" up --home "$small/home"
    umount "$small" && rmdir "$small"
else
    skip "a full disk" "needs root to mount a small one"
fi
