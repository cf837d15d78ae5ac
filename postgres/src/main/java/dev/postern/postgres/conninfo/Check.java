package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what libpq's parser lets pass and its connecting refuses. */
final class Check {
    private static final int MOST_PORT = 65_535;
    private static final Set<String> NUMBERS = Set.of(
            "connect_timeout",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout");

    private final Conninfo conninfo;
    private final List<Problem> problems = new ArrayList<>();

    Check(Conninfo conninfo) {
        this.conninfo = conninfo;
    }

    List<Problem> problems() {
        conninfo.settings().forEach(this::checkWord);
        checkPorts();
        checkNegotiation();
        return List.copyOf(problems);
    }

    private void checkWord(String name, String value) {
        List<String> words = Keyword.named(name).orElseThrow().words();
        if (!words.isEmpty() && !words.contains(value)) {
            add(
                    name + " is none of libpq's words" + Suggestion.phrase(value.length() > 40 ? "" : value, words),
                    "use " + String.join(", ", words));
        }
        if (NUMBERS.contains(name) && !value.strip().matches("-?[0-9]{1,9}")) {
            add(name + " is not a whole number", "write a number");
        }
    }

    private void checkPorts() {
        List<String> hosts = conninfo.list("host");
        List<String> addresses = conninfo.list("hostaddr");
        List<String> ports = conninfo.list("port");
        boolean both = !conninfo.get("host").orElse("").isEmpty()
                && !conninfo.get("hostaddr").orElse("").isEmpty();
        if (both && hosts.size() != addresses.size()) {
            add(hosts.size() + " hosts for " + addresses.size() + " hostaddrs", "name as many hosts as addresses");
        }
        int most = Math.max(hosts.size(), addresses.size());
        if (ports.size() > 1 && ports.size() != most) {
            add(ports.size() + " ports for " + most + " hosts", "name one port, or one for each host");
        }
        for (String port : ports) {
            boolean number = port.strip().matches("[0-9]{1,9}");
            if (!port.isEmpty() && !(number && inRange(Integer.parseInt(port.strip())))) {
                add("port has an item that is not a number from 1 to " + MOST_PORT, "write a port's number");
            }
        }
    }

    private static boolean inRange(int port) {
        return port >= 1 && port <= MOST_PORT;
    }

    private void checkNegotiation() {
        String sslmode = conninfo.get("sslmode").orElse("prefer");
        if (conninfo.get("sslnegotiation").orElse("").equals("direct")
                && List.of("disable", "allow", "prefer").contains(sslmode)) {
            add("sslnegotiation=direct does not go with the weak sslmode " + sslmode, "use sslmode=verify-full");
        }
    }

    private void add(String what, String fix) {
        problems.add(Problem.of(ConninfoCode.BAD_VALUE, what, fix));
    }
}
