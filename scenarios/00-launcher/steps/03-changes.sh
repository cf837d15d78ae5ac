# shellcheck shell=bash disable=SC2154 # clone, work come from run
# changed sources are noticed, broken ones never run, a running Postern keeps its jars
main=$clone/cli/src/main/java/dev/postern/cli/Main.java
cp "$main" "$work/Main.java"
old=$(find "$clone/dist/target/app" -mindepth 1 -maxdepth 1 -type d)
exec {held}<"$old/content"
flock --shared "$held"
printf '// changed\n' >>"$main"
expect "changed sources are compiled" postern --version
if [ -e "$old/content" ] && [ "$(apps)" = 2 ]; then pass "jars that somebody runs from stay"; else fail "jars that somebody runs from stay"; fi
exec {held}<&-

printf 'not Java\n' >>"$main"
refuse "broken sources do not run" "do not compile; Maven's whole output is in .*compile.log" postern --version
if grep -q 'Main.java' "$work/broken-sources-do-not-run.log"; then pass "and the place is named"; else fail "and the place is named"; fi

cp "$work/Main.java" "$main"
printf '// changed again\n' >>"$main"
rm -f "$clone/dist/target/compile.log"
setsid env "JAVA_HOME=$jdk" "PATH=$with_maven" "$clone/postern" --version >"$work/killed.log" 2>&1 &
compiling=$!
until_says 60 'Building Postern server' "$clone/dist/target/compile.log"
kill -9 -- "-$compiling" 2>/dev/null
wait $compiling 2>/dev/null
expect "after a compile that was killed" postern --version
if [ "$(apps)" = 1 ]; then pass "jars that nobody runs from are removed"; else fail "jars that nobody runs from are removed"; fi
