# shellcheck shell=bash disable=SC2154
refuse "a second up on the same home names the pid that holds it" "pid [0-9]+" timeout 20 "${as[@]}" "$dist/bin/postern" up "${at[@]}"
