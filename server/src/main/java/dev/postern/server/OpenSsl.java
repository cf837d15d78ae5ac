package dev.postern.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which OpenSSL a program loads: the file is asked of the dynamic linker, the version is read from its text. */
final class OpenSsl {
    private static final Pattern LIBRARY = Pattern.compile("libcrypto\\.so\\S* => (\\S+)");
    private static final Pattern VERSION =
            Pattern.compile("OpenSSL (\\d+\\.\\d+\\.\\d+[a-z]*)\\S* +\\d{1,2} [A-Z][a-z]{2} \\d{4}");

    private OpenSsl() {}

    static String loadedBy(Path program) {
        try {
            Matcher library = LIBRARY.matcher(Program.run(List.of("ldd", program.toString()), Optional.empty())
                    .output());
            return library.find() ? version(Path.of(library.group(1))) : "unknown";
        } catch (IOException _) {
            // best effort: the server runs just as well without this fact
            return "unknown";
        }
    }

    private static String version(Path library) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(library, StandardCharsets.ISO_8859_1));
        return version.find() ? version.group(1) : "unknown";
    }
}
