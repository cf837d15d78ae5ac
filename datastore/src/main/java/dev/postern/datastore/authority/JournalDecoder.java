package dev.postern.datastore.authority;

import dev.postern.datastore.protobuf.Field;
import dev.postern.datastore.protobuf.MalformedMessageException;
import dev.postern.datastore.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code data} of a row of {@code ca_journals}. */
public final class JournalDecoder {
    private JournalDecoder() {}

    public static Decoded<Journal> decode(byte[] data) {
        try {
            return new Decoded.Whole<>(read(data));
        } catch (MalformedMessageException malformed) {
            return new Decoded.Broken<>(String.valueOf(malformed.getMessage()));
        }
    }

    private static Journal read(byte[] data) throws MalformedMessageException {
        List<JournalEntry> x509 = new ArrayList<>();
        List<JournalEntry> jwt = new ArrayList<>();
        List<JournalEntry> wit = new ArrayList<>();
        for (Field field : Message.fields(data)) {
            switch (field.number()) {
                case 1 -> x509.add(certificate(field.bytes("an X.509 authority")));
                case 2 -> jwt.add(key(field.bytes("a JWT key")));
                case 3 -> wit.add(key(field.bytes("a WIT key")));
                default -> {}
            }
        }
        return new Journal(List.copyOf(x509), List.copyOf(jwt), List.copyOf(wit));
    }

    private static JournalEntry certificate(byte[] message) throws MalformedMessageException {
        String slot = "";
        AuthorityState state = AuthorityState.UNKNOWN;
        String authorityId = "";
        long issuedAt = 0;
        long notAfter = 0;
        Optional<X509Authority> certificate = Optional.empty();
        String upstream = "";
        for (Field field : Message.fields(message)) {
            switch (field.number()) {
                case 1 -> slot = field.text("a slot");
                case 2 -> issuedAt = field.number("a time of issue");
                case 3 ->
                    certificate = PublicMaterial.authorities(field.bytes("a certificate"), false).stream()
                            .findFirst();
                case 5 -> state = AuthorityState.of(field.number("a state"));
                case 6 -> authorityId = field.text("an authority's id");
                case 7 -> notAfter = field.number("an end");
                case 8 -> upstream = field.text("an upstream authority's id");
                default -> {}
            }
        }
        return new JournalEntry(
                slot,
                state,
                authorityId,
                EpochSeconds.instant(issuedAt),
                EpochSeconds.instant(notAfter),
                certificate,
                Optional.of(upstream).filter(text -> !text.isEmpty()),
                certificate.map(X509Authority::key));
    }

    private static JournalEntry key(byte[] message) throws MalformedMessageException {
        String slot = "";
        AuthorityState state = AuthorityState.UNKNOWN;
        String kid = "";
        String authorityId = "";
        long issuedAt = 0;
        long notAfter = 0;
        Optional<String> key = Optional.empty();
        for (Field field : Message.fields(message)) {
            switch (field.number()) {
                case 1 -> slot = field.text("a slot");
                case 2 -> issuedAt = field.number("a time of issue");
                case 3 -> notAfter = field.number("an end");
                case 4 -> kid = field.text("a key's id");
                case 5 -> key = Optional.of(PublicMaterial.key(field.bytes("a key")));
                case 6 -> state = AuthorityState.of(field.number("a state"));
                case 7 -> authorityId = field.text("an authority's id");
                default -> {}
            }
        }
        return new JournalEntry(
                slot,
                state,
                authorityId.isEmpty() ? kid : authorityId,
                EpochSeconds.instant(issuedAt),
                EpochSeconds.instant(notAfter),
                Optional.empty(),
                Optional.empty(),
                key);
    }
}
