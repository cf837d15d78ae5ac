package dev.postern.provision.connect;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** How the connection is protected. */
public sealed interface Transport {
    /** Not at all. */
    record Plain() implements Transport {}

    /** TLS; anybody may be at the other end. */
    record Encrypted() implements Transport {}

    /** TLS with a certificate of one of these authorities, whatever its name. */
    record VerifyCa(List<X509Certificate> anchors) implements Transport {
        public VerifyCa {
            anchors = List.copyOf(anchors);
        }
    }

    /**
     * TLS with a certificate of one of these authorities for the expected name.
     *
     * @param serverName what the certificate must be for and what is sent as SNI; the login's host when empty
     */
    record VerifyFull(List<X509Certificate> anchors, Optional<String> serverName) implements Transport {
        public VerifyFull {
            anchors = List.copyOf(anchors);
        }

        public VerifyFull(List<X509Certificate> anchors) {
            this(anchors, Optional.empty());
        }
    }
}
