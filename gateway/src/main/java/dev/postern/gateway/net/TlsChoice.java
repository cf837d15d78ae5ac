package dev.postern.gateway.net;

/** Which TLS provider to use. */
public enum TlsChoice {
    /** OpenSSL (BoringSSL) where its native part loads, else the JDK's. */
    AUTO,
    OPENSSL,
    JDK
}
