package dev.postern.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NewKeysTest {
    private static final int WHOLE_P256 = 138;

    // enough of them to meet scalars with a leading zero byte and with a sign byte
    @Test
    void privateKeyCarriesItsPublicPointAndSignsWithIt() throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 600; i++) {
            KeyPair pair = KeyPairs.p256(random);
            byte[] encoded = pair.getPrivate().getEncoded();
            byte[] point = pair.getPublic().getEncoded();

            assertThat(encoded).hasSize(WHOLE_P256);
            assertThat(Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length))
                    .isEqualTo(Arrays.copyOfRange(point, point.length - 65, point.length));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            byte[] signed = signature.sign();
            signature.initVerify(pair.getPublic());
            assertThat(signature.verify(signed)).isTrue();
        }
    }
}
