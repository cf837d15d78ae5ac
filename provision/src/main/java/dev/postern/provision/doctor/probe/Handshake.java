package dev.postern.provision.doctor.probe;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** How TLS went. Nothing is verified while it is made: that is judged afterwards, by what was seen. */
public sealed interface Handshake {
    /**
     * It stands.
     *
     * @param chain as the server sent it, leaf first
     * @param authorities whom the server's request for a client certificate names; empty if it asked for none
     */
    record Done(String protocol, String cipher, List<X509Certificate> chain, Optional<List<String>> authorities)
            implements Handshake {
        public Done {
            chain = List.copyOf(chain);
        }
    }

    /**
     * The peer ended it.
     *
     * @param alert as RFC 8446 spells it
     */
    record Alert(String alert, List<X509Certificate> chain, Optional<List<String>> authorities) implements Handshake {
        public Alert {
            chain = List.copyOf(chain);
        }
    }

    /** @param why one line */
    record Broken(String why) implements Handshake {}

    record Silence() implements Handshake {}
}
