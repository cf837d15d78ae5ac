package dev.postern.cli.sql;

import java.util.Set;

/** @param type as PostgreSQL calls it */
record Column(String name, String type) {
    private static final Set<String> RIGHT = Set.of(
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "numeric",
            "oid",
            "xid",
            "xid8",
            "cid",
            "money",
            "serial",
            "bigserial",
            "smallserial");

    /** Numbers are set to the right, as psql does. */
    boolean isNumber() {
        return RIGHT.contains(type);
    }
}
