# shellcheck shell=bash disable=SC2154
# Everybody logs in, with the right and with a wrong credential.
expect "ours: proven" postern prove "$declared"
if ! grep -rqsF -e "$(secret app)" -e "$(secret migrator)" -e "$(secret admin)" "$work"; then
    pass "ours: no password in anything that was printed"
else fail "ours: a password was printed: $(grep -rlsF -e "$(secret app)" -e "$(secret migrator)" -e "$(secret admin)" "$work" | tr '\n' ' ')"; fi
