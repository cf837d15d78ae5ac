package dev.postern.provision.consumer;

import dev.postern.model.Binding;
import dev.postern.model.HostPort;
import dev.postern.model.SslMode;
import dev.postern.model.tree.TreeText;
import dev.postern.pki.x509.Pem;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An existing Teleport, whose agents log in with certificates of its own {@code db_client} authority and with the role as
 * common name. It is given the authority of the server, and the server is given Teleport's.
 */
record Teleport() implements Consumer {
    private static final String ITS_AUTHORITY = "dbClientCa";
    private static final String OUR_AUTHORITIES = "clientCa";
    private static final String RESOURCES = "teleport-db.yaml";
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9._/-]+)=([^,=]*)");

    /** A database as Teleport lists it. */
    private record Listed(String name, String type, HostPort server) {}

    @Override
    public String name() {
        return "teleport";
    }

    @Override
    public Driver driver() {
        return Driver.TELEPORT;
    }

    @Override
    public boolean takesCertificates() {
        return false;
    }

    @Override
    public Set<String> authorityOptions() {
        return Set.of(ITS_AUTHORITY, OUR_AUTHORITIES);
    }

    @Override
    public void write(Access access, Draft draft) {
        if (access.auth() != Binding.Auth.CERT) {
            draft.blocking("Teleport's agents log in with certificates, never with a password", "say auth: cert");
        }
        trust(access, draft);
        Map<String, String> labels = labels(access, draft);
        List<Listed> listed = listed(access, draft);
        draft.file(
                RESOURCES,
                new Content.Text(TreeText.yaml(listed.stream()
                        .map(each -> resource(access, each, labels))
                        .toList())));
        draft.print("Register, and again after each change", "tctl create --force " + access.path(RESOURCES) + "\n");
        StringBuilder rm = new StringBuilder();
        listed.forEach(each -> rm.append("tctl rm db/").append(each.name).append('\n'));
        draft.print("Deregister, when this Binding goes", rm.toString());
        draft.print(
                "For the configuration of the agents that are to serve these databases",
                TreeText.yaml(List.of(
                        Map.of("db_service", service(labels(access.option("agentLabels", ""), labels, draft))))));
    }

    private static Map<String, Object> service(Map<String, String> labels) {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("enabled", "yes");
        service.put("resources", List.of(Map.of("labels", labels)));
        return service;
    }

    private static void trust(Access access, Draft draft) {
        List<X509Certificate> its = access.authorities().getOrDefault(ITS_AUTHORITY, List.of());
        if (its.isEmpty()) {
            draft.blocking(
                    "without Teleport's authority PostgreSQL believes none of its agents",
                    "tctl auth export --type=db-client >FILE, and name it in options.dbClientCa");
            return;
        }
        its.stream()
                .filter(certificate -> certificate.getBasicConstraints() < 0)
                .findFirst()
                .ifPresent(leaf -> draft.blocking(
                        "options.dbClientCa has " + leaf.getSubjectX500Principal() + ", which is no authority",
                        "tctl auth export --type=db-client >FILE"));
        List<X509Certificate> ours = access.authorities()
                .getOrDefault(OUR_AUTHORITIES, access.endpoint().clientAnchors());
        if (ours.isEmpty()) {
            draft.warning(
                    "client-ca.crt has Teleport's authority alone; as ssl_ca_file it shuts out everybody who logs in with"
                            + " another one's certificate",
                    "name the present ssl_ca_file in options.clientCa, if there is one");
        }
        draft.file("client-ca.crt", new Content.Text(Pem.write(TrustBundle.merge(ours, its))));
        draft.print("On the server: client-ca.crt becomes the file that ssl_ca_file names, then", """
                SELECT pg_reload_conf();
                -- whoever has Teleport's db_client key logs in as each role that a cert line admits:
                -- name database and role in every such line, never a superuser
                """);
    }

    private static Map<String, String> labels(Access access, Draft draft) {
        Map<String, String> labels = new TreeMap<>(access.labels());
        for (String label : list(access.option("labels", ""))) {
            Matcher parts = LABEL.matcher(label);
            if (parts.matches()) {
                labels.put(parts.group(1), parts.group(2));
            } else {
                draft.blocking(
                        "options.labels has \"" + label + "\", which is no label", "write name=value,name=value");
            }
        }
        labels.put("database", access.endpoint().database());
        return labels;
    }

    /** What agents are told to look for: all of them, or those that are named. */
    private static Map<String, String> labels(String names, Map<String, String> labels, Draft draft) {
        if (names.isEmpty()) {
            return labels;
        }
        Map<String, String> chosen = new TreeMap<>();
        for (String name : list(names)) {
            String value = labels.get(name);
            if (value == null) {
                draft.blocking(
                        "options.agentLabels has " + name + ", which is no label of this Binding",
                        "use " + String.join(", ", labels.keySet()));
            } else {
                chosen.put(name, value);
            }
        }
        return chosen;
    }

    private static List<String> list(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    private static List<Listed> listed(Access access, Draft draft) {
        String name = access.option("name", access.binding());
        if (!NAME.matcher(name).matches()) {
            draft.blocking(
                    "Teleport has no databases with the name " + name,
                    "give options.name in lower-case letters, digits and hyphens, a letter first");
        }
        List<Listed> listed = new ArrayList<>(
                List.of(new Listed(name, "primary", access.endpoint().server())));
        List<HostPort> standbys = access.endpoint().standbys();
        for (int i = 0; i < standbys.size(); i++) {
            String number = standbys.size() == 1 ? "" : "-" + (i + 1);
            listed.add(new Listed(name + "-ro" + number, "standby", standbys.get(i)));
        }
        return listed;
    }

    private static Map<String, Object> resource(Access access, Listed listed, Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("sql_type", listed.type);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", listed.name);
        metadata.put("labels", all);
        Map<String, Object> tls = new LinkedHashMap<>();
        tls.put(
                "mode",
                access.sslmode() == SslMode.VERIFY_CA
                        ? "verify-ca"
                        : access.sslmode() == SslMode.VERIFY_FULL ? "verify-full" : "insecure");
        if (access.verifiable()) {
            tls.put("ca_cert", Pem.write(access.endpoint().serverAnchors()));
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("protocol", "postgres");
        spec.put("uri", listed.server.toString());
        spec.put("tls", tls);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", "db");
        document.put("version", "v3");
        document.put("metadata", metadata);
        document.put("spec", spec);
        return document;
    }
}
