# shellcheck shell=bash disable=SC2154
expect "down" postern down "${at[@]}"
expect "down leaves no process" none_runs
expect "down again says so" postern down "${at[@]}"
refuse "a verb without up says how to start it" 'postern up' "${as[@]}" "$dist/bin/postern" db ls "${at[@]}"
