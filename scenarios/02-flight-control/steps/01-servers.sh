# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# Two servers of a DBA: on theirs the guide's SQL is typed, ours is declared. The guide's own certificates: one client
# certificate, whose name is no role.
unpack_postgres
authority server
authority client
authority foreign
leaf client flightctl-client "/C=US/ST=State/L=City/O=Org/CN=flightctl-client"
leaf foreign foreign-client "/C=US/ST=State/L=City/O=Org/CN=flightctl-client"
start_server theirs "max_connections = 200"
start_server ours "max_connections = 200"
passwords=$scratch/secrets
"${as[@]}" mkdir -p -m 700 "$passwords"
for secret in admin app migrator; do
    "${as[@]}" sh -c "umask 077; openssl rand -hex 16 >'$passwords/$secret'"
done
secret() { "${as[@]}" cat "$passwords/$1"; }
# client NAME-OF-SERVER ROLE PASSWORD [KEYWORD=VALUE]…: psql as Flight Control's services connect, everything verified
client() {
    local port=port_$1 role=$2 password=$3
    shift 3
    "${as[@]}" env "PGPASSWORD=$password" psql -X -At -v ON_ERROR_STOP=1 -w "$(printf '%s ' host=localhost "port=${!port}" \
        dbname=flightctl "user=$role" sslmode=verify-full "sslrootcert=$scratch/pki/server-ca.crt" \
        "sslcert=$scratch/pki/flightctl-client.crt" "sslkey=$scratch/pki/flightctl-client.key" "${settings[@]}")" "$@"
}
settings=()
pass "two servers of PostgreSQL $(superuser ours -Atc 'SHOW server_version')"
