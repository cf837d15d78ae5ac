# shellcheck shell=bash disable=SC2154 # scratch, as, … come from servers.sh
# A primary and a standby of it. `db_client` is the name of the authority by whose certificates Teleport logs in.
unpack_postgres
authority server
authority client
authority teleport "/O=story.teleport.sh/CN=story.teleport.sh"
authority foreign "/O=story.teleport.sh/CN=story.teleport.sh"
leaf teleport teleport /CN=teleport_user_read/O=story.teleport.sh
leaf teleport teleport-write /CN=teleport_user_write/O=story.teleport.sh
leaf client own /CN=teleport_user_read
leaf foreign foreign /CN=teleport_user_read/O=story.teleport.sh
start_server orders "wal_level = replica"
start_standby standby orders
administrator orders
if [ "$(superuser standby -Atc 'SELECT pg_is_in_recovery()')" = t ]; then pass "a primary, and a standby that follows it"; else fail "a standby follows"; fi
