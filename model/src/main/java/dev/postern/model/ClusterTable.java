package dev.postern.model;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.shape.Fields;
import dev.postern.model.shape.Key;
import dev.postern.model.shape.ListShape;
import dev.postern.model.shape.ObjectShape;
import dev.postern.model.shape.Scope;
import dev.postern.model.shape.TextShape;
import dev.postern.model.shape.Values;
import dev.postern.model.shape.WordShape;
import dev.postern.model.tree.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The table of {@link Cluster}. */
final class ClusterTable {
    static final TextShape<HostPort> ADDRESS =
            new TextShape<>("`\"host:port\"`", "^.+:[0-9]+$", (text, _) -> HostPort.read(text), HostPort::toString);

    /** Those that say before the login whether it is protected. */
    private static final WordShape<SslMode> SSLMODE = WordShape.of(
            List.of(SslMode.DISABLE, SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL),
            SslMode::word,
            List.of("allow", "prefer"));

    static final Kind<Cluster> KIND = kind();

    private ClusterTable() {}

    private static Kind<Cluster> kind() {
        Fields.Builder<Cluster> spec = new Fields.Builder<>();
        Key<Cluster.Engine> engine = spec.required(
                "engine",
                WordShape.of(
                        List.of(Cluster.Engine.EXTERNAL),
                        _ -> "external",
                        List.of("builtin", "pg-auto-failover", "cloudnative-pg")),
                "who runs the server",
                Cluster::engine);
        Key<Endpoints> endpoints = spec.required("endpoints", endpoints(), "where it answers", Endpoints::of);
        Key<Cluster.Tls> tls = spec.required("tls", tls(), "how its certificate is verified", Cluster::tls);
        Key<Optional<Cluster.Admin>> admin =
                spec.optional("admin", admin(), "how Postern logs in to change roles and grants", Cluster::admin);
        return new Kind<>(
                "Cluster",
                Cluster.class,
                "A PostgreSQL cluster: where it answers, how its certificate is verified, who administers it.",
                spec.build(),
                (metadata, values) -> new Cluster(
                        metadata,
                        values.get(engine),
                        values.get(endpoints).primary(),
                        values.get(endpoints).standbys(),
                        values.get(tls),
                        values.get(admin)));
    }

    private record Endpoints(HostPort primary, List<HostPort> standbys) {
        static Endpoints of(Cluster cluster) {
            return new Endpoints(cluster.primary(), cluster.standbys());
        }
    }

    private static ObjectShape<Endpoints> endpoints() {
        Fields.Builder<Endpoints> fields = new Fields.Builder<>();
        Key<HostPort> primary = fields.required("primary", ADDRESS, "the server that takes writes", Endpoints::primary);
        Key<List<HostPort>> standby = fields.withDefault(
                "standby",
                ListShape.of(ADDRESS),
                List.of(),
                "none",
                "servers that follow it and answer read-only queries; the gateway connects to the primary",
                Endpoints::standbys);
        return new ObjectShape<>(fields.build(), values -> new Endpoints(values.get(primary), values.get(standby)));
    }

    private static ObjectShape<Cluster.Tls> tls() {
        Fields.Builder<Cluster.Tls> fields = new Fields.Builder<>();
        Key<SslMode> sslmode = fields.withDefault(
                "sslmode",
                SSLMODE,
                SslMode.VERIFY_FULL,
                "`verify-full`",
                "as libpq's; `verify-full` checks the chain and the host name, `verify-ca` the chain. The gateway"
                        + " connects with `verify-full` only",
                Cluster.Tls::sslmode);
        Key<Optional<Path>> sslrootcert = fields.optional(
                "sslrootcert",
                Paths.FILE,
                "PEM bundle that the server's certificate must chain to; required to verify",
                Cluster.Tls::sslrootcert);
        fields.check((values, mapping, scope) -> {
            SslMode mode = values.get(sslmode);
            if (mode.verifies() && values.get(sslrootcert).isEmpty()) {
                scope.add(
                        mapping.place(),
                        ManifestCode.MISSING,
                        scope.field("sslrootcert").path() + " is missing, and " + mode.word()
                                + " verifies the server by it",
                        "add sslrootcert: {file: PATH} with the authority's certificate");
            }
        });
        fields.later("sslcrl", "revoked server certificates are not looked up; shorten their lifetime");
        return new ObjectShape<>(
                fields.build(), values -> new Cluster.Tls(values.get(sslmode), values.get(sslrootcert)));
    }

    private record Login(
            String user,
            String database,
            Optional<Path> sslcert,
            Optional<Path> sslkey,
            Optional<SecretSource> password) {
        static Login of(Cluster.Admin admin) {
            return switch (admin.credential()) {
                case Cluster.AdminCredential.ClientCertificate(Path sslcert, Path sslkey) ->
                    new Login(
                            admin.user(),
                            admin.database(),
                            Optional.of(sslcert),
                            Optional.of(sslkey),
                            Optional.empty());
                case Cluster.AdminCredential.Password(SecretSource source) ->
                    new Login(admin.user(), admin.database(), Optional.empty(), Optional.empty(), Optional.of(source));
            };
        }

        Cluster.Admin admin() {
            return new Cluster.Admin(
                    user,
                    database,
                    password.<Cluster.AdminCredential>map(Cluster.AdminCredential.Password::new)
                            .orElseGet(() -> new Cluster.AdminCredential.ClientCertificate(
                                    sslcert.orElseThrow(), sslkey.orElseThrow())));
        }
    }

    private static ObjectShape<Cluster.Admin> admin() {
        Fields.Builder<Cluster.Admin> fields = new Fields.Builder<>();
        Key<String> user = fields.required(
                "user", Names.IDENTIFIER, "a role that may create roles and databases", Cluster.Admin::user);
        Key<String> database = fields.withDefault(
                "database",
                Names.IDENTIFIER,
                "postgres",
                "`postgres`",
                "the database it logs in to first",
                Cluster.Admin::database);
        Key<Optional<Path>> sslcert = fields.optional(
                "sslcert",
                Paths.FILE,
                "client certificate, PEM; with `sslkey`",
                a -> Login.of(a).sslcert());
        Key<Optional<Path>> sslkey = fields.optional(
                "sslkey",
                Paths.FILE,
                "its key, PKCS #8 in PEM, readable by its owner only",
                a -> Login.of(a).sslkey());
        Key<Optional<SecretSource>> password = fields.optional(
                "password",
                SecretShape.SHAPE,
                "instead of a certificate",
                a -> Login.of(a).password());
        fields.nearSecrets();
        fields.check((values, mapping, scope) -> checkLogin(
                values.get(sslcert).isPresent(),
                values.get(sslkey).isPresent(),
                values.get(password).isPresent(),
                mapping,
                scope));
        return new ObjectShape<>(
                fields.build(),
                values ->
                        login(values, user, database, sslcert, sslkey, password).admin());
    }

    private static Login login(
            Values values,
            Key<String> user,
            Key<String> database,
            Key<Optional<Path>> sslcert,
            Key<Optional<Path>> sslkey,
            Key<Optional<SecretSource>> password) {
        return new Login(
                values.get(user), values.get(database), values.get(sslcert), values.get(sslkey), values.get(password));
    }

    private static void checkLogin(
            boolean certificate, boolean key, boolean password, Node.Mapping mapping, Scope scope) {
        if (certificate != key) {
            String missing = certificate ? "sslkey" : "sslcert";
            scope.add(
                    mapping.place(),
                    ManifestCode.MISSING,
                    scope.path() + " has half a client certificate, " + missing + " is missing",
                    "name both sslcert and sslkey");
        } else if (certificate == password) {
            scope.add(
                    mapping.place(),
                    certificate ? ManifestCode.CONTRADICTION : ManifestCode.MISSING,
                    scope.path() + " has "
                            + (certificate ? "both a client certificate and" : "neither a client" + " certificate nor")
                            + " a password",
                    "name either sslcert and sslkey, or password");
        }
    }
}
