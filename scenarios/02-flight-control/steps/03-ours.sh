# shellcheck shell=bash disable=SC2154
# examples/flight-control, as it stands there but for the address of the server.
administrator ours
example flight-control "your-postgres-hostname.example.com:5432=localhost:$port_ours"
"${as[@]}" cp "$scratch/pki/server-ca.crt" "$declared/pki/ca.crt"
"${as[@]}" cp "$scratch/pki/flightctl-client.crt" "$declared/pki/client.crt"
"${as[@]}" cp -p "$scratch/pki/flightctl-client.key" "$declared/pki/client.key"
"${as[@]}" cp -pr "$passwords/." "$declared/secrets/"

refuse "ours: too few connections for the pools of four processes are found before anything is done" \
    'may open 400 connections \(4 × 100\)' postern apply "$declared"
superuser ours -qc 'ALTER SYSTEM SET max_connections = 450'
"${as[@]}" "$pgbin/pg_ctl" -D "$scratch/ours/data" -l "$scratch/ours/log" -w -t 60 restart >/dev/null
expect "ours: the plan is shown" postern plan "$declared"
if [ "$(superuser ours -Atc "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'flightctl%'")" = 0 ] && [ ! -e "$declared/delivered" ]; then
    pass "ours: planning changed nothing"
else fail "ours: planning changed nothing"; fi
expect "ours: it is applied" postern apply "$declared"
expect "ours: a second plan is empty" empty_plan "$declared"
# what follows would only repeat it
[ "$failures" = 0 ] || finish
admit ours "$declared"
says "ours: one certificate for two roles wants the password too" \
    '^hostssl flightctl flightctl_app,flightctl_migrator all scram-sha-256 clientcert=verify-ca$' "$scratch/ours/hba.conf"

# what Flight Control is given: by Quadlets …
delivered=$declared/delivered
for file in ca.crt:644 client.crt:644 client.key:600; do
    found=$("${as[@]}" stat -c %a "$delivered/quadlet/${file%:*}" 2>&1)
    if [ "$found" = "${file#*:}" ]; then pass "ours: ${file%:*} is delivered, mode ${file#*:}"; else fail "ours: ${file%:*} is delivered, mode ${file#*:} ($found)"; fi
done
# … and by Helm
says "ours: Helm's values name the server" "hostname: \"?localhost" "$delivered/helm/values.yaml"
says "ours: Helm's values want verify-full" 'sslmode: "?verify-full' "$delivered/helm/values.yaml"
for name in flightctl-db-app-secret flightctl-db-migration-secret postgres-ca-cert postgres-client-certs; do
    says "ours: the manifest of $name" "name: \"?$name" "$delivered/flightctl-secrets.yaml"
done
for key in user userPassword migrationUser migrationPassword ca-cert.pem client-cert.pem client-key.pem meta.helm.sh/release-name; do
    says "ours: the key $key" "$key\"?:" "$delivered/flightctl-secrets.yaml"
done
if [ "$("${as[@]}" stat -c %a "$delivered/flightctl-secrets.yaml")" = 600 ]; then pass "ours: nobody else reads the Secrets"; else fail "ours: nobody else reads the Secrets"; fi

# … and by somebody who deploys it without us: the same, no server asked
expect "ours: rendered for reading" postern render "$declared"
rendered=$scratch/rendered
expect "ours: rendered into a folder" postern render --output "$rendered" "$declared"
expect "ours: the rendered Secrets are the delivered ones" "${as[@]}" cmp "$rendered/flightctl-helm/manifests.yaml" "$delivered/flightctl-secrets.yaml"
expect "ours: as Helm's values" "${as[@]}" cmp "$rendered/flightctl-helm/values.yaml" "$delivered/helm/values.yaml"
if [ "$("${as[@]}" stat -c %a "$rendered/flightctl-helm/manifests.yaml")" = 600 ]; then pass "ours: nobody else reads the rendered Secrets"; else fail "ours: nobody else reads the rendered Secrets"; fi
"${as[@]}" sh -c "echo changed >>'$rendered/flightctl-helm/values.yaml'"
refuse "ours: what was changed is not replaced" 'was changed after render had written it' postern render --output "$rendered" "$declared"
