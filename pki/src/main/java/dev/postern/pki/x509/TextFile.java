package dev.postern.pki.x509;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that should hold PEM, and says what they are instead. */
final class TextFile {
    /** More than any key, and enough for 5,000 certificates. */
    static final int MOST_BYTES = 16 << 20;

    private TextFile() {}

    /** @param what the kind of file, for the sentence */
    static byte[] bytes(String what, Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(what, file, "is a folder", "name the file in it", null);
            }
            // a pipe would be waited for, perhaps for ever
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw unreadable(what, file, "is neither a file nor a link to one", "name a file", null);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable(
                        what, file, "has " + Files.size(file) + " bytes; " + MOST_BYTES + " are read", "", null);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw unreadable(what, file, "does not exist", "check the path", missing);
        } catch (AccessDeniedException denied) {
            throw unreadable(what, file, "may not be read by this user", "check who owns it and its mode", denied);
        } catch (IOException failure) {
            throw unreadable(what, file, "cannot be read: " + failure.getMessage(), "check the disk", failure);
        }
    }

    static String text(String what, Path file, byte[] bytes) {
        if (bytes.length > 1 && (utf16(bytes[0], bytes[1]) || bytes[0] == 0 || bytes[1] == 0)) {
            throw notPem(what, file, "is UTF-16 text", "save it as plain ASCII");
        }
        if (isDer(bytes)) {
            throw notPem(
                    what, file, "is binary (DER or PKCS #12), not PEM", "convert it: openssl x509 or openssl pkcs12");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw notPem(what, file, "is not text", "give a PEM file");
        }
    }

    /** Begins as a DER sequence does: its length in a byte of its own, or said to follow in 1 to 15 bytes. */
    static boolean isDer(byte[] bytes) {
        return bytes.length > 1
                && bytes[0] == 0x30
                && (bytes[1] == bytes.length - 2 || ((bytes[1] & 0xff) > 0x80 && (bytes[1] & 0xff) < 0x90));
    }

    private static boolean utf16(byte first, byte second) {
        int mark = ((first & 0xff) << Byte.SIZE) | (second & 0xff);
        return mark == 0xfeff || mark == 0xfffe;
    }

    private static PkiException notPem(String what, Path file, String how, String fix) {
        return new PkiException(PkiCode.PEM_MALFORMED, what + " " + file + " " + how, fix);
    }

    private static PkiException unreadable(
            String what, Path file, String how, String fix, @org.jspecify.annotations.Nullable IOException cause) {
        String sentence = what + " " + file + " " + how;
        return cause == null
                ? new PkiException(PkiCode.FILE_UNREADABLE, sentence, fix)
                : new PkiException(PkiCode.FILE_UNREADABLE, sentence, fix, cause);
    }
}
