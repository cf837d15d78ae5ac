package dev.postern.provision.observe;

/** Kinds of objects whose privileges are granted in bulk and by default. */
public enum ObjectKind {
    /** Tables of every sort, views, foreign tables. */
    TABLE('r', "TABLES"),
    SEQUENCE('S', "SEQUENCES"),
    /** Functions, procedures, aggregates. */
    ROUTINE('f', "ROUTINES"),
    SCHEMA('n', "SCHEMAS");

    /** Before, there are no procedures either. */
    private static final int ROUTINES_SINCE = 11;

    private final char code;
    private final String plural;

    ObjectKind(char code, String plural) {
        this.code = code;
        this.plural = plural;
    }

    /** For a server of this version, as in {@code GRANT … ON ALL TABLES} and {@code ALTER DEFAULT PRIVILEGES … ON TABLES}. */
    public String plural(int major) {
        return this == ROUTINE && major < ROUTINES_SINCE ? "FUNCTIONS" : plural;
    }

    /** @param code as {@code pg_default_acl.defaclobjtype} */
    static ObjectKind of(String code) {
        for (ObjectKind kind : values()) {
            if (code.length() == 1 && code.charAt(0) == kind.code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of object has the code " + code);
    }
}
