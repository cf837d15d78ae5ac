# shellcheck shell=bash disable=SC2154
# The DBA runs it with psql, which asks for passwords where the SQL says \password; without a terminal it reads the answers.
# dba FILE
dba() {
    local role secret
    grep -oE '^\\password .*' "$1" | while read -r _ role; do
        case $role in *shop_migrator*) secret=migrator ;; *shop_app*) secret=app ;; *) secret=report ;; esac
        # asked twice
        "${as[@]}" cat "$declared/secrets/$secret" "$declared/secrets/$secret"
    done | setsid --wait "${as[@]}" psql -X -v ON_ERROR_STOP=1 -h "$scratch/orders/run" -p "$port_orders" -U postgres -f "$1"
}
expect "psql runs it" dba "$sql"
# what follows would only repeat it
[ "$failures" = 0 ] || finish
admit orders "$declared"
# steps_left SIDE: how many the plan has
steps_left() {
    postern plan --json "$declared" >"$work/plan.json" 2>"$work/plan.log"
    python3 -c 'import json, sys; print(sum(step["side"] == sys.argv[2] for step in json.load(open(sys.argv[1]))["steps"]))' "$work/plan.json" "$1"
}
nothing_left() { [ "$(steps_left server)" = 0 ] || { cat "$work/plan.json"; false; }; }
expect "the plan has nothing left for the server" nothing_left
expect "what the consumer is given is delivered" postern apply "$declared"
expect "the plan is empty" empty_plan "$declared"
expect "proven" postern prove "$declared"
for purpose in migration application reader; do
    expect "$purpose logs in with what was delivered" "${as[@]}" psql -X -w "$("${as[@]}" cat "$declared/delivered/$purpose/conninfo")" -c 'SELECT current_user'
done
