package dev.postern.provision.consumer;

import dev.postern.model.Binding;
import dev.postern.model.SslMode;
import dev.postern.model.tree.TreeText;
import dev.postern.pki.x509.Pem;
import dev.postern.provision.secret.PodmanLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flight Control as Podman's Quadlet units of one host. */
final class FlightControlQuadlet {
    private static final String FOLDER = "/etc/flightctl/pki/db";
    private static final String UNITS = "/etc/containers/systemd/";
    /** The names that are written into the units. */
    private static final String APPLICATION_ROLE = "flightctl_app";

    private static final String MIGRATION_ROLE = "flightctl_migrator";
    private static final List<String> APPLICATION_UNITS = List.of(
            "flightctl-alert-exporter",
            "flightctl-alertmanager-proxy",
            "flightctl-api",
            "flightctl-db-wait",
            "flightctl-delta-worker",
            "flightctl-imagebuilder-api",
            "flightctl-imagebuilder-worker",
            "flightctl-periodic",
            "flightctl-worker");

    private FlightControlQuadlet() {}

    static void write(Access access, Draft draft) {
        check(access, draft);
        if (access.verifiable()) {
            draft.file(
                    FileNames.ANCHORS,
                    new Content.Text(Pem.write(access.endpoint().serverAnchors())));
        }
        if (access.auth().usesCertificate()) {
            draft.file(FileNames.CERTIFICATE, new Content.Chain(FlightControl.APPLICATION));
            draft.file(FileNames.KEY, new Content.Key(FlightControl.APPLICATION, Content.Encoding.PEM));
        }
        secret(access, "flightctl-postgresql-user-password", FlightControl.APPLICATION, draft);
        secret(access, "flightctl-postgresql-migrator-password", FlightControl.MIGRATION, draft);
        draft.print(
                "For /etc/flightctl/service-config.yaml, in place of its db section",
                TreeText.yaml(List.of(Map.of("db", config(access)))));
        dropIns(access, draft);
        draft.print("The database that Flight Control brings along is not started, then everything else is", """
                sudo systemctl mask flightctl-db.service flightctl-db-users-init.service
                sudo systemctl daemon-reload
                sudo systemctl restart flightctl.target
                sudo systemctl status flightctl-db-wait.service flightctl-db-migrate.service
                """);
    }

    private static void secret(Access access, String name, String purpose, Draft draft) {
        Content password = FlightControl.password(access, purpose);
        if (password instanceof Content.ToCome) {
            draft.blocking(
                    "the password of " + FlightControl.user(access, purpose)
                            + " has to be there before: for an external database Flight Control makes none",
                    "run: " + PodmanLine.create(name) + ", or name a source in credentials." + purpose + ".password");
        }
        draft.add(new Item.PodmanSecret(name, password));
    }

    private static void check(Access access, Draft draft) {
        if (access.rotation() == Binding.Rotation.ALTERNATE) {
            draft.blocking(
                    "the names of the logins are written into Flight Control's units, so they cannot alternate",
                    "say rotation: in-place");
        }
        boolean files = access.verifiable() || access.auth().usesCertificate();
        if (files && !access.folder().toString().equals(FOLDER)) {
            draft.warning(
                    "Flight Control's units mount " + FOLDER + ", and its files are delivered to " + access.folder(),
                    "deliver to {directory: " + FOLDER + "}");
        }
        if (access.sslmode() == SslMode.VERIFY_CA) {
            draft.warning(
                    "Flight Control's restore takes certificates of the database along only with verify-full",
                    "say sslmode: verify-full");
        }
    }

    private static Map<String, Object> config(Access access) {
        Map<String, Object> external = new LinkedHashMap<>();
        external.put("hostname", access.endpoint().server().host());
        external.put("port", access.endpoint().server().port());
        external.put("name", access.endpoint().database());
        external.put("sslmode", access.sslmode().word());
        external.put("useClientCertAuth", access.auth().usesCertificate());
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("type", "external");
        config.put("external", external);
        return config;
    }

    private static void dropIns(Access access, Draft draft) {
        String application = FlightControl.user(access, FlightControl.APPLICATION);
        if (!application.equals(APPLICATION_ROLE)) {
            APPLICATION_UNITS.forEach(unit -> dropIn(unit, "DB_USER", application, draft));
        }
        String migration = FlightControl.user(access, FlightControl.MIGRATION);
        if (!migration.equals(MIGRATION_ROLE)) {
            dropIn("flightctl-db-migrate", "DB_MIGRATION_USER", migration, draft);
        }
    }

    // of two lines for one variable Podman takes the later, and a drop-in is read after its unit
    private static void dropIn(String unit, String variable, String value, Draft draft) {
        draft.print(
                UNITS + unit + ".container.d/50-postern.conf",
                "[Container]\nEnvironment=" + variable + "=" + value + "\n");
    }
}
