package dev.postern.cli.login;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How a client connects to an entry: what every driver and tool wants to know, in one place.
 *
 * @param service section of the service file
 * @param sslkey PEM, for libpq
 * @param sslkeyDer DER, for pgjdbc
 */
public record ConnectionValues(
        String service,
        String host,
        int port,
        String database,
        String user,
        Path sslcert,
        Path sslkey,
        Path sslkeyDer,
        Path sslrootcert) {
    public static final String SSLMODE = "verify-full";

    public String psql() {
        return "psql service=" + service;
    }

    /** For psql without a service file. */
    public String psqlConninfo() {
        return "psql \"host=" + host + " port=" + port + " dbname=" + quote(database) + " user=" + quote(user)
                + " sslmode=" + SSLMODE + " sslcert=" + quote(sslcert.toString()) + " sslkey="
                + quote(sslkey.toString()) + " sslrootcert=" + quote(sslrootcert.toString()) + '"';
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port + "/"
                + encode(database) + "?user=" + encode(user) + "&sslmode=" + SSLMODE + "&sslcert=" + encode(sslcert)
                + "&sslkey=" + encode(sslkeyDer) + "&sslrootcert=" + encode(sslrootcert);
    }

    /** The fields of DBeaver's connection and of its SSL tab. */
    public String dbeaver() {
        return "host " + host + ", port " + port + ", database " + database + ", user name " + user
                + ", no password; SSL: CA certificate " + sslrootcert + ", client certificate " + sslcert
                + ", client private key " + sslkeyDer + ", SSL mode " + SSLMODE;
    }

    /** The fields of pgAdmin's connection tab and of its parameters. */
    public String pgAdmin() {
        return "host " + host + ", port " + port + ", maintenance database " + database + ", username " + user
                + ", no password; parameters: SSL mode " + SSLMODE + ", client certificate " + sslcert
                + ", client certificate key " + sslkey + ", root certificate " + sslrootcert;
    }

    /** The service, and what differs from it. */
    public String serviceConninfo() {
        return "service=" + quote(service) + " dbname=" + quote(database) + " user=" + quote(user);
    }

    public ConnectionValues with(String otherUser, String otherDatabase) {
        return new ConnectionValues(
                service, host, port, otherDatabase, otherUser, sslcert, sslkey, sslkeyDer, sslrootcert);
    }

    // quotes only where libpq needs them, so that the line stays readable
    private static String quote(String value) {
        if (value.matches("[A-Za-z0-9_./@:-]+")) {
            return value;
        }
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String encode(Path path) {
        return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
