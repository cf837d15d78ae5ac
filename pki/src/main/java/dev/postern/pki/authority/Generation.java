package dev.postern.pki.authority;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * One root of an authority. There is more than one while a rotation is under way.
 *
 * @param number counts from 1
 * @param keyEncryptionKey the id of the key under which {@code key} is wrapped
 */
public record Generation(
        AuthorityName authority,
        int number,
        State state,
        X509Certificate certificate,
        WrappedKey key,
        String keyEncryptionKey,
        Instant created) {
    /** Where a root stands in its life. */
    public enum State {
        /** Distributed, not yet signing. */
        PREPARED,
        /** Signs. Exactly one of each authority. */
        ACTIVE,
        /** Signs no more; what it signed is still believed. */
        OLD
    }
}
