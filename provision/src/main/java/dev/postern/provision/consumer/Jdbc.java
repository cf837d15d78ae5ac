package dev.postern.provision.consumer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * pgjdbc, which reads its key as DER. {@code jdbc.properties} is what {@code java.util.Properties} loads: {@code url},
 * and properties for {@code DriverManager.getConnection}. The PEM key lies beside it for psql.
 */
record Jdbc() implements Consumer {
    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public Driver driver() {
        return Driver.PGJDBC;
    }

    @Override
    public void write(Access access, Draft draft) {
        for (Map.Entry<String, Login> login : access.logins().entrySet()) {
            Purpose purpose = new Purpose(access, login.getKey(), login.getValue());
            purpose.material(draft);
            if (access.auth().usesCertificate()) {
                draft.file(purpose.file(FileNames.KEY_DER), new Content.Key(purpose.name(), Content.Encoding.DER));
            }
            String properties = properties(access, purpose);
            draft.file(
                    purpose.file("jdbc.properties"),
                    access.auth().usesPassword()
                            ? Content.with(
                                    Access.password(purpose.login()),
                                    password -> properties + "password=" + password.by(Jdbc::escape) + "\n")
                            : new Content.Text(properties));
        }
    }

    static String url(Endpoint endpoint) {
        return "jdbc:postgresql://" + endpoint.server() + "/"
                + URLEncoder.encode(endpoint.database(), StandardCharsets.UTF_8);
    }

    private static String properties(Access access, Purpose purpose) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("url", url(access.endpoint()));
        words.put("user", purpose.login().user());
        words.put("sslmode", access.sslmode().word());
        if (access.auth().usesCertificate()) {
            words.put("sslcert", purpose.path(FileNames.CERTIFICATE));
            words.put("sslkey", purpose.path(FileNames.KEY_DER));
        }
        if (access.verifiable()) {
            words.put("sslrootcert", purpose.path(FileNames.ANCHORS));
        }
        StringBuilder text = new StringBuilder();
        words.forEach((name, value) ->
                text.append(name).append('=').append(escape(value)).append('\n'));
        return text.toString();
    }

    // Properties.store would write the date, and so a different file each time
    private static String escape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' || c == ' ') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
