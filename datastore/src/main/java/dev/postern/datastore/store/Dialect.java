package dev.postern.datastore.store;

/** Where PostgreSQL and SQLite say the same differently. Text is cut to 4,096 characters wherever it is read. */
public enum Dialect {
    POSTGRESQL {
        @Override
        public String epoch(String column) {
            return "CASE WHEN pg_catalog.isfinite(" + column + ") THEN CAST(floor(extract(epoch FROM " + column
                    + ")) AS bigint) END";
        }
    },
    SQLITE {
        // its times are text with the time zone of whoever wrote them
        @Override
        public String epoch(String column) {
            return "unixepoch(" + column + ")";
        }
    };

    private static final int LONGEST_TEXT = 4_096;

    /** Seconds since 1970. */
    public abstract String epoch(String column);

    public String text(String column) {
        return "substr(CAST(" + column + " AS text), 1, " + LONGEST_TEXT + ")";
    }

    public String number(String column) {
        return "CAST(" + column + " AS bigint)";
    }

    /** 1 or 0. */
    public String flag(String column) {
        return "CASE WHEN " + column + " THEN 1 ELSE 0 END";
    }

    /** NULL when it is longer. */
    public String bytes(String column, int most) {
        return "CASE WHEN octet_length(" + column + ") <= " + most + " THEN " + column + " END";
    }
}
