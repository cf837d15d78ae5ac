# shellcheck shell=bash disable=SC2154
# postern login, beside a [demo] section that is the user's own
"${as[@]}" bash -c 'printf "[demo]\nhost=elsewhere.example\n" > ~/.pg_service.conf'
expect "login beside a foreign [demo]" postern login "${at[@]}"
expect "the foreign [demo] is untouched" "${as[@]}" bash -c 'head -n 2 ~/.pg_service.conf | cmp - <(printf "[demo]\nhost=elsewhere.example\n")'
"${as[@]}" rm -f "$home_of_user/.pg_service.conf"
expect "login" postern login "${at[@]}"
expect "the key is readable by its owner only" bash -c "[ -n \"\$(find '$home_of_user/.postgresql' -name '*.key')\" ] && [ -z \"\$(find '$home_of_user/.postgresql' \( -name '*.key' -o -name '*.pk8' \) ! -perm 600)\" ]"
