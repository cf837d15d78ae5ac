package dev.postern.provision.deliver;

import dev.postern.pki.x509.Pem;
import dev.postern.postgres.conninfo.Conninfo;
import java.util.List;

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
        return Conninfo.empty()
                .with("host", access.endpoint().server().host())
                .with("port", Integer.toString(access.endpoint().server().port()))
                .with("dbname", access.endpoint().database())
                .with("user", access.role())
                .with("sslmode", access.sslmode().word())
                .with("sslcert", access.file(FileNames.CERTIFICATE).toString())
                .with("sslkey", access.file(FileNames.KEY).toString())
                .with("sslrootcert", access.file(FileNames.ANCHORS).toString())
                .keyValue();
    }
}
