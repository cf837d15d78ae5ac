package dev.postern.provision.driver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A connection string taken apart without a judgement: every driver judges for itself. Of passwords only what they look
 * like is kept.
 *
 * @param settings by libpq's names, in order; without passwords
 * @param password how the password is written, if there is one
 * @param broken why the text cannot be taken apart, empty when it can
 */
record Said(Form form, Map<String, String> settings, Optional<Written> password, String broken) {
    private static final Set<String> SECRETS =
            Set.of("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key");

    /** How a connection string is written. */
    enum Form {
        KEY_VALUE("key=value"),
        URI("a postgresql:// URI"),
        JDBC("a jdbc: URL");

        private final String word;

        Form(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A password as it stands there.
     *
     * @param raw which characters that mean something stand there unprotected
     * @param before whether it stands before the {@code @} of a URI
     * @param swallowed the keyword that was taken for the password, empty when none was
     */
    record Written(String raw, boolean before, String swallowed) {
        boolean has(char character) {
            return raw.indexOf(character) >= 0;
        }
    }

    static boolean secret(String keyword) {
        String plain = keyword.toLowerCase(Locale.ROOT);
        return SECRETS.contains(plain) || plain.contains("password") || plain.contains("secret");
    }

    static Said of(Form form, Map<String, String> settings, Optional<Written> password) {
        return new Said(form, new LinkedHashMap<>(settings), password, "");
    }

    static Said broken(Form form, String why) {
        return new Said(form, Map.of(), Optional.empty(), why);
    }

    Optional<String> get(String keyword) {
        return Optional.ofNullable(settings.get(keyword)).filter(value -> !value.isEmpty());
    }

    List<String> hosts() {
        return get("host").map(hosts -> List.of(hosts.split(",", -1))).orElse(List.of());
    }
}
