package dev.postern.provision.deliver;

import dev.postern.pki.x509.Pem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
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
    public List<Item> items(Access access) {
        return List.of(
                new Item(FileNames.CERTIFICATE, new Content.Chain()),
                new Item(FileNames.KEY, new Content.Key(Encoding.PEM)),
                new Item(FileNames.KEY_DER, new Content.Key(Encoding.DER)),
                new Item(
                        FileNames.ANCHORS,
                        new Content.Text(Pem.write(access.endpoint().serverAnchors()))),
                new Item("jdbc.properties", new Content.Text(properties(access))));
    }

    private static String properties(Access access) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "url",
                "jdbc:postgresql://" + access.endpoint().server() + "/"
                        + URLEncoder.encode(access.endpoint().database(), StandardCharsets.UTF_8));
        words.put("user", access.role());
        words.put("sslmode", access.sslmode().word());
        words.put("sslcert", access.file(FileNames.CERTIFICATE).toString());
        words.put("sslkey", access.file(FileNames.KEY_DER).toString());
        words.put("sslrootcert", access.file(FileNames.ANCHORS).toString());
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
