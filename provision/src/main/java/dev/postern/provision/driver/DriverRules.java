package dev.postern.provision.driver;

import dev.postern.postgres.conninfo.Keyword;
import java.util.List;

/** The rules of one driver. */
public final class DriverRules {
    private final DriverName driver;
    private final List<Rule> rules;

    DriverRules(DriverName driver) {
        this.driver = driver;
        rules = switch (driver) {
            case LIBPQ -> LibpqRules.ALL;
            case PSYCOPG -> PsycopgRules.ALL;
            case PGX -> PgxRules.ALL;
            case LIB_PQ -> GoLibPqRules.ALL;
            case PGJDBC -> PgjdbcRules.ALL;
            case NODE_POSTGRES -> NodePostgresRules.ALL;
            case TOKIO_POSTGRES -> TokioPostgresRules.ALL;
            case PGBOUNCER -> PgBouncerRules.ALL;
            case PGPOOL -> PgpoolRules.ALL;
        };
    }

    public DriverName driver() {
        return driver;
    }

    /** One row for each question, in their order. */
    public List<Rule> rules() {
        return rules;
    }

    public Rule answer(Question question) {
        return rules.stream()
                .filter(rule -> rule.question() == question)
                .findFirst()
                .orElseThrow();
    }

    /** The mode that counts when none is said. */
    public String usualMode(RootFile root) {
        return TlsTable.usual(driver, root);
    }

    /** What is known of the server after a login with this mode; {@link Assurance#REFUSED} for a mode that is none. */
    public Assurance tls(String sslmode, RootFile root) {
        return TlsTable.of(driver, sslmode, root);
    }

    /** What becomes of a keyword, by the driver's own name for it. */
    public Fate fate(String keyword) {
        return Keywords.fate(driver, keyword);
    }

    /** Whether a server certificate without a SAN is believed by its CN. */
    public boolean takesCommonName() {
        return switch (driver) {
            case LIBPQ, PSYCOPG, PGJDBC, NODE_POSTGRES, PGBOUNCER, PGPOOL -> true;
            // tokio-postgres by rustls; with OpenSSL it would
            case PGX, LIB_PQ, TOKIO_POSTGRES -> false;
        };
    }

    /** Whether certificates and keys are looked for in {@code ~/.postgresql}. */
    public boolean looksAtHome() {
        return switch (driver) {
            case LIBPQ, PSYCOPG, PGX, LIB_PQ, PGJDBC -> true;
            case NODE_POSTGRES, TOKIO_POSTGRES, PGBOUNCER, PGPOOL -> false;
        };
    }

    /** Whether the keyword's variable of the environment counts. */
    public boolean readsVariable(Keyword keyword) {
        return Effective.reads(driver, keyword);
    }

    /** Whether a key file of this mode is read, such as {@code 0644}. */
    public boolean readsKey(int mode, boolean ownedByRoot) {
        return switch (driver) {
            case LIBPQ, PSYCOPG, LIB_PQ, PGJDBC, PGPOOL -> (mode & ~(ownedByRoot ? 0640 : 0600) & 0777) == 0;
            case PGX, NODE_POSTGRES, TOKIO_POSTGRES, PGBOUNCER -> true;
        };
    }

    /** Whether it can bind SCRAM to the TLS channel with settings alone. */
    public boolean bindsChannels() {
        return switch (driver) {
            case LIBPQ, PSYCOPG, PGX, PGJDBC, TOKIO_POSTGRES -> true;
            case LIB_PQ, NODE_POSTGRES, PGBOUNCER, PGPOOL -> false;
        };
    }
}
