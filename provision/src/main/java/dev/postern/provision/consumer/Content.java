package dev.postern.provision.consumer;

import dev.postern.kernel.secret.Secret;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a file or a key of a secret holds. */
public sealed interface Content {
    /** What is shown in place of a secret. */
    String HIDDEN = "***";

    /**
     * The client certificate with its chain, PEM.
     *
     * @param purpose whose
     */
    record Chain(String purpose) implements Content {}

    /**
     * The private key, PKCS #8.
     *
     * @param purpose whose
     */
    record Key(String purpose, Encoding encoding) implements Content {}

    /** Text that has nothing secret. */
    record Text(String text) implements Content {}

    /**
     * Text with a password.
     *
     * @param shown the same with {@value #HIDDEN} in its place
     */
    record SecretText(Secret text, String shown) implements Content {}

    /** Text with a placeholder that another tool replaces by a password. */
    record Template(String text) implements Content {}

    /** Text whose password is not known yet. */
    record ToCome(String shown) implements Content {}

    /** How a key is written down. */
    enum Encoding {
        PEM,
        DER
    }

    /** A password where it stands in a text. */
    @FunctionalInterface
    interface Inserted {
        /** @param escape makes it stand for itself there; a placeholder stays as it is */
        String by(UnaryOperator<String> escape);
    }

    /** A text that has a password in it. */
    static Content with(Password password, Function<Inserted, String> text) {
        return switch (password) {
            case Password.Known(Secret secret) ->
                new SecretText(
                        Secret.ofText(text.apply(escape -> escape.apply(secret.text()))), text.apply(_ -> HIDDEN));
            case Password.Reference(String reference) -> new Template(text.apply(_ -> reference));
            case Password.ToCome _ -> new ToCome(text.apply(_ -> HIDDEN));
        };
    }

    /** The same text inside of another one; certificates and keys are no texts. */
    default Content within(UnaryOperator<String> around) {
        return switch (this) {
            case Text(String text) -> new Text(around.apply(text));
            case SecretText(Secret text, String shown) ->
                new SecretText(Secret.ofText(around.apply(text.text())), around.apply(shown));
            case Template(String text) -> new Template(around.apply(text));
            case ToCome(String shown) -> new ToCome(around.apply(shown));
            case Chain _, Key _ -> this;
        };
    }

    /** Whether only the owner of a file with it may read it. */
    default boolean secret() {
        return switch (this) {
            case Key _, SecretText _, Template _, ToCome _ -> true;
            case Chain _, Text _ -> false;
        };
    }
}
