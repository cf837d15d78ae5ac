# shellcheck shell=bash disable=SC2154 # clone, place, work come from run
# under root, up becomes the system user; a wrong port ends it right after that
if [ "$(id -u)" != 0 ]; then
    skip "up under root" "not root"
else
    had_user=$(id -u postern 2>/dev/null)
    [ -n "$had_user" ] || trap_also "userdel postern >/dev/null 2>&1"
    [ -e /var/cache/postern ] || trap_also "rm -rf /var/cache/postern"
    up() { postern up --gateway-port 70000 "$@"; }
    refuse "root becomes the system user" '--gateway-port is 70000' up --home "$place/home"
    if [ -n "$had_user" ]; then skip "the new user is said" "the user postern was there before"; else
        says "the new user is said" 'Created the system user postern' "$work/root-becomes-the-system-user.log"
    fi
    if [ "$(stat -c '%U %a' "$place/home")" = 'postern 700' ]; then pass "the home is that user's alone"; else fail "the home is that user's alone"; fi
    mkdir "$place/roots" && touch "$place/roots/file"
    refuse "a home of root's with something in it" 'belongs to root and is not empty' up --home "$place/roots"
    mkdir -m 700 "$place/closed"
    refuse "a home below a closed folder" 'cannot enter the home' up --home "$place/closed/home"
    ln -s "$jdk" "$place/closed/jdk"
    refuse "a JDK below a closed folder" 'cannot read the JDK' \
        env "JAVA_HOME=$place/closed/jdk" "PATH=$with_maven" "$clone/postern" up --gateway-port 70000 --home "$place/home"
    chmod 700 "$clone"
    refuse "a clone that others cannot enter" '--gateway-port is 70000' up --home "$place/home"
    if [ "$(find /var/cache/postern -name content -user root | wc -l)" = 1 ]; then pass "is copied to where they can"; else fail "is copied to where they can"; fi
    mkdir "$place/theirs" && chown nobody "$place/theirs"
    refuse "a home of another user is run by that user" '--gateway-port is 70000' up --home "$place/theirs"
    if [ "$(stat -c %U "$place/theirs")" = nobody ]; then pass "and stays theirs"; else fail "and stays theirs"; fi
fi
