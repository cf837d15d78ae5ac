# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# Three servers of somebody else's.
unpack_postgres
authority server
authority client
authority other
password=quite-plain-77
for name in shop bare named; do
    start_server "$name"
    printf '%s\n' 'local all postgres trust' 'host all barred all reject' 'host all all localhost scram-sha-256' | in_scratch "$name/hba.conf"
    superuser "$name" -q <<SQL
CREATE ROLE app LOGIN PASSWORD '$password';
CREATE ROLE barred LOGIN PASSWORD '$password';
CREATE ROLE full LOGIN PASSWORD '$password' CONNECTION LIMIT 0;
CREATE ROLE past LOGIN PASSWORD '$password' VALID UNTIL '2020-01-01';
CREATE ROLE locked NOLOGIN PASSWORD '$password';
CREATE DATABASE shop;
SQL
done
superuser bare -qc 'ALTER SYSTEM SET ssl = off'
leaf server named /CN=localhost
for name in shop bare named; do reload_server "$name"; done
where() {
    local port=port_$1
    printf 'host=localhost port=%s dbname=shop user=app' "${!port}"
}
full() { printf '%s sslmode=verify-full sslrootcert=%s' "$(where "$1")" "$scratch/pki/server-ca.crt"; }
doctor() { "${as[@]}" "PGPASSWORD=$password" "$dist/bin/postern" doctor "$@"; }
pass "servers of PostgreSQL $(superuser shop -Atc 'SHOW server_version')"
