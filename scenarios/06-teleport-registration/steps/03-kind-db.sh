# shellcheck shell=bash disable=SC2154
# The resources, read by Teleport's own types, and the lines that a person types.
resources=$declared/delivered/teleport-db.yaml
says "the primary is registered" "uri: \"?localhost:$port_orders" "$resources"
says "and its standby" "uri: \"?localhost:$port_standby" "$resources"
case $consumers in
    /*)
        "${as[@]}" sh -c "cat >'$scratch/kind-db' && chmod 700 '$scratch/kind-db'" <"$consumers"
        expect "Teleport's own types take every resource" "${as[@]}" "$scratch/kind-db" "$resources"
        "${as[@]}" "$scratch/kind-db" "$resources" >"$work/kind-db" 2>&1
        says "the primary: verified in full, with the server's authority" \
            "^shop-teleport postgres localhost:$port_orders VERIFY_FULL .*ca-certificates=1 labels=.*provisioned_by=postern" "$work/kind-db"
        says "the standby too, under a name of its own" \
            "^shop-teleport-ro postgres localhost:$port_standby VERIFY_FULL .*ca-certificates=1 labels=.*sql_type=standby" "$work/kind-db"
        sed 's/^ *protocol:.*/  protokol: postgres/' "$resources" | in_scratch wrong.yaml
        refuse "a field that Teleport does not have is found" 'unknown field' "${as[@]}" "$scratch/kind-db" "$scratch/wrong.yaml"
        ;;
    *) skip "Teleport's own types" "${consumers#*: }" ;;
esac
skip "tctl create against a Teleport that runs" "tctl cannot be had as a Go module, see testing/consumers"
postern render "$declared" >"$work/rendered" 2>&1
says "how to register" 'tctl create --force .*teleport-db.yaml' "$work/rendered"
says "how to deregister" 'tctl rm db/shop-teleport$' "$work/rendered"
says "how to deregister the standby" 'tctl rm db/shop-teleport-ro$' "$work/rendered"
if [ "$("${as[@]}" grep -c 'BEGIN CERTIFICATE' "$declared/delivered/client-ca.crt")" = 2 ]; then pass "both authorities are in one file"; else fail "both authorities are in one file"; fi
