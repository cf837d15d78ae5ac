package dev.postern.model;

import dev.postern.model.shape.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PostgreSQL server's address: {@code host} is a DNS name or an IP literal without brackets. */
public record HostPort(String host, int port) {
    private static final int MOST_PORT = 65_535;
    private static final int MOST_HOST = 253;
    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\[\\]:]+)):([0-9]{1,9})");
    private static final Pattern DNS =
            Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\\.?");
    private static final String FIX = "write \"host:port\", for example \"pg1.example.com:5432\" or \"[::1]:5432\"";

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** The reverse of {@link #toString}. */
    public static HostPort parse(String text) {
        return switch (read(text)) {
            case Outcome.Good<HostPort>(HostPort value) -> value;
            case Outcome.Bad<HostPort>(String what, String fix) ->
                throw new IllegalArgumentException("\"" + text + "\" " + what + "; " + fix);
            case Outcome.Later<HostPort>(String what, String instead) ->
                throw new IllegalArgumentException("\"" + text + "\" " + what + "; " + instead);
        };
    }

    static Outcome<HostPort> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Outcome.bad("is not an address with a port", FIX);
        }
        int port = Integer.parseInt(parts.group(3));
        if (port < 1 || port > MOST_PORT) {
            return Outcome.bad("has the port " + port + ", which is not from 1 to " + MOST_PORT, FIX);
        }
        String literal = parts.group(1);
        if (literal != null) {
            return literal.indexOf(':') >= 0
                    ? Outcome.good(new HostPort(literal, port))
                    : Outcome.bad("has brackets around what is no IPv6 address", FIX);
        }
        String host = parts.group(2);
        return host.length() <= MOST_HOST && DNS.matcher(host).matches()
                ? Outcome.good(new HostPort(host, port))
                : Outcome.bad("has no valid host name", FIX);
    }
}
