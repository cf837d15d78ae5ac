# shellcheck shell=bash disable=SC2154
# examples/spire, applied by an administrator as managed services have them: may make roles and databases, no superuser.
administrator datastore
superuser datastore -q <<SQL
CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD '$("${as[@]}" cat "$scratch/secrets/admin")';
SQL
printf 'hostssl all manager localhost scram-sha-256\n' | "${as[@]}" tee -a "$scratch/datastore/hba.conf" >/dev/null
reload_server datastore
example spire "postgresql.postgresql.svc.cluster.local:5432=localhost:$port_datastore" "user: postgres=user: manager"
"${as[@]}" cp "$scratch/pki/server-ca.crt" "$declared/pki/ca.crt"
"${as[@]}" cp "$scratch/pki/spire.crt" "$declared/pki/spire.crt"
"${as[@]}" cp -p "$scratch/pki/spire.key" "$declared/pki/spire.key"
"${as[@]}" cp -p "$scratch/secrets/admin" "$declared/secrets/admin"
expect "the plan is shown" postern plan "$declared"
expect "it is applied by an administrator who is no superuser" postern apply "$declared"
expect "a second plan is empty" empty_plan "$declared"
# what follows would only repeat it
[ "$failures" = 0 ] || finish
admit datastore "$declared" 'hostssl all manager localhost scram-sha-256'
says "the printed line asks for a certificate" '^hostssl spire spire all cert$' "$scratch/datastore/hba.conf"
expect "proven" postern prove "$declared"
