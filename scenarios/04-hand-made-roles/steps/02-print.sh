# shellcheck shell=bash disable=SC2034,SC2154
# Printed, and nothing done.
sql=$scratch/dba.sql
if postern plan --sql "$declared" >"$work/dba.sql" 2>"$work/print.log"; then pass "the SQL is printed"; else fail "the SQL is printed (see $work/print.log)"; fi
in_scratch dba.sql <"$work/dba.sql"
untouched() { [ "$(superuser orders -Atc "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'shop%'")" = 0 ] && [ ! -e "$declared/delivered" ]; }
expect "nothing was done" untouched
for secret in admin migrator app report; do
    if grep -qF -e "$("${as[@]}" cat "$declared/secrets/$secret")" "$work/dba.sql"; then fail "the password of $secret is not in it"; else pass "the password of $secret is not in it"; fi
done
if grep -q 'SCRAM-SHA-256' "$work/dba.sql"; then fail "no verifier is in it"; else pass "no verifier is in it"; fi
