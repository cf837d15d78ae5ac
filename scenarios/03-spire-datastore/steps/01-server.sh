# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# A DBA's server, an authority for its own certificate, one for whoever logs in, and one that nobody trusts.
unpack_postgres
authority server
authority client
authority foreign
leaf client spire /CN=spire
leaf client somebody /CN=somebody
leaf foreign foreign /CN=spire
start_server datastore "max_connections = 150"
pass "a server of PostgreSQL $(superuser datastore -Atc 'SHOW server_version')"
