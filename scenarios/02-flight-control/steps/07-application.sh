# shellcheck shell=bash disable=SC2154
# An application that reads and writes as flightctl_app does, and may nothing else.
"${as[@]}" sh -c "cat >'$scratch/application.sql'" <"$here/application.sql"
for server in theirs ours; do
    application() { client "$server" flightctl_app "$(secret app)" "$@"; }
    if [ -n "$migrated" ]; then
        expect "$server: the application writes, reads, changes and deletes" application -q -f "$scratch/application.sql"
        application -q -c 'DELETE FROM devices' -c 'DELETE FROM organizations' >/dev/null 2>&1
    fi
    expect "$server: the application uses what the migrator made last" application -q \
        -c 'INSERT INTO probe (id) VALUES (1)' -c 'UPDATE probe SET id = 2' -c 'SELECT id FROM probe_view' -c "SELECT nextval('probe_number')" -c 'DELETE FROM probe'
    refuse "$server: the application makes no table" 'permission denied' application -c 'CREATE TABLE mine (id integer)'
    refuse "$server: the application drops no table" 'must be owner' application -c 'DROP TABLE probe'
    refuse "$server: the application empties no table" 'permission denied' application -c 'TRUNCATE probe'
done
if [ -n "$migrated" ]; then
    for server in theirs ours; do
        log=$(find "$work" -name "$server--the-application-writes*")
        if diff "$here/application.expected" "$log" >"$work/$server-answers.diff"; then pass "$server: the answers are right"; else fail "$server: the answers are right (see $work/$server-answers.diff)"; fi
    done
fi
