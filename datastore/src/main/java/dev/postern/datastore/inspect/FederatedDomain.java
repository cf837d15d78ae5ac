package dev.postern.datastore.inspect;

import java.util.Optional;

/** A trust domain whose bundle is fetched. */
public record FederatedDomain(
        String trustDomain, String url, String profile, Optional<String> endpointSpiffeId, boolean implicit) {}
