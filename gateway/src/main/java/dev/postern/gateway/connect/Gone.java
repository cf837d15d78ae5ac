package dev.postern.gateway.connect;

import dev.postern.gateway.GatewayCode;
import dev.postern.kernel.problem.Problem;
import dev.postern.model.HostPort;
import dev.postern.postgres.wire.FrameScanner;

/** The sentences about servers that do not do what they should. */
final class Gone {
    private Gone() {}

    static Problem tooLong(byte tag, int body, int longest) {
        return Problem.of(
                GatewayCode.SERVER_LOGIN,
                "the server sent a message of type " + FrameScanner.show(tag) + " with " + body + " bytes, " + longest
                        + " are accepted here",
                "check that the address is a PostgreSQL server's");
    }

    static Problem unreachable(HostPort server, String why) {
        return Problem.of(
                GatewayCode.SERVER_UNREACHABLE,
                "the PostgreSQL server " + server + " cannot be reached: " + why,
                "check that it runs and that the gateway's machine may connect to it");
    }

    static Problem noTls(HostPort server) {
        return Problem.of(
                GatewayCode.SERVER_TLS,
                "the PostgreSQL server " + server + " offers no TLS",
                "set ssl=on there; the gateway never connects without");
    }

    static Problem tls(HostPort server, Throwable cause) {
        return Problem.of(
                GatewayCode.SERVER_TLS,
                "TLS with the PostgreSQL server " + server + " failed: " + reason(cause),
                "its certificate must chain to the cluster's sslrootcert and name this host; it must trust the gateway's"
                        + " client authority");
    }

    static Problem demand(HostPort server, int method) {
        return Problem.of(
                GatewayCode.SERVER_LOGIN,
                "the PostgreSQL server " + server + " asks for authentication method " + method
                        + ", the gateway logs in with a certificate",
                "let pg_hba.conf answer the gateway's address with \"hostssl all all ADDRESS cert\"");
    }

    static Problem login(HostPort server, Throwable cause) {
        return Problem.of(
                GatewayCode.SERVER_LOGIN,
                "the login at the PostgreSQL server " + server + " broke off: " + reason(cause),
                "look into the server's log");
    }

    /** The innermost message is the one that says something. */
    static String reason(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }
}
