package dev.postern.datastore.authority;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that SVIDs are signed with or verified by.
 *
 * @param serial hexadecimal
 * @param sha256 of the whole certificate, hexadecimal
 * @param authorityId its Subject Key Identifier, by which SPIRE calls it
 * @param key for example {@code EC 256}
 * @param uris its SPIFFE ID, usually one
 * @param tainted it is trusted still, but nothing signed by it is to be used any more
 */
public record X509Authority(
        String subject,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String sha256,
        Optional<String> authorityId,
        String key,
        List<String> uris,
        boolean tainted) {}
