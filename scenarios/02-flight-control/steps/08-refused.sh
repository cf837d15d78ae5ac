# shellcheck shell=bash disable=SC2034,SC2154
# The wrong ones, one thing wrong in each. libpq takes the last of two settings of one name.
# wrong WHAT PATTERN ROLE PASSWORD [KEYWORD=VALUE]…
wrong() {
    local what=$1 pattern=$2 role=$3 password=$4
    shift 4
    settings=("$@")
    refuse "ours: $what" "$pattern" client ours "$role" "$password" -c 'SELECT 1'
    settings=()
}
wrong "no client certificate is refused" 'requires a valid client certificate|certificate required' flightctl_app "$(secret app)" sslcert=/nonexistent
wrong "a foreign certificate is refused" 'unknown ca|alert|certificate' flightctl_app "$(secret app)" \
    "sslcert=$scratch/pki/foreign-client.crt" "sslkey=$scratch/pki/foreign-client.key"
wrong "a wrong password is refused" 'password authentication failed' flightctl_app wrong
wrong "the migrator's password is not the application's" 'password authentication failed' flightctl_app "$(secret migrator)"
wrong "no TLS is refused" 'no encryption|pg_hba' flightctl_app "$(secret app)" sslmode=disable
wrong "another database is refused" 'pg_hba|permission denied' flightctl_app "$(secret app)" dbname=postgres
wrong "a server of another authority is not trusted" 'certificate verify failed' flightctl_app "$(secret app)" "sslrootcert=$scratch/pki/foreign-ca.crt"
wrong "a server of another name is not trusted" 'does not match host name' flightctl_app "$(secret app)" host=127.0.0.1
