package dev.postern.provision.bind;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.Database;
import dev.postern.model.HostPort;
import dev.postern.model.ResourceSet;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.consumer.Consumers;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.doctor.Check;
import dev.postern.provision.doctor.Examination;
import dev.postern.provision.doctor.Needs;
import dev.postern.provision.doctor.Report;
import dev.postern.provision.doctor.Subject;
import dev.postern.provision.doctor.config.Units;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Examines the connections of one Binding with what its consumer really has, and that consumer's side of it. */
public final class BindExamination {
    private static final String ADDRESS = "[0-9.]+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*";

    private final Examination examination;
    private final BindTools tools;
    private final Path root;

    /** @param root below which the consumer's machine has its folders, usually {@code /} */
    public BindExamination(Examination examination, BindTools tools, Path root) {
        this.examination = examination;
        this.tools = tools;
        this.root = root;
    }

    /**
     * One report for each purpose of the Binding.
     *
     * @param most all of one host's examination
     * @throws ProblemException if there is no such Binding, or it leads nowhere
     */
    public List<Report> of(ResourceSet declared, String name, Duration most) throws InterruptedException {
        ConsumerSide side = side(declared, name);
        List<Check> common = consumer(side);
        List<Report> reports = new ArrayList<>();
        for (Map.Entry<String, String> role : new TreeMap<>(side.binding().roles()).entrySet()) {
            reports.add(purpose(side, role.getKey(), role.getValue(), common, most));
        }
        return reports;
    }

    private ConsumerSide side(ResourceSet declared, String name) {
        Set<String> names = declared.bindings().stream()
                .map(one -> one.metadata().name())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!names.contains(name)) {
            throw new ProvisionException(
                    ProvisionCode.NOT_DECLARED,
                    "no Binding " + name + " is declared in these files",
                    names.isEmpty()
                            ? "name the files that declare it with -f"
                            : "name one of " + String.join(", ", names));
        }
        return ConsumerSide.of(declared, Binder.clusters(declared), tools).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "Binding " + name + " names a Database or Cluster that is not in these files",
                        "name all files that belong together"));
    }

    private Report purpose(ConsumerSide side, String purpose, String role, List<Check> common, Duration most)
            throws InterruptedException {
        List<Check> remarks = new ArrayList<>(common);
        String title = "Binding " + side.name() + ", " + purpose;
        Optional<DriverName> driver = driver(side);
        Subject subject = new Subject(
                title,
                Secret.ofText(""),
                driver,
                Map.of(),
                needs(side.database().requires()),
                remarks);
        try {
            Map<String, dev.postern.provision.consumer.Login> wanted = side.wanted();
            String user = Optional.ofNullable(wanted.get(purpose))
                    .map(dev.postern.provision.consumer.Login::user)
                    .orElse(role);
            Credential credential = credential(side, purpose, role, wanted);
            List<HostPort> servers = new ArrayList<>(List.of(side.cluster().primary()));
            servers.addAll(side.cluster().standbys());
            List<Login> logins = servers.stream()
                    .map(server -> new Login(server, side.database().name(), user, credential, side.transport()))
                    .toList();
            return examination.of(subject, logins, keys(side, purpose), most);
        } catch (ProblemException told) {
            told.problems()
                    .forEach(problem -> remarks.add(Check.failed(
                            Step.SETTINGS,
                            problem.what(),
                            "the consumer does not have what it needs to log in",
                            problem.fix())));
            return new Report(title, remarks, List.of(), List.of());
        }
    }

    private static Optional<DriverName> driver(ConsumerSide side) {
        return switch (Consumers.driver(side.name(), side.binding().consumer())) {
            case LIBPQ -> Optional.of(DriverName.LIBPQ);
            case PGX -> Optional.of(DriverName.PGX);
            case LIB_PQ -> Optional.of(DriverName.LIB_PQ);
            case PGJDBC -> Optional.of(DriverName.PGJDBC);
            case TELEPORT -> Optional.empty();
        };
    }

    private static Needs needs(Database.Requirements requires) {
        return new Needs(
                requires.version(),
                requires.extensions(),
                requires.pool().map(pool -> Math.toIntExact(Math.min(pool.connections(), Integer.MAX_VALUE))),
                Map.of(),
                true);
    }

    private static Credential credential(
            ConsumerSide side, String purpose, String role, Map<String, dev.postern.provision.consumer.Login> wanted) {
        if (side.binding().auth() == Binding.Auth.CERT) {
            return Credentials.certificate(side, purpose)
                    .<Credential>map(one -> one)
                    .orElseThrow(() -> new ProvisionException(
                            ProvisionCode.CREDENTIAL_UNUSABLE,
                            "the consumer keeps the certificate of " + role + " itself",
                            "examine from where it runs: postern doctor CONNINFO with sslcert and sslkey there"));
        }
        Secret password = Optional.ofNullable(wanted.get(purpose))
                .flatMap(dev.postern.provision.consumer.Login::password)
                .filter(Password.Known.class::isInstance)
                .map(found -> ((Password.Known) found).secret())
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        side.label(role) + " is not where it is delivered",
                        "postern apply delivers it"));
        return Credentials.with(side, purpose, password);
    }

    private static List<Path> keys(ConsumerSide side, String purpose) {
        return side.binding().auth().usesCertificate() && side.takesCertificates()
                ? side.deliveredCertificate(purpose)
                        .map(files -> List.of(files.sslkey()))
                        .orElse(List.of())
                : List.of();
    }

    /** What is the same for all purposes. */
    private List<Check> consumer(ConsumerSide side) {
        List<Check> checks = new ArrayList<>(stale(side));
        if (side.binding().consumer().equals("flight-control")) {
            boolean quadlet = "quadlet".equals(side.binding().options().get("generation"));
            if (quadlet) {
                Units.of(root).ifPresent(checks::add);
            } else {
                checks.addAll(externalName(side));
            }
        }
        return checks;
    }

    /** The chart makes a Service flightctl-db of the type ExternalName for the host. */
    private static List<Check> externalName(ConsumerSide side) {
        String host = side.cluster().primary().host();
        if (host.matches(ADDRESS)) {
            return List.of(Check.warning(
                    Step.SETTINGS,
                    "the host " + host + " is an address, and the chart makes an ExternalName Service of it",
                    "an ExternalName takes names only: flightctl-db resolves to nothing; what uses db.external.hostname goes"
                            + " on",
                    "declare the server by its name"));
        }
        return host.equals("flightctl-db") || host.startsWith("flightctl-db.")
                ? List.of(Check.warning(
                        Step.SETTINGS,
                        "the host " + host + " is the ExternalName Service that the chart makes for the external host",
                        "it would point at itself, and no server's certificate has that name",
                        "declare the server by its own name"))
                : List.of();
    }

    private static List<Check> stale(ConsumerSide side) {
        List<Check> checks = new ArrayList<>();
        try {
            side.plan(side.wanted())
                    .plan()
                    .steps()
                    .forEach(step -> checks.add(Check.warning(
                            Step.SETTINGS,
                            "the consumer does not have what is declared: " + step.title(),
                            "somebody changed it, or the declaration is newer",
                            "postern plan shows what differs, postern apply delivers it")));
        } catch (ProblemException _) {
            // the credential itself is told where it is needed
        }
        return checks;
    }
}
