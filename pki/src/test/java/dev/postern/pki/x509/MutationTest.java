package dev.postern.pki.x509;

import static dev.postern.pki.x509.ScratchAuthority.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a stranger or a broken disk may send: nothing but problems comes back, nothing is believed, no key is quoted. */
class MutationTest {
    private final ScratchAuthority root = ScratchAuthority.root("root");
    private final KeyPair keys = KeyPairs.p256(new SecureRandom());

    /** Around what is signed, the JDK overlooks one bit that changes nothing: how many of the last ones do not count. */
    @Test
    void noFlippedBitOfWhatIsSignedIsBelieved() throws GeneralSecurityException {
        X509Certificate leaf = root.client("alice");
        byte[] der = leaf.getEncoded();
        int parsed = 0;
        for (int bit = 0; bit < der.length * Byte.SIZE; bit++) {
            byte[] flipped = der.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            List<X509Certificate> read =
                    readOrProblem(() -> Pem.certificates("c", pem("CERTIFICATE", flipped)), List.of());
            if (!read.isEmpty()) {
                parsed++;
                Verification found = ChainVerifier.verify(read, List.of(root.certificate()), NOW, Purpose.CLIENT);
                if (found instanceof Verification.Verified verified) {
                    assertThat(verified.leaf().getTBSCertificate())
                            .as("bit %d", bit)
                            .isEqualTo(leaf.getTBSCertificate());
                    assertThat(verified.leaf().getSignature()).isEqualTo(leaf.getSignature());
                }
                assertThat(CertificateSummary.of(read.getFirst()).subject()).isNotNull();
            }
        }
        assertThat(parsed)
                .as("some are still certificates, or nothing was judged")
                .isGreaterThan(100);
    }

    @Test
    void noCutCertificateIsRead() throws GeneralSecurityException {
        byte[] der = root.client("alice").getEncoded();
        for (int length = 0; length < der.length; length++) {
            byte[] cut = Arrays.copyOf(der, length);
            assertThat(readOrProblem(() -> Pem.certificates("c", pem("CERTIFICATE", cut)), List.of()))
                    .as("length %d", length)
                    .isEmpty();
        }
    }

    @Test
    void mutatedPemIsReadOrRefusedAndTheKeyIsNeverQuoted() {
        long seed = Long.getLong("postern.seed", new Random().nextLong());
        Random random = new Random(seed);
        String text = Pem.write(root.client("alice")) + Pem.write(keys.getPrivate()) + Pem.write(keys.getPublic());
        String body = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
        for (int i = 0; i < 4_000; i++) {
            String mutated = mutated(text, random);
            for (Supplier<Object> reader : List.<Supplier<Object>>of(
                    () -> Pem.privateKey("k", mutated),
                    () -> Pem.publicKey("k", mutated),
                    () -> Pem.certificates("k", mutated),
                    () -> Pem.certificateRequest("k", mutated))) {
                try {
                    assertThat(reader.get()).isNotNull();
                } catch (PkiException problem) {
                    assertThat(everything(problem))
                            .as("-Dpostern.seed=%d, round %d", seed, i)
                            .doesNotContain(body.substring(60, 90));
                }
            }
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(5)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(0x180));
                case 1 -> mutated.deleteCharAt(at);
                case 2 -> mutated.insert(at, random.nextBoolean() ? "\n" : "-----BEGIN PRIVATE KEY-----\n");
                case 3 -> mutated.setLength(at + 1);
                default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + 80)));
            }
        }
        return mutated.toString();
    }

    private static String everything(Throwable problem) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = problem; each != null; each = each.getCause()) {
            text.append(each);
        }
        return text.toString();
    }

    private static <T> T readOrProblem(Supplier<T> reader, T otherwise) {
        try {
            return reader.get();
        } catch (PkiException problem) {
            return otherwise;
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + new String(Base64.getMimeEncoder().encode(der), StandardCharsets.US_ASCII) + "\n-----END " + label
                + "-----\n";
    }
}
