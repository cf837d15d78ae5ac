package dev.postern.provision.consumer;

import dev.postern.model.Binding;
import dev.postern.model.SslMode;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a consumer has to know to connect, for all purposes of its Binding at once.
 *
 * @param binding its name
 * @param folder absolute; where its files lie, as the consumer itself sees it
 * @param logins by purpose
 * @param options of the Binding
 * @param labels of the Binding
 * @param authorities what the files hold that {@link Consumers#authorityOptions} names, by the name of the option
 */
public record Access(
        String binding,
        Path folder,
        Endpoint endpoint,
        Binding.Auth auth,
        SslMode sslmode,
        Binding.Rotation rotation,
        SortedMap<String, Login> logins,
        Map<String, String> options,
        SortedMap<String, String> labels,
        Map<String, List<X509Certificate>> authorities) {
    public Access {
        logins = Collections.unmodifiableSortedMap(new TreeMap<>(logins));
        options = Map.copyOf(options);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        authorities = Map.copyOf(authorities);
    }

    /** @param logins by purpose; each of the Binding's */
    public static Access of(
            Binding binding,
            Path folder,
            Endpoint endpoint,
            Map<String, Login> logins,
            Map<String, List<X509Certificate>> authorities) {
        return new Access(
                binding.metadata().name(),
                folder,
                endpoint,
                binding.auth(),
                binding.sslmode(),
                binding.rotation(),
                new TreeMap<>(logins),
                binding.options(),
                new TreeMap<>(binding.metadata().labels()),
                authorities);
    }

    /** A file's path for the consumer, which may see its folder elsewhere: in a container, for example. */
    String path(String name) {
        String seen = options.get("mountPath");
        return (seen == null ? folder : Path.of(seen)).resolve(name).toString();
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** Whether the consumer is given the authority of the server; of no use where there is no TLS. */
    boolean verifiable() {
        return sslmode != SslMode.DISABLE && !endpoint.serverAnchors().isEmpty();
    }

    /** The password; to come if nobody knows it yet. */
    static Password password(Login login) {
        return login.password().orElseGet(Password.ToCome::new);
    }
}
