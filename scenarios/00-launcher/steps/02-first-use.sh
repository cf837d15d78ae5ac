# shellcheck shell=bash disable=SC2154 # clone, place, work come from run
# three at once, in a path with spaces
version=$(sed -n '0,/<version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$clone/pom.xml")
for n in 1 2 3; do postern --version >"$work/first-$n.out" 2>"$work/first-$n.err" & started[n]=$!; done
wait "${started[@]}"
if [ "$(cat "$work"/first-?.out | sort | uniq -c | tr -s ' ')" = " 3 postern $version" ]; then pass "three first uses at once"; else
    fail "three first uses at once"
    cat "$work"/first-?.err
fi
if [ "$(cat "$work"/first-?.err | grep -c compiling)" = 1 ]; then pass "they compile once"; else fail "they compile once"; fi
apps() { find "$clone/dist/target/app" -mindepth 1 -maxdepth 1 -type d | wc -l; }
began=$EPOCHREALTIME
postern --version >"$work/second.out" 2>"$work/second.err"
took=$(((${EPOCHREALTIME/./} - ${began/./}) / 1000))
printf '    ./postern --version in a compiled clone: %d ms\n' "$took"
if [ ! -s "$work/second.err" ]; then pass "a compiled clone is silent"; else fail "a compiled clone is silent"; fi
(cd / && PATH=$PATH expect "from another folder, through a link" bash -c "ln -s '$clone/postern' '$place/link' && JAVA_HOME='$jdk' '$place/link' --version")
if [ "$(id -u)" = 0 ]; then
    expect "somebody who may only read it" setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups \
        env "JAVA_HOME=$jdk" "PATH=$PATH" "$clone/postern" --version
fi
