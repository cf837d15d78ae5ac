package dev.postern.provision.prove;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The fatal alerts of TLS with which a peer turns somebody away. */
public enum TlsAlert {
    HANDSHAKE_FAILURE,
    NO_CERTIFICATE,
    BAD_CERTIFICATE,
    UNSUPPORTED_CERTIFICATE,
    CERTIFICATE_REVOKED,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_UNKNOWN,
    UNKNOWN_CA,
    ACCESS_DENIED,
    DECRYPT_ERROR,
    PROTOCOL_VERSION,
    INSUFFICIENT_SECURITY,
    INTERNAL_ERROR,
    UNRECOGNIZED_NAME,
    CERTIFICATE_REQUIRED,
    NO_APPLICATION_PROTOCOL;

    static Optional<TlsAlert> named(String word) {
        return Arrays.stream(values())
                .filter(alert -> alert.word().equals(word))
                .findFirst();
    }

    /** As RFC 8446 spells it: {@code unknown_ca}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
