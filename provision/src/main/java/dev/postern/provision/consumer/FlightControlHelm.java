package dev.postern.provision.consumer;

import dev.postern.model.tree.TreeText;
import dev.postern.pki.x509.Pem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Flight Control on Kubernetes: Secrets by name in the release's namespace and in the internal one, and values. */
final class FlightControlHelm {
    private static final String APPLICATION_SECRET = "flightctl-db-app-secret";
    private static final String MIGRATION_SECRET = "flightctl-db-migration-secret";
    private static final String ADMIN_SECRET = "flightctl-db-admin-secret";

    private FlightControlHelm() {}

    static void write(Access access, boolean legacy, Draft draft) {
        String namespace = access.option("namespace", "flightctl");
        Set<String> namespaces = new LinkedHashSet<>(List.of(namespace));
        Optional.ofNullable(access.options().get("internalNamespace")).ifPresent(namespaces::add);
        for (String each : namespaces) {
            manifests(access, each, draft);
        }
        Map<String, Object> values = values(access, legacy);
        draft.file("values.yaml", new Content.Text(TreeText.yaml(List.of(values))));
        String release = access.option("release", "flightctl");
        draft.print(
                "Install or upgrade with values.yaml",
                "helm upgrade --install " + release + " CHART --namespace " + namespace
                        + " --values values.yaml\n"
                        + "# the database's files are read when a pod starts: after a renewal, restart its pods\n"
                        + "kubectl --namespace " + namespace + " rollout restart deployment\n");
        if (legacy) {
            draft.warning(
                    "generation helm-legacy is the shape of older documentation; the schema of later charts refuses"
                            + " sslConfigMap and sslSecret",
                    "say generation: helm for charts that know db.external.tlsConfigMapName");
        }
    }

    private static void manifests(Access access, String namespace, Draft draft) {
        secret(access, namespace, APPLICATION_SECRET, FlightControl.APPLICATION, "user", "userPassword", draft);
        secret(
                access,
                namespace,
                MIGRATION_SECRET,
                FlightControl.MIGRATION,
                "migrationUser",
                "migrationPassword",
                draft);
        if (access.logins().containsKey(FlightControl.ADMIN)) {
            secret(access, namespace, ADMIN_SECRET, FlightControl.ADMIN, "masterUser", "masterPassword", draft);
        }
        if (access.verifiable()) {
            draft.add(plain(
                    Item.Manifest.Kind.CONFIG_MAP,
                    caConfigMap(access),
                    namespace,
                    Map.of(
                            "ca-cert.pem",
                            new Content.Text(Pem.write(access.endpoint().serverAnchors())))));
        }
        if (access.auth().usesCertificate()) {
            Map<String, Content> data = new LinkedHashMap<>();
            data.put("client-cert.pem", new Content.Chain(FlightControl.APPLICATION));
            data.put("client-key.pem", new Content.Key(FlightControl.APPLICATION, Content.Encoding.PEM));
            draft.add(plain(Item.Manifest.Kind.SECRET, clientSecret(access), namespace, data));
        }
    }

    /** Helm takes over what carries its label and annotations, and leaves what is in it. */
    private static void secret(
            Access access,
            String namespace,
            String name,
            String purpose,
            String userKey,
            String passwordKey,
            Draft draft) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("meta.helm.sh/release-name", access.option("release", "flightctl"));
        annotations.put("meta.helm.sh/release-namespace", access.option("namespace", "flightctl"));
        Map<String, Content> data = new LinkedHashMap<>();
        data.put(userKey, new Content.Text(FlightControl.user(access, purpose)));
        data.put(passwordKey, FlightControl.password(access, purpose));
        draft.add(new Item.Manifest(
                Item.Manifest.Kind.SECRET,
                name,
                Optional.of(namespace),
                Optional.of("Opaque"),
                Map.of("app.kubernetes.io/managed-by", "Helm"),
                annotations,
                data));
    }

    private static Item.Manifest plain(
            Item.Manifest.Kind kind, String name, String namespace, Map<String, Content> data) {
        Optional<String> type = kind == Item.Manifest.Kind.SECRET ? Optional.of("Opaque") : Optional.empty();
        return new Item.Manifest(kind, name, Optional.of(namespace), type, Map.of(), Map.of(), data);
    }

    private static Map<String, Object> values(Access access, boolean legacy) {
        Map<String, Object> secrets = new LinkedHashMap<>();
        secrets.put("applicationUserSecretName", APPLICATION_SECRET);
        secrets.put("migrationUserSecretName", MIGRATION_SECRET);
        Map<String, Object> external = new LinkedHashMap<>();
        external.put("hostname", access.endpoint().server().host());
        external.put("port", access.endpoint().server().port());
        if (!legacy) {
            external.putAll(secrets);
        }
        external.put("sslmode", access.sslmode().word());
        if (access.verifiable()) {
            external.put(legacy ? "sslConfigMap" : "tlsConfigMapName", caConfigMap(access));
        }
        if (access.auth().usesCertificate()) {
            external.put(legacy ? "sslSecret" : "tlsSecretName", clientSecret(access));
        }
        Map<String, Object> db = new LinkedHashMap<>();
        db.put("type", "external");
        db.put("name", access.endpoint().database());
        if (legacy) {
            if (access.logins().containsKey(FlightControl.ADMIN)) {
                db.put("masterUserSecretName", ADMIN_SECRET);
            }
            db.putAll(secrets);
        }
        db.put("external", external);
        Map<String, Object> values = new LinkedHashMap<>();
        Optional.ofNullable(access.options().get("internalNamespace"))
                .ifPresent(internal -> values.put("global", Map.of("internalNamespace", internal)));
        values.put("db", db);
        return values;
    }

    private static String caConfigMap(Access access) {
        return access.option("caConfigMap", "postgres-ca-cert");
    }

    private static String clientSecret(Access access) {
        return access.option("clientSecret", "postgres-client-certs");
    }
}
