package dev.postern.pki.authority;

import java.math.BigInteger;
import java.time.Instant;

/**
 * The record of one certificate, committed before it is signed, so that there is none that nobody knows of. PostgreSQL
 * logs the serial.
 *
 * @param uri the URI subject alternative name; empty for servers
 * @param requester who asked: a subject, or a part of Postern
 * @param keyHash SHA-256 of the {@code SubjectPublicKeyInfo}, hexadecimal
 * @param requestId one per request, for joining with logs
 */
public record IssuedRow(
        BigInteger serial,
        AuthorityName authority,
        int generation,
        String subject,
        String uri,
        String requester,
        String keyHash,
        Instant notBefore,
        Instant notAfter,
        String requestId,
        Instant at) {}
