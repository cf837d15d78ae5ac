package dev.postern.provision.consumer;

import java.util.Map;

/**
 * Go's pgx, also below database/sql and GORM. A folder for each purpose, with the connection string in both forms. pgx
 * reads password files as libpq does.
 */
record Pgx() implements Consumer {
    private static final String DIFFERENCES = """
            sslmode            prefer when not said; require with an sslrootcert checks the authority, as verify-ca does
            sslcert, sslkey    read once, when the string is parsed: after a renewal the process has to be restarted
            sslkey             its mode is not looked at
            unknown keywords   are sent to the server as settings, which refuses the login: channel_binding before 5.8,
                               gssencmode, sslcrl, keepalives
            passwords          without quotes end at the first blank; password= followed by another keyword swallows it
            statements         are prepared and kept: a pooler has to know prepared statements, or hold the session
            """;

    @Override
    public String name() {
        return "pgx";
    }

    @Override
    public Driver driver() {
        return Driver.PGX;
    }

    @Override
    public void write(Access access, Draft draft) {
        for (Map.Entry<String, Login> login : access.logins().entrySet()) {
            Purpose purpose = new Purpose(access, login.getKey(), login.getValue());
            purpose.material(draft);
            purpose.passwordFile(draft);
            purpose.file(draft, "dsn", purpose.conninfo().keyValue() + "\n");
            purpose.file(draft, "url", purpose.conninfo().uri() + "\n");
        }
        draft.print("What pgx does otherwise than libpq", DIFFERENCES);
    }
}
