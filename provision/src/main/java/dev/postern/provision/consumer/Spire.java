package dev.postern.provision.consumer;

import dev.postern.model.tree.TreeText;
import dev.postern.pki.x509.Pem;
import dev.postern.postgres.conninfo.Conninfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * SPIRE's server: its DataStore {@code sql}, which opens PostgreSQL through lib/pq. Everything about TLS stands in the
 * connection string.
 */
record Spire() implements Consumer {
    private static final String MOUNTED = "/run/spire/db/certs/";
    private static final int LONGEST = 2048;
    private static final int LIFETIME = 3600;

    /** Connections at most, and idle ones. */
    private record Pool(int open, int idle) {
        static Pool of(String load) {
            return switch (load) {
                case "small" -> new Pool(50, 5);
                case "large" -> new Pool(200, 20);
                default -> new Pool(100, 10);
            };
        }
    }

    @Override
    public String name() {
        return "spire";
    }

    @Override
    public Driver driver() {
        return Driver.LIB_PQ;
    }

    @Override
    public void write(Access access, Draft draft) {
        if (access.logins().size() != 1) {
            draft.blocking(
                    "SPIRE logs in as one role, and roles names "
                            + access.logins().size(),
                    "name one, for service");
            return;
        }
        ineffective(access, draft);
        boolean openshift = access.option("platform", "linux").equals("openshift");
        String purpose = access.logins().firstKey();
        Login login = access.logins().values().iterator().next();
        Content string = connectionString(access, login, openshift, draft);
        if (openshift) {
            openshift(access, purpose, string, draft);
        } else {
            linux(access, purpose, string, draft);
        }
    }

    private static void ineffective(Access access, Draft draft) {
        for (String option : List.of("rootCaPath", "clientCertPath", "clientKeyPath")) {
            if (access.options().containsKey(option)) {
                draft.warning(
                        "options." + option + " is left out: SPIRE looks at "
                                + option.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                                + " for MySQL only",
                        "remove it; sslrootcert, sslcert and sslkey stand in the connection string");
            }
        }
    }

    private static Content connectionString(Access access, Login login, boolean openshift, Draft draft) {
        Conninfo settings = settings(access, login, openshift);
        boolean uri = access.option("format", "key-value").equals("uri");
        String bare = uri ? settings.uri() : settings.keyValue();
        if (!access.auth().usesPassword()) {
            return new Content.Text(bare);
        }
        Password password = Access.password(login);
        if (password instanceof Password.Known(var secret) && secret.text().contains("${")) {
            draft.blocking(
                    "the password of " + login.role() + " has ${, which SPIRE's configuration takes for a variable",
                    "use letters, digits, hyphens and underscores");
        }
        if (uri && password instanceof Password.Reference(String text)) {
            draft.warning(
                    "what replaces " + text + " stands in a URI",
                    "percent-encode the secret itself, or say format: key-value");
        }
        return Content.with(
                password,
                inserted -> uri
                        ? Quoting.withPassword(bare, inserted.by(Quoting::uri))
                        : bare + " password=" + inserted.by(Quoting::keyValue));
    }

    private static Conninfo settings(Access access, Login login, boolean openshift) {
        Conninfo settings = Conninfo.empty()
                .with("host", access.endpoint().server().host())
                .with("port", Integer.toString(access.endpoint().server().port()))
                .with("dbname", access.endpoint().database())
                .with("user", login.user())
                .with("sslmode", access.sslmode().word());
        if (access.auth().usesCertificate()) {
            settings = settings.with("sslcert", openshift ? MOUNTED + "tls.crt" : access.path(FileNames.CERTIFICATE))
                    .with("sslkey", openshift ? MOUNTED + "tls.key" : access.path(FileNames.KEY));
        }
        return access.verifiable()
                ? settings.with("sslrootcert", openshift ? MOUNTED + "ca.crt" : access.path(FileNames.ANCHORS))
                : settings;
    }

    private static void linux(Access access, String purpose, Content string, Draft draft) {
        if (access.verifiable()) {
            draft.file(
                    FileNames.ANCHORS,
                    new Content.Text(Pem.write(access.endpoint().serverAnchors())));
        }
        if (access.auth().usesCertificate()) {
            draft.file(FileNames.CERTIFICATE, new Content.Chain(purpose));
            draft.file(FileNames.KEY, new Content.Key(purpose, Content.Encoding.PEM));
            draft.print(
                    "The key belongs to whom SPIRE runs as",
                    "# lib/pq refuses a key that its group (unless root owns it) or others may read\n"
                            + "chown spire " + access.path(FileNames.KEY) + "\nchmod 0600 "
                            + access.path(FileNames.KEY) + "\n");
        }
        Pool pool = Pool.of(access.option("load", "medium"));
        draft.file("datastore.hcl", string.within(text -> hcl(text, pool)));
        draft.file("datastore.json", string.within(text -> json(text, pool)));
    }

    private static String hcl(String string, Pool pool) {
        return """
                plugins {
                    DataStore "sql" {
                        plugin_data {
                            database_type = "postgres"
                            connection_string = %s
                            max_open_conns = %d
                            max_idle_conns = %d
                            conn_max_lifetime = "%ds"
                        }
                    }
                }
                """.formatted(Quoting.hcl(string), pool.open, pool.idle, LIFETIME);
    }

    private static String json(String string, Pool pool) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("database_type", "postgres");
        data.put("connection_string", string);
        data.put("max_open_conns", pool.open);
        data.put("max_idle_conns", pool.idle);
        data.put("conn_max_lifetime", LIFETIME + "s");
        return TreeText.indentedJson(Map.of(
                "plugins", Map.of("DataStore", List.of(Map.of("sql", Map.of("plugin_data", data))))));
    }

    private static void openshift(Access access, String purpose, Content string, Draft draft) {
        boolean files = access.auth().usesCertificate() || access.verifiable();
        String secret = access.option("tlsSecret", access.binding() + "-db-tls");
        if (files) {
            Map<String, Content> data = new LinkedHashMap<>();
            if (access.verifiable()) {
                data.put("ca.crt", new Content.Text(Pem.write(access.endpoint().serverAnchors())));
            }
            if (access.auth().usesCertificate()) {
                data.put("tls.crt", new Content.Chain(purpose));
                data.put("tls.key", new Content.Key(purpose, Content.Encoding.PEM));
            }
            draft.add(new Item.Manifest(
                    Item.Manifest.Kind.SECRET,
                    secret,
                    Optional.of(access.option("namespace", "zero-trust-workload-identity-manager")),
                    Optional.of("Opaque"),
                    Map.of(),
                    Map.of(),
                    data));
        }
        traps(access, string, draft);
        Pool pool = Pool.of(access.option("load", "medium"));
        draft.file("spireserver.yaml", string.within(text -> resource(text, files ? secret : "", pool)));
        draft.print(
                "Merge spireserver.yaml into the operator's resource",
                "oc patch spireserver cluster --type merge --patch-file spireserver.yaml\n"
                        + "# a new certificate in the Secret alone restarts nothing\n"
                        + "oc --namespace " + access.option("namespace", "zero-trust-workload-identity-manager")
                        + " rollout restart statefulset spire-server\n");
    }

    private static void traps(Access access, Content string, Draft draft) {
        if (access.auth().usesCertificate()) {
            draft.warning(
                    "the operator mounts the key readable by everyone (0644), and lib/pq refuses such a key",
                    "check that the volume's defaultMode is 0400, or say auth: scram-sha-256");
        }
        if (access.auth().usesPassword()) {
            draft.warning(
                    "the operator copies the connection string with its password into a ConfigMap, which more people may"
                            + " read than Secrets",
                    "restrict who reads ConfigMaps of that namespace, or say auth: cert");
        }
        int length = string instanceof Content.SecretText secret
                ? secret.text().text().length()
                : Rendering.shown(string).length();
        if (length > LONGEST) {
            draft.blocking(
                    "the connection string has " + length + " characters, and a SpireServer takes " + LONGEST,
                    "shorten the names of host, database or role");
        }
    }

    private static String resource(String string, String secret, Pool pool) {
        Map<String, Object> datastore = new LinkedHashMap<>();
        datastore.put("databaseType", "postgres");
        datastore.put("connectionString", string);
        if (!secret.isEmpty()) {
            datastore.put("tlsSecretName", secret);
        }
        datastore.put("maxOpenConns", pool.open);
        datastore.put("maxIdleConns", pool.idle);
        datastore.put("connMaxLifetime", LIFETIME);
        datastore.put("disableMigration", "false");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "operator.openshift.io/v1alpha1");
        document.put("kind", "SpireServer");
        document.put("metadata", Map.of("name", "cluster"));
        document.put("spec", Map.of("datastore", datastore));
        return TreeText.yaml(List.of(document));
    }
}
