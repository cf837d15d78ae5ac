package dev.postern.provision.deliver;

import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Content.Encoding;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Map;
import java.util.Optional;

/** Contents as bytes. */
record Contents(String binding, Map<String, ClientCertificates.Issued> certificates) {
    /** Empty if it is not known yet: a certificate that is to be issued, a password that is to be made. */
    Optional<byte[]> bytes(Content content) {
        return switch (content) {
            case Content.Chain(String purpose) ->
                Optional.ofNullable(certificates.get(purpose)).map(issued -> utf8(Pem.write(issued.chain())));
            case Content.Key(String purpose, Encoding encoding) ->
                Optional.ofNullable(certificates.get(purpose)).map(issued -> key(issued.key(), encoding));
            case Content.Text(String text) -> Optional.of(utf8(text));
            case Content.SecretText secret -> Optional.of(secret.text().bytes());
            case Content.Template(String text) -> Optional.of(utf8(text));
            case Content.ToCome _ -> Optional.empty();
        };
    }

    /** For writing. */
    byte[] required(Content content) {
        if (content instanceof Content.Template) {
            throw new ProvisionException(
                    ProvisionCode.NOT_ENFORCEABLE,
                    "Binding " + binding + " has a placeholder where a password belongs, which only `render` passes on",
                    "name the secret itself where it is to be applied: file, env, podmanSecret, secretKeyRef, vault");
        }
        return bytes(content)
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.DELIVERY_FAILED,
                        "Binding " + binding + ": a password or certificate that is delivered is not there yet",
                        "plan again"));
    }

    private static byte[] key(PrivateKey key, Encoding encoding) {
        return switch (encoding) {
            case PEM -> PrivateKeyFile.pem(key).bytes();
            case DER -> key.getEncoded();
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
