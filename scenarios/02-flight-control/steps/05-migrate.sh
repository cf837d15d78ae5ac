# shellcheck shell=bash disable=SC2034,SC2154
# Flight Control's own migration, first without and then with consequences, as the migrator, on both.
# migrate SERVER ARGUMENT…: with the configuration file that Flight Control's services have
migrate() {
    local server=$1 port=port_$1 files=$delivered/quadlet
    shift
    "${as[@]}" mkdir -p "$scratch/$server/home/.flightctl"
    in_scratch "$server/home/.flightctl/config.yaml" <<YAML
database:
  type: pgsql
  hostname: localhost
  port: ${!port}
  name: flightctl
  user: flightctl_app
  password: $(secret app)
  migrationUser: flightctl_migrator
  migrationPassword: $(secret migrator)
  sslmode: verify-full
  sslrootcert: $files/ca.crt
  sslcert: $files/client.crt
  sslkey: $files/client.key
service: {}
YAML
    "${as[@]}" env "HOME=$scratch/$server/home" "$scratch/flightctl-db-migrate" "$@"
}
tables() { superuser "$1" -d flightctl -Atc "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"; }
migrated=
case $consumers in
    /*)
        "${as[@]}" sh -c "cat >'$scratch/flightctl-db-migrate' && chmod 700 '$scratch/flightctl-db-migrate'" <"$consumers"
        for server in theirs ours; do
            expect "$server: Flight Control's migration runs dry" migrate $server -dry-run
            if [ "$(tables $server)" = 0 ]; then pass "$server: the dry run left nothing"; else fail "$server: the dry run left nothing"; fi
            expect "$server: Flight Control's migration runs" migrate $server
            found=$(tables $server)
            if [ "${found:-0}" -ge 15 ]; then pass "$server: $found tables"; else fail "$server: only $found tables"; fi
            expect "$server: a second run finds nothing to do" migrate $server
        done
        migrated=1
        ;;
    *) skip "Flight Control's own migration" "${consumers#*: }" ;;
esac
