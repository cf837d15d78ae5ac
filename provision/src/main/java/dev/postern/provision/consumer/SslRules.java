package dev.postern.provision.consumer;

import dev.postern.model.SslMode;

/** What the six {@code sslmode}s mean to the driver that reads them. */
final class SslRules {
    private static final String VERIFY = "say sslmode: verify-full";

    private SslRules() {}

    static void check(Consumer consumer, Access access, Draft draft) {
        SslMode mode = access.sslmode();
        Driver driver = consumer.driver();
        switch (mode) {
            case DISABLE -> disable(access, draft);
            case ALLOW, PREFER -> opportunistic(consumer, access, draft);
            case REQUIRE -> require(driver, access, draft);
            case VERIFY_CA ->
                draft.warning(
                        "sslmode verify-ca accepts every certificate of its authority, whatever host it names", VERIFY);
            case VERIFY_FULL -> {
                // the only mode that has nothing to say
            }
        }
        if (mode.verifies() && !access.verifiable()) {
            draft.blocking(
                    "sslmode " + mode.word()
                            + " needs the authority of the server's certificate, and the Cluster names none",
                    "name it in the Cluster's tls.sslrootcert");
        }
    }

    private static void disable(Access access, Draft draft) {
        if (access.auth().usesCertificate()) {
            draft.blocking("a client certificate is shown over TLS only, and sslmode disable uses none", VERIFY);
            return;
        }
        draft.warning(
                "sslmode disable sends everything in the clear, the consumer cannot know who answers, and the lines that"
                        + " admit it are hostnossl",
                VERIFY + ", with ssl on at the server");
    }

    private static void opportunistic(Consumer consumer, Access access, Draft draft) {
        String word = access.sslmode().word();
        if (access.auth().usesCertificate() && consumer.takesCertificates()) {
            draft.blocking("a client certificate needs TLS, which sslmode " + word + " does not require", VERIFY);
            return;
        }
        String first = access.sslmode() == SslMode.ALLOW
                ? " begins without TLS, so whoever listens sees the first attempt"
                : " goes on without TLS when TLS fails, for example because of a forged certificate";
        draft.warning("sslmode " + word + first, VERIFY);
        if (consumer.driver() == Driver.LIB_PQ) {
            draft.warning("lib/pq before 1.12 refuses sslmode " + word + " altogether", VERIFY);
        }
    }

    private static void require(Driver driver, Access access, Draft draft) {
        switch (driver) {
            case LIBPQ, PGX -> {
                if (access.verifiable()) {
                    draft.warning(
                            driver.word() + " takes sslmode require with an sslrootcert for verify-ca: the authority is"
                                    + " checked, the host name is not",
                            VERIFY);
                } else {
                    unverified(driver, draft);
                }
            }
            case LIB_PQ -> {
                if (access.verifiable()) {
                    draft.warning(
                            "lib/pq takes sslmode require for verify-ca as long as the file of sslrootcert is there, and"
                                    + " silently verifies nothing once it is gone",
                            VERIFY);
                } else {
                    unverified(driver, draft);
                }
            }
            case PGJDBC ->
                draft.warning(
                        "pgjdbc verifies nothing with sslmode require, also when sslrootcert is given; libpq would",
                        VERIFY);
            case TELEPORT -> unverified(driver, draft);
        }
    }

    private static void unverified(Driver driver, Draft draft) {
        draft.warning(
                driver.word() + " verifies nothing with sslmode require: whoever answers is believed",
                "name the Cluster's tls.sslrootcert and " + VERIFY);
    }
}
