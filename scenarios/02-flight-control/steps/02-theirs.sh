# shellcheck shell=bash disable=SC2154
# What the guide has typed, as it stands there, and the HBA line that its certificates want.
"${as[@]}" cp "$here/seed.sql" "$scratch/seed.sql"
expect "theirs: the guide's SQL runs as it stands" superuser theirs -f "$scratch/seed.sql"
superuser theirs -q <<SQL
ALTER ROLE flightctl_app PASSWORD '$(secret app)';
ALTER ROLE flightctl_migrator PASSWORD '$(secret migrator)';
SQL
in_scratch theirs/hba.conf <<'HBA'
local all postgres trust
hostssl flightctl flightctl_app,flightctl_migrator all scram-sha-256 clientcert=verify-ca
HBA
reload_server theirs
expect "theirs: the application logs in" client theirs flightctl_app "$(secret app)" -c 'SELECT current_user'
