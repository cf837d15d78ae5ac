package dev.postern.provision.consumer;

/** Who reads the settings. They differ in what the same words mean. */
public enum Driver {
    LIBPQ("libpq"),
    PGX("pgx"),
    LIB_PQ("lib/pq"),
    PGJDBC("pgjdbc"),
    /** Its own client, which verifies as it is told in its own words. */
    TELEPORT("Teleport's agent");

    private final String word;

    Driver(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
