package dev.postern.pki.authority;

import dev.postern.pki.x509.CertificateSummary;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.PkiCode;
import dev.postern.pki.x509.PkiException;
import dev.postern.pki.x509.SpiffeId;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The four authorities, open for signing. A first set of roots is made by {@link #init} and by nothing else: an empty
 * journal under {@link #open} is an error, because a new root would silently cut off everybody who trusts the old one.
 */
public final class Authorities {
    private final AuthorityJournal journal;
    private final String trustDomain;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<Generation> generations;
    private final Map<AuthorityName, Signer> signers;

    private Authorities(
            AuthorityJournal journal,
            KeyProtection protection,
            String trustDomain,
            InstantSource clock,
            SecureRandom random,
            List<Generation> generations) {
        this.journal = journal;
        this.trustDomain = trustDomain;
        this.clock = clock;
        this.random = random;
        this.generations = List.copyOf(generations);
        this.signers = new EnumMap<>(AuthorityName.class);
        for (Generation generation : generations) {
            if (generation.state() == Generation.State.ACTIVE) {
                Signer signer = opened(generation, protection, trustDomain);
                if (signers.put(generation.authority(), signer) != null) {
                    throw new PkiException(
                            PkiCode.AUTHORITIES_INCONSISTENT,
                            "the store has two active roots of the authority \""
                                    + generation.authority().word() + "\"",
                            "restore the store from a backup");
                }
            }
        }
    }

    private static Signer opened(Generation generation, KeyProtection protection, String trustDomain) {
        String binding = binding(generation.authority(), generation.number(), trustDomain);
        PrivateKey key = protection.unwrap(generation.key(), generation.keyEncryptionKey(), binding);
        KeyPairs.requireMatch("the key of " + binding, key, generation.certificate());
        return new Signer(generation, key);
    }

    /** Makes the first root of each authority, in one transaction. Refuses when there is any. */
    public static Authorities init(
            AuthorityJournal journal,
            KeyProtection protection,
            String trustDomain,
            InstantSource clock,
            SecureRandom random) {
        SpiffeId.trustDomain(trustDomain);
        Instant now = clock.instant();
        List<Generation> roots = Arrays.stream(AuthorityName.values())
                .map(name -> first(name, protection, trustDomain, now, random))
                .toList();
        journal.found(roots);
        return open(journal, protection, trustDomain, clock, random);
    }

    /** Opens what is there. */
    public static Authorities open(
            AuthorityJournal journal,
            KeyProtection protection,
            String trustDomain,
            InstantSource clock,
            SecureRandom random) {
        Authorities opened = new Authorities(journal, protection, trustDomain, clock, random, journal.generations());
        for (AuthorityName name : AuthorityName.values()) {
            if (!opened.signers.containsKey(name)) {
                throw new PkiException(
                        PkiCode.AUTHORITIES_MISSING,
                        "the store has no active authority \"" + name.word() + "\"",
                        "restore the store from a backup; a new root would cut off everybody who trusts the old one");
            }
        }
        return opened;
    }

    /** Signs what was wished: first its row is committed, then it is signed, then read back by other code. */
    public X509Certificate issue(IssueRequest request) {
        CertifiableKey.require(request.key());
        Signer signer = signer(request.wish().authority());
        Instant now = clock.instant();
        Profile profile = Profile.of(request.wish(), trustDomain, now);
        signer.requireCovers(profile, now);
        BigInteger serial = Signing.serial(random);
        journal.issued(new IssuedRow(
                serial,
                request.wish().authority(),
                signer.generation().number(),
                profile.subjectText(),
                profile.uri().orElse(""),
                request.requester(),
                hash(request.key()),
                profile.notBefore(),
                profile.notAfter(),
                request.requestId(),
                now));
        return signer.sign(profile, request.key(), serial, now);
    }

    /** Every root that is to be trusted: active, prepared and old ones. */
    public List<X509Certificate> bundle(AuthorityName name) {
        return generations.stream()
                .filter(generation -> generation.authority() == name)
                .map(Generation::certificate)
                .toList();
    }

    public List<AuthorityStatus> status() {
        Map<AuthorityName, Long> valid = journal.validAt(clock.instant());
        return generations.stream()
                .filter(generation -> generation.state() == Generation.State.ACTIVE)
                .map(generation -> {
                    CertificateSummary root = CertificateSummary.of(generation.certificate());
                    return new AuthorityStatus(
                            generation.authority(),
                            generation.number(),
                            root.subject(),
                            root.notAfter(),
                            valid.getOrDefault(generation.authority(), 0L));
                })
                .toList();
    }

    private Signer signer(AuthorityName name) {
        Signer signer = signers.get(name);
        if (signer == null) {
            throw new PkiException(PkiCode.AUTHORITIES_MISSING, "no active authority \"" + name.word() + "\"", "");
        }
        return signer;
    }

    private static Generation first(
            AuthorityName name, KeyProtection protection, String trustDomain, Instant now, SecureRandom random) {
        KeyPair keys = KeyPairs.p256(random);
        return new Generation(
                name,
                1,
                Generation.State.ACTIVE,
                SelfCheck.root(Signing.root(name, 1, trustDomain, keys, now, random), keys.getPublic()),
                protection.wrap(keys.getPrivate(), binding(name, 1, trustDomain)),
                protection.id(),
                now);
    }

    private static String binding(AuthorityName name, int generation, String trustDomain) {
        return "postern authority " + name.word() + " generation " + generation + " of " + trustDomain;
    }

    private static String hash(PublicKey key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException broken) {
            throw new PkiException(PkiCode.CRYPTOGRAPHY, "this Java has no SHA-256", "use a full JDK 25", broken);
        }
    }
}
