# shellcheck shell=bash disable=SC2154 # clone, place, with_maven come from run
# one clear sentence each
fake_java() { # FOLDER VERSION PROGRAM…
    local folder=$1 version=$2 program
    shift 2
    mkdir -p "$folder/bin"
    printf 'IMPLEMENTOR="nobody"\nJAVA_VERSION="%s"\n' "$version" >"$folder/release"
    for program in "$@"; do
        printf '#!/bin/sh\nexit 99\n' >"$folder/bin/$program"
        chmod 755 "$folder/bin/$program"
    done
}
bare() { env -u JAVA_HOME "POSTERN_JVM_FOLDER=$place/jvm" "PATH=$PATH" "$clone/postern" --version; }
refuse "no Java" 'no Java was found .*apt-get install openjdk-25-jdk-headless' bare
fake_java "$place/jvm/old" 17.0.9 java javac
refuse "an old JDK" 'newest found is Java 17 in .*/old: install' bare
fake_java "$place/jvm/jre" 25.0.1 java
refuse "a Java without a compiler" 'Java 25 in .*/jre has no compiler' bare
fake_java "$place/jvm/new" 25.0.1 java javac
refuse "no Maven" 'no mvn on the PATH: apt-get install maven' bare
for word in no-Java an-old-JDK a-Java-without-a-compiler no-Maven; do
    if [ "$(wc -l <"$work/$word.log")" = 1 ]; then pass "one sentence: $word"; else fail "one sentence: $word"; fi
done
if [ "$(id -u)" = 0 ]; then
    refuse "a clone that is not compiled and not ours" 'not compiled yet and nobody may not write there' \
        setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env "JAVA_HOME=$jdk" "PATH=$with_maven" "$clone/postern" --version
fi
