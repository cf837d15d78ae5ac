# shellcheck shell=bash disable=SC2154
# Effective privileges of every role on every object, also on what the migrator makes from now on. Each difference has a
# reason in `differences`.
"${as[@]}" sh -c "cat >'$scratch/privileges.sql'" <"$here/privileges.sql"
"${as[@]}" sh -c "cat >'$scratch/probe.sql'" <"$here/probe.sql"
for server in theirs ours; do
    expect "$server: the migrator makes a table, a sequence, a view, a function and a schema" \
        client $server flightctl_migrator "$(secret migrator)" -f "$scratch/probe.sql"
    superuser $server -d flightctl -qc 'CREATE TABLE public.probe_of_administrator (id integer)'
    superuser $server -d flightctl -qf "$scratch/privileges.sql" >"$work/privileges-$server"
done
# what only Flight Control's own tables can show is left out where its migration did not run
if [ -n "$migrated" ]; then sed 's/ -- migrated --//' "$here/differences"; else grep -v -- '-- migrated --' "$here/differences"; fi >"$work/differences"
expect "privileges: every difference has a reason" python3 "$here/compare.py" "$work/privileges-theirs" "$work/privileges-ours" "$work/differences"
