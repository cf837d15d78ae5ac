package dev.postern.datastore.authority;

import dev.postern.datastore.protobuf.Field;
import dev.postern.datastore.protobuf.MalformedMessageException;
import dev.postern.datastore.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code data} of a row of {@code bundles}. */
public final class BundleDecoder {
    private static final int TRUST_DOMAIN = 1;
    private static final int ROOT_CAS = 2;
    private static final int JWT_KEYS = 3;
    private static final int REFRESH_HINT = 4;
    private static final int SEQUENCE = 5;
    private static final int WIT_KEYS = 6;

    private BundleDecoder() {}

    public static Decoded<TrustBundle> decode(byte[] data) {
        try {
            return new Decoded.Whole<>(read(data));
        } catch (MalformedMessageException malformed) {
            return new Decoded.Broken<>(String.valueOf(malformed.getMessage()));
        }
    }

    private static TrustBundle read(byte[] data) throws MalformedMessageException {
        String trustDomain = "";
        List<X509Authority> authorities = new ArrayList<>();
        List<SigningKey> jwt = new ArrayList<>();
        List<SigningKey> wit = new ArrayList<>();
        long refreshHint = 0;
        long sequence = 0;
        for (Field field : Message.fields(data)) {
            switch (field.number()) {
                case TRUST_DOMAIN -> trustDomain = field.text("the trust domain");
                case ROOT_CAS -> authorities.addAll(certificate(field.bytes("a root")));
                case JWT_KEYS -> jwt.add(key(field.bytes("a JWT key")));
                case REFRESH_HINT -> refreshHint = field.number("the refresh hint");
                case SEQUENCE -> sequence = field.number("the sequence number");
                case WIT_KEYS -> wit.add(key(field.bytes("a WIT key")));
                // what a newer SPIRE adds
                default -> {}
            }
        }
        return new TrustBundle(
                trustDomain,
                List.copyOf(authorities),
                List.copyOf(jwt),
                List.copyOf(wit),
                refreshHint,
                Long.toUnsignedString(sequence));
    }

    private static List<X509Authority> certificate(byte[] message) throws MalformedMessageException {
        byte[] der = {};
        boolean tainted = false;
        for (Field field : Message.fields(message)) {
            switch (field.number()) {
                case 1 -> der = field.bytes("a root's certificate");
                case 2 -> tainted = field.number("a root's taint") != 0;
                default -> {}
            }
        }
        return PublicMaterial.authorities(der, tainted);
    }

    private static SigningKey key(byte[] message) throws MalformedMessageException {
        byte[] pkix = {};
        String kid = "";
        long notAfter = 0;
        boolean tainted = false;
        for (Field field : Message.fields(message)) {
            switch (field.number()) {
                case 1 -> pkix = field.bytes("a key");
                case 2 -> kid = field.text("a key's id");
                case 3 -> notAfter = field.number("a key's end");
                case 4 -> tainted = field.number("a key's taint") != 0;
                default -> {}
            }
        }
        return new SigningKey(
                kid, EpochSeconds.instant(notAfter), PublicMaterial.key(pkix), PublicMaterial.sha256(pkix), tainted);
    }
}
