# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# A DBA's server. Postern gets a login to look with; what is done to roles is done by hand.
unpack_postgres
authority server
authority client
start_server orders
administrator orders
example three-roles "db.example.com:5432=localhost:$port_orders"
"${as[@]}" cp "$scratch/pki/server-ca.crt" "$declared/pki/ca.crt"
"${as[@]}" cp -p "$scratch/secrets/admin" "$declared/secrets/admin"
for secret in migrator app report; do
    "${as[@]}" sh -c "umask 077; openssl rand -hex 16 >'$declared/secrets/$secret'"
done
pass "a server of PostgreSQL $(superuser orders -Atc 'SHOW server_version')"
