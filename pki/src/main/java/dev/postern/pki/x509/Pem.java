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
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String REWRITE = "write the file again, whole";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    private record Block(String label, int line, String body) {
        byte[] der(String name) {
            try {
                return Base64.getDecoder().decode(body);
            } catch (IllegalArgumentException _) {
                // the decoder's own text may quote the body, which may be a key
                throw malformed(name, line, "the block \"" + label + "\" that begins here is not base64");
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
            switch (block.label) {
                case "CERTIFICATE", "X509 CERTIFICATE" -> found.add(certificate(name, block, true));
                // OpenSSL appends what it is trusted for
                case "TRUSTED CERTIFICATE" -> found.add(certificate(name, block, false));
                default -> {
                    // keys and parameters may stand between
                }
            }
        }
        if (found.isEmpty()) {
            throw new PkiException(
                    PkiCode.PEM_MISSING, name + " holds no certificate", "give a PEM file with BEGIN CERTIFICATE");
        }
        return List.copyOf(found);
    }

    /** The one private key of a text, PKCS #8 and not encrypted. Two are refused: nobody could say which one is meant. */
    public static PrivateKey privateKey(String name, String text) {
        List<Block> keys = blocks(name, text).stream()
                .filter(block -> block.label.endsWith("PRIVATE KEY"))
                .toList();
        if (keys.isEmpty()) {
            throw new PkiException(
                    PkiCode.PEM_MISSING, name + " holds no private key", "give a PEM file with BEGIN PRIVATE KEY");
        }
        if (keys.size() > 1) {
            throw new PkiException(
                    PkiCode.KEY_FORMAT,
                    name + " holds " + keys.size() + " private keys, in the lines " + keys.get(0).line + " and "
                            + keys.get(1).line,
                    "leave the one that belongs to the certificate");
        }
        return privateKey(name, keys.getFirst());
    }

    private static PrivateKey privateKey(String name, Block block) {
        if (block.label.startsWith("ENCRYPTED") || block.body.contains("ENCRYPTED")) {
            throw new PkiException(
                    PkiCode.KEY_ENCRYPTED,
                    "the private key in " + name + " is encrypted, and nobody is there to type its passphrase",
                    "decrypt it: openssl pkey -in KEY -out KEY.plain; chmod 600 KEY.plain");
        }
        if (!block.label.equals("PRIVATE KEY")) {
            throw new PkiException(
                    PkiCode.KEY_FORMAT,
                    "the private key in " + name + " is in another form, \"" + block.label + "\"",
                    "convert it to PKCS #8: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.p8");
        }
        return privateKey(name, block.der(name));
    }

    /** The public key of a text, as {@code SubjectPublicKeyInfo}. */
    public static PublicKey publicKey(String name, String text) {
        for (Block block : blocks(name, text)) {
            if (block.label.equals("PUBLIC KEY")) {
                return publicKey(name, block.der(name));
            }
        }
        throw new PkiException(
                PkiCode.PEM_MISSING, name + " holds no public key", "give a PEM text with BEGIN PUBLIC KEY");
    }

    /** The one PKCS #10 request of a text, as DER: neither parsed nor verified yet. */
    public static byte[] certificateRequest(String name, String text) {
        for (Block block : blocks(name, text)) {
            if (block.label.equals("CERTIFICATE REQUEST") || block.label.equals("NEW CERTIFICATE REQUEST")) {
                return block.der(name);
            }
        }
        throw new PkiException(
                PkiCode.PEM_MISSING,
                name + " holds no certificate request",
                "give a PEM text with BEGIN CERTIFICATE REQUEST");
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

    /** @param der {@code SubjectPublicKeyInfo} */
    public static PublicKey publicKey(String name, byte[] der) {
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

    private static X509Certificate certificate(String name, Block block, boolean whole) {
        byte[] der = block.der(name);
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (whole && certificate.getEncoded().length != der.length) {
                throw malformed(
                        name,
                        block.line,
                        "after the certificate that begins here " + (der.length - certificate.getEncoded().length)
                                + " bytes follow that belong to nothing");
            }
            return certificate;
        } catch (CertificateException broken) {
            throw new PkiException(
                    PkiCode.PEM_MALFORMED,
                    name + ", line " + block.line + ": the certificate that begins here cannot be parsed: "
                            + broken.getMessage(),
                    REWRITE,
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
        for (String line : unmarked(text).lines().map(String::strip).toList()) {
            number++;
            if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()) {
                refuseOpen(name, label, began);
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
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

    private static String unmarked(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
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
