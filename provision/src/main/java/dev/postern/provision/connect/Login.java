package dev.postern.provision.connect;

import dev.postern.model.HostPort;

/** Everything one connection needs: where, which database, as whom, shown how, protected how. */
public record Login(
        HostPort server,
        String database,
        String user,
        Credential credential,
        Transport transport,
        Timeouts timeouts,
        String applicationName) {
    public Login(HostPort server, String database, String user, Credential credential, Transport transport) {
        this(server, database, user, credential, transport, Timeouts.USUAL, "postern");
    }

    public Login withDatabase(String other) {
        return new Login(server, other, user, credential, transport, timeouts, applicationName);
    }

    public Login withTimeouts(Timeouts other) {
        return new Login(server, database, user, credential, transport, other, applicationName);
    }

    public Login withTransport(Transport other) {
        return new Login(server, database, user, credential, other, timeouts, applicationName);
    }

    public Login withCredential(Credential other) {
        return new Login(server, database, user, other, transport, timeouts, applicationName);
    }
}
