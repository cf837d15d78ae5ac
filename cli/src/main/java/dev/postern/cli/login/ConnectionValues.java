package dev.postern.cli.login;

import dev.postern.postgres.conninfo.Conninfo;
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
        return "psql \"" + conninfo().keyValue().replaceAll("([\\\\\"$`])", "\\\\$1") + '"';
    }

    /** For pgjdbc, which takes the key as DER. */
    public String jdbcUrl() {
        String url = conninfo().with("sslkey", sslkeyDer.toString()).jdbcUrl();
        // paths stay readable: behind the question mark a slash means nothing
        int parameters = url.indexOf('?');
        return url.substring(0, parameters) + url.substring(parameters).replace("%2F", "/");
    }

    /** As libpq takes it: what stands in the service file. */
    public Conninfo conninfo() {
        return Conninfo.empty()
                .with("host", host)
                .with("port", Integer.toString(port))
                .with("dbname", database)
                .with("user", user)
                .with("sslmode", SSLMODE)
                .with("sslcert", sslcert.toString())
                .with("sslkey", sslkey.toString())
                .with("sslrootcert", sslrootcert.toString());
    }

    /** The service, and what differs from it. */
    public String serviceConninfo() {
        return Conninfo.empty()
                .with("service", service)
                .with("dbname", database)
                .with("user", user)
                .keyValue();
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

    public ConnectionValues with(String otherUser, String otherDatabase) {
        return new ConnectionValues(
                service, host, port, otherDatabase, otherUser, sslcert, sslkey, sslkeyDer, sslrootcert);
    }

    // quotes only where libpq needs them, so that the line stays readable
}
