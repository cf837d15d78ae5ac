# shellcheck shell=bash disable=SC2154
# SPIRE with a wrong certificate, one thing wrong in each. Here psql stands in for it where it is not compiled.
# wrong WHAT PATTERN LEAF
wrong() {
    local what=$1 pattern=$2 leaf=$3
    refuse "refused: $what" "$pattern" "${as[@]}" psql -X -w "host=localhost port=$port_datastore dbname=spire user=spire sslmode=verify-full
        sslrootcert=$scratch/pki/server-ca.crt sslcert=$scratch/pki/$leaf.crt sslkey=$scratch/pki/$leaf.key" -c 'SELECT 1'
    [ -x "$scratch/spire-server" ] || return
    plugin_data | sed "s|sslcert=[^ \"]*|sslcert=$scratch/pki/$leaf.crt|; s|sslkey=[^ \"]*|sslkey=$scratch/pki/$leaf.key|" | spire_config wrong.conf
    refuse "SPIRE is refused: $what" "$pattern" "${as[@]}" timeout 60 "$scratch/spire-server" run -config "$scratch/spire/wrong.conf"
}
# TLS 1.3 tells a client only after its first words, so that it may see the connection's end instead of the reason
wrong "a certificate of another authority" 'unknown ca|unknown certificate authority|alert|connection reset|broken pipe|EOF' foreign
if "${as[@]}" grep -q 'could not accept SSL connection: certificate verify failed' "$scratch/datastore/log"; then
    pass "the server says why"
else fail "the server says why"; fi
wrong "a certificate with another name" 'certificate authentication failed' somebody
wrong "no certificate" 'certificate|no such file' nothing
