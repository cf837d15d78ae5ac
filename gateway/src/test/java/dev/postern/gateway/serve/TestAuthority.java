package dev.postern.gateway.serve;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root that signs whatever a test wants, right or wrong. Not the authorities of {@code pki}: those refuse to err. */
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Name name;
    private final KeyPair keys = keys();
    private final X509Certificate root;

    public TestAuthority(String name) {
        this.name = new X500Name("CN=" + name);
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    this.name, serial(), days(-2), days(30), this.name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            this.root = sign(builder);
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that only signs; its root is somebody else's. */
    private TestAuthority(X500Name name, X509Certificate root) {
        this.name = name;
        this.root = root;
    }

    public X509Certificate root() {
        return root;
    }

    /** A certificate and its key. */
    public record Leaf(X509Certificate certificate, PrivateKey key) {
        public String certificatePem() {
            return pem("CERTIFICATE", encoded(certificate));
        }

        public String keyPem() {
            return pem("PRIVATE KEY", withPublicKey());
        }

        /** The JDK leaves the public key out, which RFC 5915 allows and Rust's ring refuses. */
        private byte[] withPublicKey() {
            try {
                PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
                ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
                SubjectPublicKeyInfo known = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded());
                return new PrivateKeyInfo(
                                info.getPrivateKeyAlgorithm(),
                                new ECPrivateKey(256, bare.getKey(), known.getPublicKeyData(), null))
                        .getEncoded();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a leaf shall say. */
    public record Wish(
            String subject,
            List<String> uris,
            List<String> hosts,
            Optional<KeyPurposeId> purpose,
            Duration from,
            Duration until) {
        public static Wish person(String name) {
            return new Wish(
                    "CN=" + name + ",OU=people,O=postern",
                    List.of("spiffe://postern.local/user/" + name),
                    List.of(),
                    Optional.of(KeyPurposeId.id_kp_clientAuth),
                    Duration.ofMinutes(-1),
                    Duration.ofHours(4));
        }

        public static Wish server(String... hosts) {
            return new Wish(
                    "CN=" + hosts[0],
                    List.of(),
                    List.of(hosts),
                    Optional.of(KeyPurposeId.id_kp_serverAuth),
                    Duration.ofHours(-2),
                    Duration.ofHours(24));
        }

        public Wish subject(String other) {
            return new Wish(other, uris, hosts, purpose, from, until);
        }

        public Wish ids(String... others) {
            return new Wish(subject, List.of(others), hosts, purpose, from, until);
        }

        public Wish purpose(KeyPurposeId other) {
            return new Wish(subject, uris, hosts, Optional.of(other), from, until);
        }

        public Wish valid(Duration start, Duration end) {
            return new Wish(subject, uris, hosts, purpose, start, end);
        }
    }

    public Leaf leaf(Wish wish) {
        KeyPair pair = keys();
        return new Leaf(sign(wish, pair.getPublic()), pair.getPrivate());
    }

    public X509Certificate sign(Wish wish, PublicKey key) {
        return sign(wish, key, Instant.now());
    }

    /** @param now what the wish's times are counted from */
    public X509Certificate sign(Wish wish, PublicKey key, Instant now) {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                serial(),
                Date.from(now.plus(wish.from())),
                Date.from(now.plus(wish.until())),
                new X500Name(wish.subject()),
                key);
        try {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            if (wish.purpose().isPresent()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(wish.purpose().get()));
            }
            List<GeneralName> names = new ArrayList<>();
            wish.uris().forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            wish.hosts()
                    .forEach(host -> names.add(new GeneralName(
                            host.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, host)));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
            }
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
        return sign(builder);
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder) {
        try {
            X509CertificateHolder holder =
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a stranger makes for nothing: a leaf below {@code deep} layers of authorities, in each {@code wide} of one name
     * and one key, the uppermost in the name of {@code root}.
     */
    public static List<X509Certificate> layers(X509Certificate root, int deep, int wide) {
        return layered(root, deep, wide).chain();
    }

    /** A chain and the key of its leaf. */
    public record Layered(List<X509Certificate> chain, PrivateKey key) {}

    public static Layered layered(X509Certificate root, int deep, int wide) {
        TestAuthority above =
                new TestAuthority(new X500Name(root.getSubjectX500Principal().getName()), root);
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (int layer = 0; layer < deep; layer++) {
                TestAuthority next = new TestAuthority(new X500Name("CN=layer " + layer), root);
                for (int i = 0; i < wide; i++) {
                    JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            above.name, serial(), days(-2), days(30), next.name, next.keys.getPublic());
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    chain.add(above.sign(builder));
                }
                above = next;
            }
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
        Leaf leaf = above.leaf(Wish.person("alice"));
        chain.addFirst(leaf.certificate());
        return new Layered(chain, leaf.key());
    }

    public static String pem(X509Certificate certificate) {
        return pem("CERTIFICATE", encoded(certificate));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(127, RANDOM);
    }

    private static Date days(int fromNow) {
        return Date.from(Instant.now().plus(Duration.ofDays(fromNow)));
    }
}
