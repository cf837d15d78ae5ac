package dev.postern.postgres.conninfo;

import dev.postern.kernel.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** pgjdbc's URL. Its settings have other names, some have other words, and some of libpq's it does not have. */
final class JdbcForm {
    /** libpq's name to pgjdbc's, where the values are the same. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("user", "user"),
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("options", "options"),
            Map.entry("application_name", "ApplicationName"),
            Map.entry("require_auth", "requireAuth"));

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "primary", "primary",
            "read-write", "primary",
            "standby", "secondary",
            "read-only", "secondary",
            "prefer-standby", "preferSecondary");

    private final List<Problem> problems = new ArrayList<>();

    private JdbcForm() {}

    static String render(Conninfo conninfo) {
        List<Problem> wrong = conninfo.check();
        if (!wrong.isEmpty()) {
            throw new ConninfoException(wrong);
        }
        return new JdbcForm().url(conninfo);
    }

    private String url(Conninfo conninfo) {
        String hosts = conninfo.hosts().stream().map(this::host).collect(Collectors.joining(","));
        String dbname = conninfo.get("dbname").or(() -> conninfo.get("user")).orElse("");
        String parameters = conninfo.settings().entrySet().stream()
                .flatMap(setting -> parameter(setting.getKey(), setting.getValue()).stream())
                .collect(Collectors.joining("&"));
        if (!problems.isEmpty()) {
            throw new ConninfoException(problems);
        }
        return "jdbc:postgresql://" + hosts + "/" + encode(dbname) + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private String host(Conninfo.Host host) {
        String name = host.host().isEmpty() ? "localhost" : host.host();
        if (name.startsWith("/") || name.startsWith("@")) {
            refuse("pgjdbc does not connect to sockets", "name a host");
        }
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + host.port();
    }

    private Optional<String> parameter(String name, String value) {
        String renamed = NAMES.get(name);
        if (renamed != null) {
            return Optional.of(renamed + "=" + encode(value));
        }
        return switch (name) {
            case "host", "port", "dbname" -> Optional.empty();
            case "target_session_attrs" -> Optional.of("targetServerType=" + SERVER_TYPES.getOrDefault(value, value));
            case "load_balance_hosts" -> Optional.of("loadBalanceHosts=" + value.equals("random"));
            case "keepalives" -> Optional.of("tcpKeepAlive=" + !value.equals("0"));
            default -> {
                refuse("pgjdbc has no setting like libpq's " + name, "leave it out, or use another driver");
                yield Optional.empty();
            }
        };
    }

    private void refuse(String what, String fix) {
        problems.add(Problem.of(ConninfoCode.NOT_EXPRESSIBLE, what, fix));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
