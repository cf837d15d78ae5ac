package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a connection, as libpq understands them. Reading accepts what libpq's parser accepts and gives the same
 * values (except for files and environment, which are not looked at); what libpq refuses only when it connects is found by
 * {@link #check}. Passwords and keys are held as {@link Secret} and left out of everything that is written.
 */
public final class Conninfo {
    private static final int DEFAULT_PORT = 5432;

    private final Map<String, String> settings;
    private final Map<String, Secret> secrets;

    Conninfo(Map<String, String> settings, Map<String, Secret> secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    /** @param host a name, an address or a socket's folder; empty means libpq's default */
    public record Host(String host, int port) {}

    public static Conninfo empty() {
        return new Conninfo(Map.of(), Map.of());
    }

    /**
     * Reads either form: a URI when it starts with {@code postgresql://} or {@code postgres://}, otherwise key=value.
     * Unlike libpq it refuses percent-encoded bytes that are not UTF-8.
     *
     * @throws ConninfoException with every problem; no values in it
     */
    public static Conninfo parse(String text) {
        Draft draft = new Draft();
        if (UriForm.isUri(text)) {
            new UriForm(draft).parse(text);
        } else {
            new KeyValueForm(draft).parse(text);
        }
        return draft.finish();
    }

    /** One keyword's value set or replaced. */
    public Conninfo with(String keyword, String value) {
        Draft draft = new Draft();
        settings.forEach(draft::put);
        secrets.forEach((name, secret) -> draft.put(name, secret.text()));
        if (value.indexOf('\0') >= 0) {
            throw new ConninfoException(
                    ConninfoCode.BAD_VALUE, "the value of " + keyword + " has a NUL character", "remove it");
        }
        draft.take(keyword, value, "the settings");
        return draft.finish();
    }

    /** A setting that is no secret. */
    public Optional<String> get(String keyword) {
        if (Keyword.named(keyword).map(Keyword::secret).orElse(true)) {
            throw new IllegalArgumentException(keyword + " is not a keyword, or a secret one");
        }
        return Optional.ofNullable(settings.get(keyword));
    }

    public Optional<Secret> secret(String keyword) {
        return Optional.ofNullable(secrets.get(keyword));
    }

    /** Hosts with their ports, in the order in which libpq tries them. Ask {@link #check} before. */
    public List<Host> hosts() {
        List<String> hosts = list("host");
        List<String> ports = list("port");
        List<Host> paired = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            String port = ports.size() == 1 ? ports.getFirst() : ports.get(i);
            paired.add(new Host(hosts.get(i), port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port)));
        }
        return paired;
    }

    /** What libpq would refuse when it connects; empty when nothing. */
    public List<Problem> check() {
        return new Check(this).problems();
    }

    /** As {@code key=value} pairs, without secrets. */
    public String keyValue() {
        return KeyValueForm.render(settings);
    }

    /** As {@code postgresql://…}, without secrets. */
    public String uri() {
        return UriForm.render(settings);
    }

    /**
     * As {@code jdbc:postgresql://…} for pgjdbc, without secrets.
     *
     * @throws ConninfoException for settings that pgjdbc has no word for; leaving them out would change what they mean
     */
    public String jdbcUrl() {
        return JdbcForm.render(this);
    }

    /** Settings that are no secrets, in the order of {@link Keyword#all}. */
    Map<String, String> settings() {
        return settings;
    }

    boolean hasSecrets() {
        return !secrets.isEmpty();
    }

    /** A comma-separated setting; one empty item when it is absent. */
    List<String> list(String keyword) {
        return List.of(settings.getOrDefault(keyword, "").split(",", -1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Conninfo conninfo
                && settings.equals(conninfo.settings)
                && secrets.equals(conninfo.secrets);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return keyValue();
    }
}
