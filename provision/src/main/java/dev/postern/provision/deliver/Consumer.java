package dev.postern.provision.deliver;

import dev.postern.kernel.settings.Suggestion;
import dev.postern.model.SslMode;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Path;
import java.util.List;

/**
 * The contract of one kind of consumer: which files it reads and what is in them. A new kind is a new class here and a
 * line in {@link #named}.
 */
sealed interface Consumer permits Libpq, Jdbc {
    String name();

    /** Everything a consumer of this kind finds in its folder. */
    List<Item> items(Access access);

    /**
     * What a consumer has to know to connect.
     *
     * @param folder absolute; where its files lie
     */
    record Access(Path folder, String role, SslMode sslmode, Endpoint endpoint) {
        Path file(String name) {
            return folder.resolve(name);
        }
    }

    /** A file. */
    record Item(String name, Content content) {}

    /** What a file holds. */
    sealed interface Content {
        /** The certificate with its chain, PEM. */
        record Chain() implements Content {}

        /** The private key, PKCS #8. */
        record Key(Encoding encoding) implements Content {}

        /** Text that has nothing secret. */
        record Text(String text) implements Content {}
    }

    /** How a key is written down. */
    enum Encoding {
        PEM,
        DER
    }

    /** @throws ProvisionException if nobody knows this kind */
    static Consumer named(String binding, String name) {
        List<Consumer> known = List.of(new Libpq(), new Jdbc());
        return known.stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = known.stream().map(Consumer::name).toList();
                    return new ProvisionException(
                            ProvisionCode.NOT_ENFORCEABLE,
                            "Binding " + binding + " has the consumer " + name + ", which this build does not know"
                                    + Suggestion.phrase(name, names),
                            "use one of: " + String.join(", ", names));
                });
    }
}
