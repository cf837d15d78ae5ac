package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.Printable;
import dev.postern.provision.doctor.Examination;
import dev.postern.provision.doctor.Needs;
import dev.postern.provision.doctor.Report;
import dev.postern.provision.doctor.Subject;
import dev.postern.provision.doctor.config.ConfigFiles;
import dev.postern.provision.doctor.message.Explained;
import dev.postern.provision.doctor.message.Messages;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        header = "Find out why a connection fails: name, network, TLS, certificates, rules, credential, rights.",
        description = {
            "Needs no Postern and no database client, only a connection string: what it does not say is taken",
            "from PGHOST and the like, the password from PGPASSWORD or ~/.pgpass, as psql would. Changes nothing.",
            "Exit code 0: it works; 1: it does not, or nothing is known about the message."
        })
final class DoctorVerb implements Callable<Integer> {
    private static final int MOST_MESSAGE = 100_000;

    private final Globals globals;
    private final Surroundings around;

    @Parameters(
            paramLabel = "CONNINFO",
            arity = "0..1",
            description = "a URI, JDBC URL or key=value string (default: DATABASE_URL, or all of it from PGHOST and the"
                    + " like), or a file: SPIRE server's configuration, Flight Control's configuration or values")
    String conninfo = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "all of one host's examination, such as 3s (default: 10s)")
    String timeout = "10s";

    @Option(
            names = "--driver",
            paramLabel = "NAME",
            description = "say what this driver does: libpq (psql), psycopg, pgx, lib/pq, pgjdbc, node-postgres,"
                    + " tokio-postgres, pgbouncer or pgpool (default: libpq; pgjdbc for a JDBC URL)")
    @Nullable
    String driver;

    @Option(
            names = "--binding",
            paramLabel = "NAME",
            description =
                    "examine the connections of this Binding of the files that -f names, with what its consumer was"
                            + " given, and the consumer's side of it")
    @Nullable
    String binding;

    @Mixin
    final NamedFiles declarations = new NamedFiles();

    @Option(
            names = "--requires",
            paramLabel = "NAME=VALUE",
            description =
                    "what the server must have: version=16, connections=400, extension=pg_trgm or a setting such as"
                            + " wal_level=logical; may be repeated")
    List<String> requires = List.of();

    @Option(
            names = "--from",
            paramLabel = "pod/NAME",
            description = "connect to nothing: print a Kubernetes Job that runs doctor where this pod runs"
                    + " (pod/NAMESPACE/NAME)")
    @Nullable
    String from;

    @Option(
            names = "--password-secret",
            paramLabel = "SECRET/KEY",
            description = "with --from: where PGPASSWORD comes from")
    String passwordSecret = "";

    @Option(
            names = "--mount",
            paramLabel = "KIND/NAME=PATH",
            description =
                    "with --from: a secret or configmap with certificates, such as secret/db-tls=/etc/ssl/postgres;"
                            + " may be repeated")
    List<String> mounts = List.of();

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "with --from: an image that has postern (default: postern:latest)")
    String image = "postern:latest";

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            description = "explain this message of a program, or with - what is piped in; nothing is connected to")
    @Nullable
    String message;

    DoctorVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    /** One message that is known. */
    record Meaning(String message, String from, String step, String cause, String fix) {}

    @Override
    public Integer call() throws InterruptedException {
        String said = message;
        if (said != null) {
            return explain(said.equals("-") ? piped() : said);
        }
        Duration most = WaitVerb.time(timeout);
        String pod = from;
        if (pod != null) {
            return job(new DoctorJob(pod, image));
        }
        Place place = new Place(around.environment(), around.userHome(), Files::isRegularFile);
        Examination examination = new Examination(around.clock(), place, around.user());
        List<Report> reports = new ArrayList<>();
        String bound = binding;
        if (bound != null) {
            reports.addAll(new Here(around).examine(declarations.read(List.of(), around), bound, examination, most));
        }
        if (bound == null || !conninfo.isEmpty()) {
            Needs more = DoctorNeeds.of(requires);
            for (Subject subject : subjects()) {
                reports.add(examination.of(subject.needing(more), most));
            }
        }
        boolean healthy = reports.stream().allMatch(Report::healthy);
        if (globals.json) {
            around.console().json(DoctorText.Answer.of(reports));
        } else {
            around.console().print(reports.stream().map(DoctorText::of).collect(Collectors.joining("\n")));
        }
        return (healthy ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private int job(DoctorJob job) {
        List<String> arguments = new ArrayList<>(List.of("--timeout", timeout));
        Optional.ofNullable(driver)
                .map(ConninfoExplain::named)
                .ifPresent(name -> arguments.addAll(List.of("--driver", name.word())));
        requires.forEach(each -> arguments.addAll(List.of("--requires", each)));
        around.console().print(job.manifest(conninfo.strip(), arguments, passwordSecret, mounts));
        around.console().note(job.howTo());
        return ExitCode.DONE.number();
    }

    private List<Subject> subjects() {
        Optional<DriverName> only = Optional.ofNullable(driver).map(ConninfoExplain::named);
        String text = conninfo.strip();
        boolean word = !text.isEmpty() && text.indexOf('=') < 0 && !text.contains("://") && !text.startsWith("jdbc:");
        if (word) {
            return new ConfigFiles(around.environment())
                    .read(Path.of(text)).stream()
                            .map(subject -> only.map(subject::readBy).orElse(subject))
                            .toList();
        }
        String url = around.environment().getOrDefault("DATABASE_URL", "");
        return text.isEmpty() && !url.isEmpty()
                ? List.of(Subject.of(url.strip(), only).named("DATABASE_URL"))
                : List.of(Subject.of(text, only));
    }

    private int explain(String text) {
        List<Explained> found = Messages.explain(text);
        if (globals.json) {
            around.console()
                    .json(found.stream()
                            .map(one -> new Meaning(
                                    one.found(),
                                    one.known().origin().words(),
                                    one.known().step().word(),
                                    one.cause(),
                                    one.fix()))
                            .toList());
        } else if (found.isEmpty()) {
            around.console()
                    .note(
                            "Nothing here is known. postern doctor CONNINFO finds the cause by trying; docs/errors.md lists"
                                    + " what is known.");
        } else {
            found.forEach(one -> around.console()
                    .print(Printable.line(one.found()) + "\n  from  "
                            + one.known().origin().words() + ", at "
                            + one.known().step().word() + "\n  why   " + Printable.line(one.cause()) + "\n  do    "
                            + Printable.line(one.fix()) + "\n"));
        }
        return (found.isEmpty() ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    private String piped() {
        try {
            return new String(around.input().readNBytes(MOST_MESSAGE), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
