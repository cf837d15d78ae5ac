package dev.postern.provision.deliver;

import dev.postern.pki.x509.Pem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whatever takes libpq's connection strings: psql, psycopg, pgx, Go's lib/pq. The file {@code conninfo} holds one, for
 * {@code psql "$(cat conninfo)"}.
 */
record Libpq() implements Consumer {
    @Override
    public String name() {
        return "libpq";
    }

    @Override
    public List<Item> items(Access access) {
        return List.of(
                new Item(FileNames.CERTIFICATE, new Content.Chain()),
                new Item(FileNames.KEY, new Content.Key(Encoding.PEM)),
                new Item(
                        FileNames.ANCHORS,
                        new Content.Text(Pem.write(access.endpoint().serverAnchors()))),
                new Item("conninfo", new Content.Text(conninfo(access) + "\n")));
    }

    private static String conninfo(Access access) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("host", access.endpoint().server().host());
        words.put("port", Integer.toString(access.endpoint().server().port()));
        words.put("dbname", access.endpoint().database());
        words.put("user", access.role());
        words.put("sslmode", access.sslmode().word());
        words.put("sslcert", access.file(FileNames.CERTIFICATE).toString());
        words.put("sslkey", access.file(FileNames.KEY).toString());
        words.put("sslrootcert", access.file(FileNames.ANCHORS).toString());
        return words.entrySet().stream()
                .map(word -> word.getKey() + "=" + quote(word.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quote(String value) {
        return value.matches("[A-Za-z0-9_./:-]+")
                ? value
                : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
