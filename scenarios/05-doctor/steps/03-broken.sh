# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# broken WHAT STEP PATTERN ARGUMENT…: doctor stops at STEP and says PATTERN
broken() {
    local what=$1 step=$2 pattern=$3
    shift 3
    refuse "$what: stops at $step" "It stops at $step" doctor "$@"
    refuse "$what: says why" "$pattern" doctor "$@"
}
good=$(full shop)
broken "a name that does not exist" dns 'does not resolve here' "${good/host=localhost/host=no-such-host.invalid}"
broken "a port where nobody listens" tcp 'nobody listens there' "${good/port=$port_shop/port=$(free_port)}"
broken "a server without TLS" tls 'ssl = off at the server' "$(full bare)"
broken "another authority" tls 'does not lead to a root of this client' "${good/server-ca/other-ca}"
broken "another name than the certificate's" tls "certificate is for localhost" "$good host=127.0.0.1"
broken "a wrong password" authentication '28P01' "$good password=other"
broken "a role that the server bars" hba 'pg_hba.conf' "$good user=barred"
broken "a database that is not there" database '3D000' "$good dbname=nowhere"
broken "a role without connections" database '53300' "$good user=full"
broken "a password that is over" authentication 'VALID UNTIL' "$good user=past"
broken "a role that may not log in" authentication 'LOGIN' "$good user=locked"
broken "no host that takes writes" session 'target_session_attrs=standby' "$good target_session_attrs=standby"
refuse "an authority that is not there is named" 'nowhere.crt' doctor "$(where shop) sslmode=verify-full sslrootcert=/nowhere.crt"
refuse "no password is not a wrong one" 'there is no password for app' env PGPASSWORD= "${as[@]}" "$dist/bin/postern" doctor "$good"
doctor "$(where bare)" >"$work/prefer.txt" || fail "sslmode prefer without TLS"
says "sslmode prefer goes on in the clear, and that is said" 'goes on in the clear' "$work/prefer.txt"
says "what psql --set=sslmode does not do is said" 'psql --set=sslmode' "$work/prefer.txt"
two="${good/host=localhost/host=localhost,localhost}"
doctor "${two/port=/port=1,}" >"$work/hosts.txt" || fail "two hosts"
says "of two hosts the one that libpq takes is named" 'libpq takes app at localhost' "$work/hosts.txt"
if grep -rqF "$password" "$work"; then fail "no password in what was printed"; else pass "no password in what was printed"; fi
