# shellcheck shell=bash disable=SC2154
# the wrong ones, typed by hand
gateway=$(postern status --json "${at[@]}" | python3 -c 'import json,sys; print(json.load(sys.stdin)["gateway"]["address"].rsplit(":",1)[1])')
folder=$home_of_user/.postgresql/postern
refuse "no certificate" 'client certificate' "${as[@]}" psql -X "host=localhost port=$gateway user=demo_app dbname=demo sslmode=verify-full sslrootcert=$folder/demo-ca.crt sslcert=/nonexistent" -w -c 'select 1'
"${as[@]}" bash -c "cd '$work' 2>/dev/null || cd /tmp; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=operator -days 1 -keyout ~/self.key -out ~/self.crt 2>/dev/null; chmod 600 ~/self.key"
refuse "a self-made certificate" 'authority|issuer|not issued' "${as[@]}" psql -X "host=localhost port=$gateway user=demo_app dbname=demo sslmode=verify-full sslrootcert=$folder/demo-ca.crt sslcert=$home_of_user/self.crt sslkey=$home_of_user/self.key" -w -c 'select 1'
refuse "a role without a rule" 'rule' "${as[@]}" psql -X 'service=demo user=postgres' -w -c 'select 1'
refuse "a database that is not there: the candidates are named" 'demo' "${as[@]}" psql -X 'service=demo dbname=nothing' -w -c 'select 1'
refuse "a TLS server name and a database that are two entries" 'there is no entry "orders"' "${as[@]}" psql -X 'service=demo host=orders.postern.localhost hostaddr=127.0.0.1 dbname=demo' -w -c 'select 1'
refuse "plain text" 'TLS|SSL' "${as[@]}" psql -X "host=localhost port=$gateway user=demo_app dbname=demo sslmode=disable" -w -c 'select 1'
server=$(postern status --json "${at[@]}" | python3 -c 'import json,sys; print([s["port"] for s in json.load(sys.stdin)["servers"] if s["name"]=="demo"][0])')
refuse "the people's certificate on the direct path" 'certificate|alert' "${as[@]}" psql -X "service=demo host=localhost port=$server" -w -c 'select 1'
refuse "a password on the direct path" 'certificate|pg_hba' "${as[@]}" env PGPASSWORD=x psql -X "host=localhost port=$server user=demo_app dbname=demo sslmode=require sslcert=/nonexistent" -w -c 'select 1'
