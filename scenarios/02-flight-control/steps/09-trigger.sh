# shellcheck shell=bash disable=SC2154
# The guide's event trigger and its two functions, on request: for migrations that run as somebody else.
sed -i 's/^  owner: flightctl_owner$/&\n  grantTrigger: true/' "$declared/database.yaml"
expect "ours: the trigger is applied" postern apply "$declared"
expect "ours: the plan is empty again" empty_plan "$declared"
superuser ours -d flightctl -qc 'CREATE TABLE public.made_by_somebody (id integer)'
if [ "$(superuser ours -d flightctl -Atc "SELECT has_table_privilege('flightctl_app', 'made_by_somebody', 'INSERT')")" = t ]; then
    pass "ours: a table that an administrator makes is granted too"
else fail "ours: a table that an administrator makes is granted too"; fi
expect "ours: the migrator still makes tables" client ours flightctl_migrator "$(secret migrator)" -c 'CREATE TABLE late (id integer)'
expect "ours: which the application uses" client ours flightctl_app "$(secret app)" -c 'INSERT INTO late VALUES (1)'
