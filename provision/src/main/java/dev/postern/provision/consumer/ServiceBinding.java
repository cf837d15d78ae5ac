package dev.postern.provision.consumer;

import dev.postern.pki.x509.Pem;
import dev.postern.postgres.conninfo.Conninfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Secret of the Service Binding Specification for Kubernetes, one for each purpose; into a folder, the files that a
 * container sees below {@code $SERVICE_BINDING_ROOT}.
 */
record ServiceBinding() implements Consumer {
    private static final String ANCHORS = "ca.crt";

    @Override
    public String name() {
        return "service-binding";
    }

    @Override
    public Driver driver() {
        return Driver.LIBPQ;
    }

    @Override
    public void write(Access access, Draft draft) {
        access.logins().forEach((purpose, login) -> {
            String name = access.logins().size() == 1 ? access.binding() : access.binding() + "-" + purpose;
            Map<String, Content> data = data(access, purpose, login, name);
            draft.add(new Item.Manifest(
                    Item.Manifest.Kind.SECRET,
                    name,
                    Optional.ofNullable(access.options().get("namespace")),
                    Optional.of("servicebinding.io/postgresql"),
                    access.labels(),
                    Map.of(),
                    data));
            data.forEach((key, content) -> draft.file(name + "/" + key, content));
        });
        if (access.auth().usesCertificate()) {
            draft.warning(
                    "jdbc-url names no client certificate, because pgjdbc reads its key as DER, which such a Secret's text"
                            + " cannot hold",
                    "use certificates and private-key, or the consumer jdbc");
        }
    }

    private static Map<String, Content> data(Access access, String purpose, Login login, String name) {
        Endpoint endpoint = access.endpoint();
        Map<String, Content> data = new LinkedHashMap<>();
        data.put("type", new Content.Text("postgresql"));
        data.put("provider", new Content.Text("postern"));
        data.put("host", new Content.Text(endpoint.server().host()));
        data.put("port", new Content.Text(Integer.toString(endpoint.server().port())));
        data.put("database", new Content.Text(endpoint.database()));
        data.put("username", new Content.Text(login.user()));
        data.put("sslmode", new Content.Text(access.sslmode().word()));
        Conninfo settings = settings(access, login, name);
        String jdbc = settings.jdbcUrl();
        if (access.auth().usesPassword()) {
            Password password = Access.password(login);
            data.put("password", Content.with(password, inserted -> inserted.by(text -> text)));
            data.put(
                    "uri",
                    Content.with(
                            password, inserted -> Quoting.withPassword(settings.uri(), inserted.by(Quoting::uri))));
            data.put("jdbc-url", Content.with(password, inserted -> jdbc + "&password=" + inserted.by(Quoting::uri)));
        } else {
            data.put("uri", new Content.Text(settings.uri()));
            data.put("jdbc-url", new Content.Text(jdbc));
        }
        if (access.verifiable()) {
            // by name: whoever reads it looks beside it
            data.put("sslrootcert", new Content.Text(ANCHORS));
            data.put(ANCHORS, new Content.Text(Pem.write(endpoint.serverAnchors())));
        }
        if (access.auth().usesCertificate()) {
            data.put("certificates", new Content.Chain(purpose));
            data.put("private-key", new Content.Key(purpose, Content.Encoding.PEM));
        }
        return data;
    }

    private static Conninfo settings(Access access, Login login, String name) {
        Conninfo settings = Conninfo.empty()
                .with("host", access.endpoint().server().host())
                .with("port", Integer.toString(access.endpoint().server().port()))
                .with("dbname", access.endpoint().database())
                .with("user", login.user())
                .with("sslmode", access.sslmode().word());
        return access.verifiable()
                ? settings.with("sslrootcert", access.option("mountPath", "/bindings/" + name) + "/" + ANCHORS)
                : settings;
    }
}
