package dev.postern.provision.doctor;

import dev.postern.provision.connect.Login;
import dev.postern.provision.doctor.message.Step;
import dev.postern.provision.doctor.probe.Knock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What TCP says. */
final class Reach {
    private Reach() {}

    static List<Check> checks(Login login, List<Knock> knocks) {
        List<Check> checks = new ArrayList<>();
        List<Knock> closed = knocks.stream()
                .filter(knock -> knock.outcome() != Knock.Outcome.OPEN)
                .toList();
        if (closed.size() == knocks.size()) {
            return List.of(unreachable(login, closed));
        }
        Knock open = knocks.stream()
                .filter(knock -> knock.outcome() == Knock.Outcome.OPEN)
                .findFirst()
                .orElseThrow();
        checks.add(Check.ok(
                Step.TCP, address(open) + " port " + login.server().port() + " is open (" + millis(open) + " ms)"));
        if (!closed.isEmpty()) {
            checks.add(Check.warning(
                    Step.TCP,
                    said(closed),
                    "clients that try this address first lose time, or fail when they try one only",
                    "let the server listen there too, or remove the address from the name"));
        }
        return checks;
    }

    private static Check unreachable(Login login, List<Knock> closed) {
        String port = " port " + login.server().port();
        return switch (closed.getFirst().outcome()) {
            case REFUSED, OPEN ->
                Check.failed(
                        Step.TCP,
                        said(closed) + " (" + port.strip() + ")",
                        "nobody listens there: no server, another port, or listen_addresses leaves this address out",
                        "at the server: ss -ltn; SHOW port; SHOW listen_addresses");
            case SILENT ->
                Check.failed(
                        Step.TCP,
                        said(closed) + " (" + port.strip() + ")",
                        "packets are dropped: a firewall, a security group or a network policy; a refusal would come at"
                                + " once",
                        "open the port from here; nc -vz " + login.server().host() + " "
                                + login.server().port() + " from other places shows where it ends");
            case UNREACHABLE ->
                Check.failed(
                        Step.TCP,
                        said(closed) + " (" + port.strip() + ")",
                        "no way leads there from this machine, or a firewall says so",
                        "ip route get " + closed.getFirst().address().getHostAddress()
                                + "; name another address with hostaddr");
        };
    }

    private static String said(List<Knock> knocks) {
        return knocks.stream()
                .map(knock -> address(knock) + " is " + knock.outcome().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String address(Knock knock) {
        return knock.address().getHostAddress();
    }

    private static String millis(Knock knock) {
        return String.format(Locale.ROOT, "%.1f", knock.took().toNanos() / 1e6);
    }
}
