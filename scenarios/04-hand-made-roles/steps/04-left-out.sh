# shellcheck shell=bash disable=SC2154
# Each grant, revocation, default privilege and setting in turn is left out of what the DBA runs. psql itself stops, or
# the plan names it; where a login can feel it, prove does too.
afresh() {
    superuser orders -qc 'DROP DATABASE IF EXISTS shop WITH (FORCE)' 2>/dev/null
    superuser orders -Atc "SELECT format('DROP ROLE %I;', rolname) FROM pg_roles WHERE rolname LIKE 'shop%'" >"$work/drop.sql"
    superuser orders -qc "$(cat "$work/drop.sql")"
}
# without NUMBER: the SQL without that line
without() { sed "$1d" "$work/dba.sql" | in_scratch "without.sql"; }
# what a line grants that a login can feel (USAGE on public comes by way of PUBLIC too)
felt='GRANT CONNECT ON DATABASE|GRANT shop_application TO shop_app|GRANT shop_owner TO shop_migrator'
felt+='|ROLE shop_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES|ROLE shop_owner GRANT SELECT ON TABLES'
left_out=0 noticed=0 unnoticed=()
while IFS=: read -r number statement; do
    left_out=$((left_out + 1))
    afresh
    without "$number"
    if ! dba "$scratch/without.sql" >"$work/without.log" 2>&1; then
        noticed=$((noticed + 1))
        continue
    fi
    if [ "$(steps_left server)" = 0 ]; then unnoticed+=("$statement"); else noticed=$((noticed + 1)); fi
    if printf '%s\n' "$statement" | grep -qE "$felt"; then
        refuse "prove notices it: without $statement" 'FAILED|failed|✗|not as expected' postern prove "$declared"
    fi
    # what both creators have alike is left out once in the default tier, which has to be short
done < <(grep -nE '^(GRANT|REVOKE|ALTER) .*;$' "$work/dba.sql" | if [ "${POSTERN_TIER:-}" = default ]; then grep -v 'FOR ROLE shop_migrator'; else cat; fi)
if [ $left_out -ge 15 ] && [ $noticed = $left_out ]; then
    pass "each of $left_out statements that is left out is noticed"
else fail "$noticed of $left_out statements that were left out are noticed; not: ${unnoticed[*]}"; fi

# and the plan mends it
expect "the last one is mended" postern apply "$declared"
expect "the plan is empty again" empty_plan "$declared"
expect "proven again" postern prove "$declared"
