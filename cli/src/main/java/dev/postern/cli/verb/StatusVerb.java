package dev.postern.cli.verb;

import dev.postern.api.Route;
import dev.postern.api.Status;
import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.TextTable;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "status", header = "What runs, where, and until when its certificates are valid.")
final class StatusVerb implements Callable<Integer> {
    private final Globals globals;
    private final Surroundings around;

    StatusVerb(Globals globals, Surroundings around) {
        this.globals = globals;
        this.around = around;
    }

    @Override
    public Integer call() {
        Status status = new Control(globals.home(around), around).ask(Route.STATUS);
        if (globals.json) {
            around.console().json(status);
        } else {
            print(status);
        }
        return ExitCode.DONE.number();
    }

    private void print(Status status) {
        line("Postern " + status.version() + ", pid " + status.pid() + ", running for "
                + Times.length(status.uptime()));
        line("Home    " + status.home());
        line("API     " + status.address());
        status.gateway()
                .ifPresent(gateway -> line("Gateway " + gateway.address() + ", " + gateway.transport()
                        + ", TLS by " + gateway.tls() + ", " + gateway.sessions() + " clients, " + gateway.pooled()
                        + " idle server connections"));
        line("");
        TextTable servers = new TextTable("POSTGRESQL", "VERSION", "ADDRESS", "PID", "TLS LIBRARY", "DATA");
        status.servers()
                .forEach(server -> servers.row(
                        server.name(),
                        server.version(),
                        server.host() + ":" + server.port(),
                        Long.toString(server.pid()),
                        server.openssl().orElse("unknown"),
                        server.dataFolder()));
        line(servers.render());
        status.servers().stream()
                .filter(server -> !server.note().isEmpty())
                .forEach(server -> line("  " + server.name() + ": " + server.note()));
        line("");
        certificates(status);
        line("");
        line("Declared: "
                + new TreeMap<>(status.resources())
                        .entrySet().stream()
                                .map(kind -> kind.getKey() + " " + kind.getValue())
                                .collect(Collectors.joining(", ")));
        if (status.lostSessionEvents() > 0) {
            line("Lost: " + status.lostSessionEvents() + " session events could not be recorded");
        }
    }

    private void certificates(Status status) {
        TextTable authorities = new TextTable("AUTHORITY", "SUBJECT", "ISSUED", "UNTIL");
        status.authorities()
                .forEach(authority -> authorities.row(
                        authority.name(),
                        authority.subject(),
                        Long.toString(authority.issued()),
                        Times.at(authority.notAfter())));
        line(authorities.render());
        line("");
        TextTable certificates = new TextTable("CERTIFICATE", "SUBJECT", "UNTIL");
        status.certificates()
                .forEach(certificate -> certificates.row(
                        certificate.use(),
                        certificate.subject(),
                        Times.until(certificate.notAfter(), around.clock().instant())));
        line(certificates.render());
    }

    private void line(String text) {
        around.console().print(text);
    }
}
