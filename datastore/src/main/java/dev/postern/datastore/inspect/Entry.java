package dev.postern.datastore.inspect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A registration entry.
 *
 * @param parent what the parent is: agent, entry, server, token (not used yet), missing, or unknown where that may not be
 *     read
 * @param x509TtlSeconds 0 for the server's own
 * @param jwtTtlSeconds 0 for the server's own
 */
public record Entry(
        String entryId,
        String spiffeId,
        String parentId,
        String parent,
        List<String> selectors,
        List<String> dnsNames,
        List<String> federatesWith,
        long x509TtlSeconds,
        long jwtTtlSeconds,
        boolean admin,
        boolean downstream,
        boolean storeSvid,
        Optional<String> hint,
        Optional<Instant> expiresAt,
        long revision) {}
