package dev.postern.cli.process;

import dev.postern.api.ApplyAnswer;
import dev.postern.api.ProveAnswer;
import dev.postern.cli.login.ConnectionValues;
import dev.postern.cli.process.PortBook.Name;
import dev.postern.cli.settings.ProductVersion;
import dev.postern.cli.terminal.Console;
import dev.postern.cli.terminal.ProofTable;
import dev.postern.gateway.serve.GatewayReport;
import dev.postern.kernel.problem.Problem;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.AuthorityStatus;
import dev.postern.server.Binaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code postern up} says while it starts, and how to connect when it has. With {@code --json}, only the last. */
final class Progress {
    /** Below it every entry has a name of its own; {@code .localhost} never leaves the machine (RFC 6761). */
    static final String GATEWAY_DOMAIN = "postern.localhost";

    private static final String ENTRY = "demo";
    private static final String ROLE = "demo_app";

    private final Console console;
    private final String command;
    private final boolean json;

    /** @param command what the user types to call us */
    Progress(Console console, String command, boolean json) {
        this.console = console;
        this.command = command;
        this.json = json;
    }

    /** Readiness, as JSON. */
    record Ready(String home, String gateway, String api, String psql, String jdbc, double seconds) {}

    void home(Home home) {
        line("Postern " + ProductVersion.text() + ", home " + home.folder());
    }

    void postgres(Binaries binaries) {
        String note = Machine.note(binaries);
        line("  PostgreSQL   " + binaries.version() + (note.isEmpty() ? " in " + binaries.bin() : ", " + note));
    }

    void said(String what) {
        line("  note         " + what);
    }

    void server(String name, int port) {
        line("  %-12s localhost:%d".formatted(name, port));
    }

    void authorities(List<AuthorityStatus> authorities) {
        line("  authorities  "
                + authorities.stream().map(each -> each.name().word()).collect(Collectors.joining(", ")));
    }

    void gateway(GatewayReport report, HostPort api) {
        line("  gateway      localhost:" + report.address().getPort() + " (" + report.transport() + ", "
                + Machine.tls(report) + ")");
        line("  API          " + api);
    }

    void applied(ApplyAnswer answer) {
        if (!answer.steps().isEmpty()) {
            line("  applied      " + answer.steps().size() + " steps on the demo cluster, "
                    + answer.delivered().size() + " binding delivered");
        }
    }

    void proof(ProveAnswer answer) {
        line("");
        line(ProofTable.render(answer));
        if (answer.cells().isEmpty()) {
            console.note(
                    "postern: nothing of the demo can be proven, because no rule lets the operator in as one of its"
                            + " applications; look at: " + command + " db ls");
        } else if (!answer.passed()) {
            console.note(
                    "postern: NOT READY, the proof failed. Gateway and API run, so that it can be mended: correct the"
                            + " declaration and run " + command + " apply, then " + command
                            + " prove; what happened is in the log folder");
        }
    }

    /** Something that the operator must know while everything runs. */
    void happened(String what) {
        console.note("postern: " + what);
    }

    void notApplied(List<Problem> problems) {
        problems.forEach(problem ->
                console.note("postern: the demo could not be applied: " + problem.what() + "; " + problem.fix()));
    }

    void ready(Home home, PortBook ports, Duration took) {
        double seconds = took.toMillis() / 1000.0;
        ConnectionValues values = values(home, ports.port(Name.GATEWAY));
        if (json) {
            console.json(new Ready(
                    home.folder().toString(),
                    "localhost:" + ports.port(Name.GATEWAY),
                    "127.0.0.1:" + ports.port(Name.API),
                    values.psqlConninfo(),
                    values.jdbcUrl(),
                    seconds));
            return;
        }
        line("");
        line("Ready in " + String.format(Locale.ROOT, "%.1f", seconds)
                + " s. Connect with the operator's certificate:");
        line("  psql      " + values.psqlConninfo());
        line("  JDBC      " + values.jdbcUrl());
        line("  DBeaver   " + values.dbeaver());
        line("  pgAdmin   " + values.pgAdmin());
        line("or, in another terminal, get a certificate of your own and a service-file entry:");
        line("  " + command + " login && psql service=" + ENTRY);
        line("Declared in " + home.resources() + ", delivered to " + home.bindings() + ", logs in " + home.log());
        line("Stop with Ctrl-C or: " + command + " down");
    }

    void stopping() {
        line("Stopped. Data, keys and ports are kept for the next start.");
    }

    private static ConnectionValues values(Home home, int port) {
        Path folder = home.operator();
        return new ConnectionValues(
                ENTRY,
                "localhost",
                port,
                ENTRY,
                ROLE,
                folder.resolve("operator.crt"),
                folder.resolve("operator.key"),
                folder.resolve("operator.pk8"),
                folder.resolve("ca.crt"));
    }

    private void line(String text) {
        if (!json) {
            console.print(text);
        }
    }
}
