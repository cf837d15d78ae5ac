# shellcheck shell=bash disable=SC2154
# The delivered authorities become the ones that both servers trust; then everybody logs in.
for server in orders standby; do
    "${as[@]}" cp "$declared/delivered/client-ca.crt" "$scratch/$server/client-ca.crt"
    admit $server "$declared"
done
# login SERVER LEAF ROLE STATEMENT
login() {
    local port=port_$1
    "${as[@]}" psql -X -At -w "host=localhost port=${!port} dbname=shop user=$3 sslmode=verify-full sslrootcert=$scratch/pki/server-ca.crt
        sslcert=$scratch/pki/$2.crt sslkey=$scratch/pki/$2.key" -c "$4"
}
for server in orders standby; do
    expect "$server: a certificate of Teleport's authority reads" login $server teleport teleport_user_read 'SELECT current_user'
    expect "$server: a certificate of the server's own authority still reads" login $server own teleport_user_read 'SELECT current_user'
    refuse "$server: a foreign one of the same name is refused" 'certificate|alert|SSL' login $server foreign teleport_user_read 'SELECT 1'
    refuse "$server: Teleport's certificate for one role is not the other's" 'certificate authentication failed' login $server teleport teleport_user_write 'SELECT 1'
    refuse "$server: nor the superuser's" 'password|certificate|pg_hba' login $server teleport postgres 'SELECT 1'
done
superuser orders -d shop -qc "SET ROLE shop_owner" -c "CREATE TABLE item (id integer)"
expect "who may write, writes" login orders teleport-write teleport_user_write 'INSERT INTO item VALUES (1)'
refuse "who may read, does not" 'permission denied' login orders teleport teleport_user_read 'INSERT INTO item VALUES (1)'
read_on_standby() { [ "$(login standby teleport teleport_user_read 'SELECT count(*) FROM item')" = 1 ]; }
until_true() { local end=$((SECONDS + 30)); until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done; }
expect "what was written is read on the standby" until_true read_on_standby
expect "proven: nobody gets in without Teleport's certificate" postern prove "$declared"
postern prove "$declared" >"$work/prove.log" 2>&1
says "on both servers" "teleport_user_read without a certificate at localhost:$port_standby" "$work/prove.log"
says "and what only Teleport can try is said" 'teleport keeps its own certificate' "$work/prove.log"
refuse "nobody writes on the standby" 'read-only' login standby teleport-write teleport_user_write 'INSERT INTO item VALUES (2)'
