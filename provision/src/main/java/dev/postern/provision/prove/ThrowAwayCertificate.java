package dev.postern.provision.prove;

import dev.postern.pki.x509.KeyPairs;
import dev.postern.provision.connect.Credential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A certificate of an authority that nobody has heard of, and that is forgotten with it: all a server can have against it
 * is who signed it. Written in DER here, because whoever runs the verbs has no library for certificates.
 */
public final class ThrowAwayCertificate {
    private static final String AUTHORITY = "postern prove: nobody may trust this";
    private static final Duration LIFE = Duration.ofHours(1);
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int SERIAL_BYTES = 8;

    private ThrowAwayCertificate() {}

    /** @param commonName any text, for example a role */
    public static Credential.ClientCertificate of(String commonName, SecureRandom random, Instant now) {
        KeyPair authority = KeyPairs.p256(random);
        KeyPair own = KeyPairs.p256(random);
        byte[] serial = new byte[SERIAL_BYTES];
        random.nextBytes(serial);
        serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
        byte[] content = der(
                SEQUENCE,
                der(INTEGER, serial),
                ECDSA_WITH_SHA256,
                name(AUTHORITY),
                der(SEQUENCE, time(now.minus(LIFE)), time(now.plus(LIFE))),
                name(commonName),
                own.getPublic().getEncoded());
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(authority.getPrivate(), random);
            signature.update(content);
            byte[] whole = der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, new byte[] {0}, signature.sign()));
            return new Credential.ClientCertificate(
                    List.of((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(whole))),
                    own.getPrivate());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this Java cannot sign with P-256", broken);
        }
    }

    private static byte[] name(String commonName) {
        return der(
                SEQUENCE,
                der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant at) {
        return der(UTC, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length > 0xff) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length > 0x7f) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
