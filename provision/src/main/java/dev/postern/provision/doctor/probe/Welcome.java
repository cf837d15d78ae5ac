package dev.postern.provision.doctor.probe;

import java.util.List;
import java.util.Map;

/** What a server said to the start-up message. */
public sealed interface Welcome {
    /** It lets this user in without asking for more: trust, peer, or the certificate was enough. */
    record Admitted(Map<String, String> parameters, int pid) implements Welcome {
        public Admitted {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * It wants something.
     *
     * @param method the protocol's number: 3 cleartext, 5 MD5, 7 GSS, 9 SSPI, 10 SASL
     * @param mechanisms of SASL
     */
    record Asks(int method, List<String> mechanisms) implements Welcome {
        public Asks {
            mechanisms = List.copyOf(mechanisms);
        }
    }

    record Refused(ServerError error) implements Welcome {}

    /** @param text its first bytes, printable */
    record Other(String text) implements Welcome {}

    record Silence() implements Welcome {}

    record HungUp() implements Welcome {}

    /** A fatal alert after the handshake, as TLS 1.3 refuses client certificates. */
    record Alert(String alert) implements Welcome {}
}
