package dev.postern.provision.doctor;

import dev.postern.postgres.conninfo.Keyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A URL of pgjdbc's as a URI of libpq's: what libpq has no word for is left out, others have judged it. */
final class JdbcText {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final Map<String, String> NAMES = Map.of(
            "sslNegotiation", "sslnegotiation",
            "channelBinding", "channel_binding",
            "requireAuth", "require_auth",
            "connectTimeout", "connect_timeout",
            "ApplicationName", "application_name");

    private JdbcText() {}

    static boolean is(String text) {
        return text.startsWith("jdbc:");
    }

    static String toUri(String text) {
        if (!text.startsWith(PREFIX)) {
            return text;
        }
        String rest = text.substring(PREFIX.length());
        int question = rest.indexOf('?');
        String where = question < 0 ? rest : rest.substring(0, question);
        List<String> kept = new ArrayList<>();
        for (String each :
                question < 0 ? new String[0] : rest.substring(question + 1).split("&", -1)) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            String own = NAMES.getOrDefault(name, name);
            if (equals > 0 && Keyword.named(own).isPresent()) {
                kept.add(own + "=" + each.substring(equals + 1).replace("+", "%20"));
            }
        }
        String authority = where.startsWith("//") ? where : "///" + where.replaceFirst("^/", "");
        return "postgresql:" + authority + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
    }
}
