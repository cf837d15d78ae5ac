# shellcheck shell=bash disable=SC2154
# the verbs, for people and for scripts
for verb in "db ls" "status" "whoami" "db show demo"; do
    # shellcheck disable=SC2086 # two words on purpose
    expect "postern $verb" postern $verb "${at[@]}"
    # shellcheck disable=SC2086
    expect "postern $verb --json is JSON" bash -c "$(printf '%q ' "${as[@]}" "$dist/bin/postern" $verb --json "${at[@]}") | python3 -m json.tool"
done
no_psql=("${as[@]}")
nowhere=$(mktemp -d)
chmod 755 "$nowhere"
for tool in "$bin"/*; do [ "${tool##*/}" = psql ] || ln -s "$(readlink "$tool")" "$nowhere/${tool##*/}"; done
no_psql=("${no_psql[@]/#PATH=*/PATH=$nowhere}")
expect "db connect -c without psql" "${no_psql[@]}" "$dist/bin/postern" db connect demo -c 'select 40 + 2 as answer' "${at[@]}"
says "db connect prints the answer" '42' "$work/db-connect--c-without-psql.log"
expect "connect is an alias" "${no_psql[@]}" "$dist/bin/postern" connect demo -c 'select 1' "${at[@]}"
expect "text without a locale" "${no_psql[@]}" env -u LC_ALL "$dist/bin/postern" connect demo -c "select 'жё€' as text, octet_length('жё€')" "${at[@]}"
says "text is UTF-8 without a locale" 'жё€ .* 7' "$work/text-without-a-locale.log"
refuse "an error keeps its SQLSTATE" '42P01|does not exist' "${no_psql[@]}" "$dist/bin/postern" db connect demo -c 'select * from nowhere' "${at[@]}"
rm -rf "$nowhere"
expect "status names the embedded OpenSSL" bash -c "$(printf '%q ' "${as[@]}" "$dist/bin/postern" status "${at[@]}") | grep -i 'OpenSSL 1.1.1'"
