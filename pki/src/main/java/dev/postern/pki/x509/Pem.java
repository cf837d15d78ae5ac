package dev.postern.pki.x509;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * RFC 7468 text. Reads what OpenSSL reads (CRLF, a byte order mark, words between the blocks) and says exactly what is
 * wrong with the rest; writes the strict form.
 */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    private record Block(String label, int line, String body) {
        byte[] der(String name) {
            try {
                return Base64.getDecoder().decode(body);
            } catch (IllegalArgumentException _) {
                // the decoder's own text may quote the body, which may be a key
                throw malformed(name, line, "the block that begins here is not base64");
            }
        }
    }

    /**
     * Every certificate of a text, in its order; at least one.
     *
     * @param name what problems call the text: a file, a field
     */
    public static List<X509Certificate> certificates(String name, String text) {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks(name, text)) {
            if (block.label.equals("CERTIFICATE") || block.label.equals("TRUSTED CERTIFICATE")) {
                found.add(certificate(name + ", line " + block.line, block.der(name)));
            }
        }
        if (found.isEmpty()) {
            throw new PkiException(
                    PkiCode.PEM_MISSING, name + " holds no certificate", "give a PEM file with BEGIN CERTIFICATE");
        }
        return List.copyOf(found);
    }

    /** The one private key of a text, PKCS #8 and not encrypted. */
    public static PrivateKey privateKey(String name, String text) {
        for (Block block : blocks(name, text)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return privateKey(name, block.der(name));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new PkiException(
                            PkiCode.KEY_ENCRYPTED,
                            "the private key in " + name + " is encrypted, and nobody is there to type its passphrase",
                            "decrypt it: openssl pkey -in KEY -out KEY.plain; chmod 600 KEY.plain");
                case "EC PRIVATE KEY", "RSA PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new PkiException(
                            PkiCode.KEY_FORMAT,
                            "the private key in " + name + " is in the old form \"" + block.label + "\"",
                            "convert it to PKCS #8: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.p8");
                default -> {
                    // certificates and parameters may stand before the key
                }
            }
        }
        throw new PkiException(
                PkiCode.PEM_MISSING, name + " holds no private key", "give a PEM file with BEGIN PRIVATE KEY");
    }

    /** The one public key of a text, as {@code SubjectPublicKeyInfo}. */
    public static PublicKey publicKey(String name, String text) {
        for (Block block : blocks(name, text)) {
            if (block.label.equals("PUBLIC KEY")) {
                return publicKey(name, block.der(name));
            }
        }
        throw new PkiException(
                PkiCode.PEM_MISSING, name + " holds no public key", "give a PEM text with BEGIN PUBLIC KEY");
    }

    public static String write(X509Certificate certificate) {
        try {
            return write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException broken) {
            throw new PkiException(PkiCode.CRYPTOGRAPHY, "a parsed certificate cannot be encoded", "", broken);
        }
    }

    /** One block after the other. */
    public static String write(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append(write(certificate)));
        return text.toString();
    }

    public static String write(PublicKey key) {
        return write("PUBLIC KEY", key.getEncoded());
    }

    /** The result is secret; the caller keeps it out of logs and files that others can read. */
    static String write(PrivateKey key) {
        return write("PRIVATE KEY", key.getEncoded());
    }

    static PrivateKey privateKey(String name, byte[] der) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException _) {
                // not of this kind; the exception is dropped because its text may quote the key
            }
        }
        throw new PkiException(
                PkiCode.KEY_FORMAT,
                "the private key in " + name + " is neither EC, RSA nor Ed25519",
                "use an EC P-256 key");
    }

    private static PublicKey publicKey(String name, byte[] der) {
        X509EncodedKeySpec spec = new X509EncodedKeySpec(der);
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(spec);
            } catch (GeneralSecurityException _) {
                // not of this kind
            }
        }
        throw new PkiException(
                PkiCode.KEY_FORMAT,
                "the public key in " + name + " is neither EC, RSA nor Ed25519",
                "use an EC P-256 key");
    }

    private static X509Certificate certificate(String name, byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException broken) {
            throw new PkiException(
                    PkiCode.PEM_MALFORMED,
                    "the certificate at " + name + " cannot be parsed: " + broken.getMessage(),
                    "write the file again",
                    broken);
        }
    }

    private static String write(String label, byte[] der) {
        return BEGIN + label + DASHES + "\n" + LINES.encodeToString(der) + "\n" + END + label + DASHES + "\n";
    }

    private static List<Block> blocks(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        String label = "";
        int began = 0;
        StringBuilder body = new StringBuilder();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.indexOf(BEGIN) >= 0 && line.endsWith(DASHES)) {
                refuseOpen(name, label, began);
                // what stands before on the same line is a byte order mark
                label = line.substring(line.indexOf(BEGIN) + BEGIN.length(), line.length() - DASHES.length());
                began = number;
                body.setLength(0);
            } else if (line.startsWith(END) && !label.isEmpty()) {
                if (!line.equals(END + label + DASHES)) {
                    throw malformed(
                            name, number, "the block \"" + label + "\" of line " + began + " ends as \"" + line + "\"");
                }
                blocks.add(new Block(label, began, body.toString()));
                label = "";
            } else if (!label.isEmpty()) {
                body.append(line);
            }
        }
        refuseOpen(name, label, began);
        return blocks;
    }

    private static void refuseOpen(String name, String label, int began) {
        if (!label.isEmpty()) {
            throw malformed(name, began, "the block \"" + label + "\" that begins here has no end");
        }
    }

    private static PkiException malformed(String name, int line, String what) {
        return new PkiException(
                PkiCode.PEM_MALFORMED, name + ", line " + line + ": " + what, "write the file again, whole");
    }
}
