package dev.postern.pki.authority;

import java.util.Locale;

/** The four authorities. Each is a root of its own, because PostgreSQL believes every leaf under a root it is given. */
public enum AuthorityName {
    /** Servers and the gateway show its leaves; clients verify with it. */
    SERVER,
    /** CN = PostgreSQL role. The only one that goes into {@code ssl_ca_file}: whoever has a leaf may log in. */
    CLIENT,
    /** Persons, at the gateway and the API. Never in {@code ssl_ca_file}. */
    PEOPLE,
    /** SPIFFE identities of workloads. Never in {@code ssl_ca_file}. */
    WORKLOAD;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
