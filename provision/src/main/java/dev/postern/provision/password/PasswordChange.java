package dev.postern.provision.password;

import static dev.postern.postgres.quote.Quote.identifier;
import static dev.postern.postgres.quote.Quote.literal;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.scram.ScramVerifier;
import java.util.random.RandomGenerator;

/** A role that gets a password. The server sees its verifier only. */
public record PasswordChange(String role, ScramVerifier verifier) {
    /** @param random cryptographic; gives the salt */
    public static PasswordChange of(String role, Secret password, RandomGenerator random) {
        return new PasswordChange(role, ScramVerifier.of(password, random));
    }

    /** For a person: {@code set the password of flightctl_app}. */
    public String title() {
        return "set the password of " + role;
    }

    /** To be executed and not to be shown: weak passwords can be guessed from verifiers. */
    public String sql() {
        return "ALTER ROLE " + identifier(role) + " PASSWORD " + literal(verifier.text());
    }

    /** What a DBA types into psql instead; it asks for the password and sends a verifier too. */
    public String psql() {
        return "\\password " + identifier(role);
    }
}
