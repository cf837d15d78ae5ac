# shellcheck shell=bash disable=SC2154
# What SPIRE is given.
rendered=$declared/delivered/datastore.hcl
plugin_data() { "${as[@]}" cat "$rendered"; }
says "the data store is PostgreSQL" 'database_type = "postgres"' "$rendered"
says "everything is verified" 'connection_string = ".*sslmode=verify-full.*sslrootcert=' "$rendered"
says "a certificate logs in" 'connection_string = ".*sslcert=.*sslkey=' "$rendered"
if [ ! -s "$rendered" ] || grep -qiE 'password|root_ca_path|client_cert_path|client_key_path' "$rendered"; then
    fail "neither a password nor what PostgreSQL's driver ignores"
else pass "neither a password nor what PostgreSQL's driver ignores"; fi
says "pool settings by load" 'max_open_conns = 100' "$rendered"
"${as[@]}" sed -i 's/^  options: {load: medium}/  options: {load: small, rootCaPath: \/run\/ca.crt, format: uri}/' "$declared/postern.yaml"
postern render "$declared" >"$work/rendered-small" 2>&1
says "a smaller load has a smaller pool" 'max_open_conns = 50' "$work/rendered-small"
says "the same as a URI" 'connection_string = "postgres(ql)?://spire@localhost' "$work/rendered-small"
says "root_ca_path is reported as ineffective" 'root_ca_path for MySQL|root_ca_path.*MySQL' "$work/rendered-small"
"${as[@]}" sed -i 's/^  options: .*/  options: {load: medium}/' "$declared/postern.yaml"
