package dev.postern.provision.prove;

/**
 * One thing to try.
 *
 * @param name unique, for people: {@code app with the right certificate}
 * @param database the physical name, or what a gateway resolves to it
 */
public record Cell(
        String name, Path path, String database, String role, Shown credential, Action action, Expectation expected) {
    /** Which way to the server. */
    public enum Path {
        GATEWAY,
        DIRECT;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What the client shows. */
    public enum Shown {
        RIGHT("right certificate"),
        NONE("no certificate"),
        OTHER_CA("certificate of another CA"),
        EXPIRED("expired certificate"),
        OTHER_ROLE("certificate of another role"),
        RIGHT_PASSWORD("right password"),
        WRONG_PASSWORD("wrong password"),
        RIGHT_BOTH("right certificate and password"),
        WRONG_PASSWORD_WITH_CERTIFICATE("wrong password, right certificate"),
        NOTHING("nothing, in the clear"),
        OTHER_CA_WITH_PASSWORD("certificate of another CA, right password"),
        PASSWORD_ONLY("right password, no certificate");

        private final String words;

        Shown(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
