package dev.postern.provision.driver;

import java.util.List;

/** What psycopg does. */
final class PsycopgRules {
    static final List<Rule> ALL = new Rows(DriverName.PSYCOPG)
            .run(
                    Question.FORMS,
                    "as libpq; keyword arguments besides, which need no quoting",
                    "DriverRulesTest, keywords")
            .run(
                    Question.DEFAULT_MODE,
                    "as libpq: prefer",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.MODES,
                    "as libpq",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(
                    Question.ROOTS,
                    "as libpq; psycopg[binary] brings its own OpenSSL, whose system store may lie elsewhere than "
                            + "the machine's",
                    "DriverRulesTest, home folder")
            .read(Question.CLIENT_FILES, "as libpq", "the wheel holds libpq")
            .run(Question.KEY_MODES, "as libpq", "DriverRulesTest, keys")
            .run(Question.KEY_FORMATS, "as libpq", "DriverRulesTest, keys")
            .run(
                    Question.COMMON_NAME,
                    "as libpq: taken when there is no SAN",
                    "DriverRulesTest, every mode with no root, the right, another and a missing one, against four servers")
            .run(Question.CHANNEL_BINDING, "as libpq: prefer", "DriverRulesTest, keywords")
            .read(Question.SCRAM, "as libpq", "the wheel holds libpq")
            .run(
                    Question.KEY_VALUE_PASSWORD,
                    "as libpq; psycopg.conninfo.make_conninfo quotes for you",
                    "DriverRulesTest, passwords")
            .run(Question.URI_PASSWORD, "as libpq 18", "DriverRulesTest, passwords")
            .run(Question.PASSWORD_FILE, "as libpq", "DriverRulesTest, home folder")
            .read(Question.SERVICE_FILE, "as libpq", "run by hand: a service in the home folder")
            .run(Question.ENVIRONMENT, "as libpq", "DriverRulesTest, environment; the names from its source")
            .run(
                    Question.HOSTS,
                    "as libpq 18; each name is resolved by psycopg, so that connect_timeout counts for each address",
                    "DriverRulesTest, keywords")
            .run(Question.UNKNOWN, "as libpq 18: refused", "DriverRulesTest, keywords")
            .run(Question.NEGOTIATION, "as libpq 18", "DriverRulesTest, keywords")
            .run(
                    Question.POOLING,
                    "a statement is prepared by name when it runs for the sixth time (prepare_threshold 5): "
                            + "prepared statement \"_pg3_0\" already exists; prepare_threshold=None turns it off",
                    "run by hand through PgBouncer 1.18, pool_mode transaction, four clients at once")
            .read(Question.REREADING, "at every new connection", "the wheel holds libpq")
            .list();

    private PsycopgRules() {}
}
