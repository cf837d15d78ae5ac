package dev.postern.datastore.inspect;

import dev.postern.datastore.authority.TrustBundle;
import java.util.Optional;

/**
 * A trust domain's bundle.
 *
 * @param kind own, federated, or unknown where nothing tells whose store this is
 * @param broken why the bundle could not be read
 */
public record BundleRow(
        String trustDomain, String kind, long bytes, Optional<TrustBundle> bundle, Optional<String> broken) {}
