package dev.postern.postgres.conninfo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code postgresql://user@host:port,host/dbname?key=value}, as libpq 18 reads it: no RFC 3986, and not WHATWG either. */
final class UriForm {
    private static final List<String> PREFIXES = List.of("postgresql://", "postgres://");
    private static final String WHERE = "the URI";
    private static final String HEX = "0123456789ABCDEF";

    private final Draft draft;
    private String text = "";
    private int at;

    UriForm(Draft draft) {
        this.draft = draft;
    }

    static boolean isUri(String text) {
        return PREFIXES.stream().anyMatch(text::startsWith);
    }

    void parse(String uri) {
        text = uri;
        at = PREFIXES.stream()
                .filter(uri::startsWith)
                .findFirst()
                .map(String::length)
                .orElse(0);
        userInfo();
        hosts();
        if (at < text.length() && text.charAt(at) == '/') {
            at++;
            store("dbname", until("?"));
        }
        if (at < text.length()) {
            at++;
            parameters();
        }
    }

    private void userInfo() {
        int start = at;
        String before = until("@/");
        if (at == text.length() || text.charAt(at) != '@') {
            at = start;
            return;
        }
        at++;
        int colon = before.indexOf(':');
        store("user", colon < 0 ? before : before.substring(0, colon));
        if (colon >= 0) {
            store("password", before.substring(colon + 1));
        }
    }

    private void hosts() {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        boolean more = true;
        while (more) {
            hosts.add(host());
            String port = "";
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                port = until("/?,");
            }
            ports.add(port);
            more = at < text.length() && text.charAt(at) == ',';
            if (more) {
                at++;
            }
        }
        store("host", String.join(",", hosts));
        store("port", String.join(",", ports));
    }

    private String host() {
        if (at == text.length() || text.charAt(at) != '[') {
            return until(":/?,");
        }
        at++;
        int start = at;
        String host = until("]");
        if (at == text.length()) {
            throw draft.syntax(WHERE + " has a [ without ] at character " + start, "close it behind the address");
        }
        if (host.isEmpty()) {
            throw draft.syntax(WHERE + " has [] without an address at character " + start, "write the IPv6 address");
        }
        at++;
        if (at < text.length() && ":/?,".indexOf(text.charAt(at)) < 0) {
            throw draft.syntax(
                    WHERE + " has something behind ] at character " + (at + 1), "only : / ? or , may follow there");
        }
        return host;
    }

    private void parameters() {
        while (at < text.length()) {
            int start = at;
            String pair = until("&");
            at = Math.min(at + 1, text.length());
            int equals = pair.indexOf('=');
            if (equals < 0 || pair.indexOf('=', equals + 1) >= 0) {
                throw draft.syntax(
                        WHERE + " has a parameter " + (equals < 0 ? "without \"=\"" : "with a second \"=\"")
                                + " at character " + (start + 1),
                        "write key=value between &; write %3D for = in a value");
            }
            String keyword = decode(pair.substring(0, equals));
            String value = decode(pair.substring(equals + 1));
            if (keyword.equals("ssl") && value.equals("true")) {
                draft.take("sslmode", "require", WHERE);
            } else {
                draft.take(keyword, value, WHERE + ", at character " + (start + 1) + ",");
            }
        }
    }

    private void store(String keyword, String encoded) {
        if (!encoded.isEmpty()) {
            draft.take(keyword, decode(encoded), WHERE);
        }
    }

    private String until(String stops) {
        int start = at;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Percent signs resolved; spaces at both ends are dropped and none is taken inside, as libpq 18 does. */
    private String decode(String encoded) {
        byte[] bytes = strip(encoded).getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ' ') {
                throw draft.syntax(WHERE + " has a space inside a part", "write %20");
            }
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw draft.syntax(WHERE + " has a % without two hexadecimal digits", "write %25 for a percent sign");
            }
            if (high + low == 0) {
                throw draft.syntax(WHERE + " has %00, which no setting can hold", "remove it");
            }
            decoded.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException _) {
            throw draft.syntax(WHERE + " has percent-encoded bytes that are not UTF-8", "encode the text as UTF-8");
        }
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    static String render(Map<String, String> settings) {
        String host = settings.getOrDefault("host", "");
        String port = settings.getOrDefault("port", "");
        String[] hosts = host.split(",", -1);
        String[] ports = port.split(",", -1);
        // what cannot stand in the first part of a URI without changing stands behind the question mark
        boolean paired = hosts.length == ports.length && !(host + port).isEmpty();
        StringBuilder uri = new StringBuilder("postgresql://");
        String user = settings.getOrDefault("user", "");
        if (!user.isEmpty()) {
            uri.append(encode(user)).append('@');
        }
        if (paired) {
            uri.append(netlocs(hosts, ports));
        }
        String dbname = settings.getOrDefault("dbname", "");
        if (!dbname.isEmpty()) {
            uri.append('/').append(encode(dbname));
        }
        String parameters = settings.entrySet().stream()
                .filter(setting -> switch (setting.getKey()) {
                    case "user", "dbname" -> setting.getValue().isEmpty();
                    case "host", "port" -> !paired || setting.getValue().isEmpty();
                    default -> true;
                })
                .map(setting -> setting.getKey() + "=" + encode(setting.getValue()))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? uri.toString() : uri + "?" + parameters;
    }

    private static String netlocs(String[] hosts, String[] ports) {
        List<String> netlocs = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            String host = hosts[i].indexOf(':') >= 0 && hosts[i].indexOf(']') < 0
                    ? "[" + encode(hosts[i]).replace("%3A", ":") + "]"
                    : encode(hosts[i]);
            netlocs.add(ports[i].isEmpty() ? host : host + ":" + encode(ports[i]));
        }
        return String.join(",", netlocs);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (plain || "-._~".indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }
}
