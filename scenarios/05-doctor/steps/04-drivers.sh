# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
named=$(full named)
expect "libpq takes a name in the CN" doctor "$named" --driver libpq
expect "pgjdbc takes a name in the CN" doctor "$named" --driver pgjdbc
refuse "pgx does not" 'pgx looks at subject alternative names only' doctor "$named" --driver pgx
refuse "lib/pq does not" 'lib/pq looks at subject alternative names only' doctor "$named" --driver lib/pq
refuse "lib/pq wants TLS when nothing is said" 'sslmode require \(not said\)' doctor "$(where bare)" --driver lib/pq
leaf client app /CN=app
"${as[@]}" chmod 644 "$scratch/pki/app.key"
keyed="$(full shop) sslcert=$scratch/pki/app.crt sslkey=$scratch/pki/app.key"
refuse "lib/pq refuses a key that others may read" 'has the mode 0644' doctor "$keyed" --driver lib/pq
expect "pgx does not mind" doctor "$keyed" --driver pgx
expect "a JDBC URL is pgjdbc's" doctor "jdbc:postgresql://localhost:$port_shop/shop?user=app&sslmode=verify-full&sslrootcert=$scratch/pki/server-ca.crt"
