package dev.postern.pki.authority;

import java.time.Instant;

/** @param valid how many certificates it signed that are valid now */
public record AuthorityStatus(AuthorityName name, int generation, String subject, Instant notAfter, long valid) {}
