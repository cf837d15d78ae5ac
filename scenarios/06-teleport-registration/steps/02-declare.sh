# shellcheck shell=bash disable=SC2154
# examples/teleport, with the addresses of these servers and the files that an administrator has exported.
example teleport "db-standby.example.com:5432=localhost:$port_standby" "db.example.com:5432=localhost:$port_orders" \
    "/etc/postern/teleport-db-client-ca.pem=$scratch/pki/teleport-ca.crt" "/etc/postern/client-ca.crt=$scratch/pki/client-ca.crt"
"${as[@]}" cp "$scratch/pki/server-ca.crt" "$declared/pki/ca.crt"
"${as[@]}" cp -p "$scratch/secrets/admin" "$declared/secrets/admin"
expect "the plan is shown" postern plan "$declared"
expect "it is applied" postern apply "$declared"
expect "a second plan is empty" empty_plan "$declared"
# what follows would only repeat it
[ "$failures" = 0 ] || finish
