# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
in_scratch server.conf <<HCL
plugins {
    DataStore "sql" {
        plugin_data {
            database_type = "postgres"
            connection_string = "$(where bare) password=\${DB_PASSWORD}"
            root_ca_path = "/etc/ssl/ca.pem"
        }
    }
}
HCL
spire() { "${as[@]}" "DB_PASSWORD=$password" "$dist/bin/postern" doctor "$scratch/server.conf"; }
refuse "SPIRE: SSL is not enabled on the server" 'offers no TLS' spire
refuse "SPIRE: what it reads for MySQL only is said" 'root_ca_path is said, and SPIRE reads it for MySQL only' spire
"${as[@]}" sed -i "s|port=$port_bare|port=$port_shop|; s|dbname=shop|dbname=shop sslmode=verify-full sslrootcert=$scratch/pki/server-ca.crt|" "$scratch/server.conf"
expect "SPIRE: mended, it works" spire
in_scratch config.yaml <<YAML
database: {hostname: localhost, port: $port_shop, name: shop, user: app, migrationUser: past, sslmode: verify-full,
  sslrootcert: $scratch/pki/server-ca.crt, password: left-over}
YAML
flight() { "${as[@]}" "DB_PASSWORD=$password" "DB_MIGRATION_PASSWORD=$password" "$dist/bin/postern" doctor "$scratch/config.yaml"; }
refuse "Flight Control: its migration's password is over" 'VALID UNTIL' flight
"${as[@]}" sed -i 's/migrationUser: past/migrationUser: app/' "$scratch/config.yaml"
expect "Flight Control: both users get in" flight
expect "a message of a log is explained" doctor --message 'datastore-sql: pq: SSL is not enabled on the server'
expect "the check that proves nothing is explained" doctor --message 'psql -h db -c "SELECT ssl_is_used();" --set=sslmode=verify-ca'
expect "a Job for a pod is printed" postern doctor "$(full shop)" --from pod/shop/web --password-secret db/password
refuse "a Job with a password is refused" 'would stand in the Job' postern doctor "$(full shop) password=word" --from pod/web
refuse "what the server lacks is told at once" 'wal_level is replica, needed is logical' \
    doctor "$(full shop)" --requires version=99 --requires wal_level=logical --requires extension=nowhere
