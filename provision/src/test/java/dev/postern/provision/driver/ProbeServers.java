package dev.postern.provision.driver;

import dev.postern.pki.x509.Pem;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.fixture.TestAuthority;
import dev.postern.server.ServerTls;
import dev.postern.testing.CommandLine;
import dev.postern.testing.PgVersion;
import dev.postern.testing.TestFolder;
import dev.postern.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Servers whose certificates differ, none of which insists on TLS, and the files that clients verify with. */
final class ProbeServers {
    /** Passwords, each with one character that means something somewhere. */
    static final Map<String, String> PASSWORDS = passwords();

    final Path folder = TestFolder.fresh("drivers");
    private final Map<String, TestPostgres> servers = new LinkedHashMap<>();

    ProbeServers() {
        TestAuthority authority = new TestAuthority("Probed servers");
        try {
            Files.writeString(folder.resolve("ca.crt"), Pem.write(authority.root()));
            Files.writeString(folder.resolve("other.crt"), Pem.write(new TestAuthority("Somebody else").root()));
            servers.put("good", start("good", authority.server("db", "localhost")));
            servers.put("cn", start("cn", authority.server("localhost")));
            servers.put("wrong", start("wrong", authority.server("other.example", "other.example")));
            servers.put(
                    "none",
                    TestPostgres.builder(PgVersion.V18)
                            .hba("host all all 127.0.0.1/32 scram-sha-256")
                            .start());
            for (TestPostgres server : servers.values()) {
                server.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'secret'");
            }
            for (Map.Entry<String, String> password : PASSWORDS.entrySet()) {
                String sql =
                        "CREATE ROLE pw_" + password.getKey() + " LOGIN PASSWORD $p$" + password.getValue() + "$p$";
                server("good").execute("postgres", sql);
            }
            keys(authority.client("app", "probe"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, String> passwords() {
        Map<String, String> passwords = new LinkedHashMap<>();
        passwords.put("space", "a b");
        passwords.put("quote", "a'b");
        passwords.put("dquote", "a\"b");
        passwords.put("backslash", "a\\b");
        passwords.put("percent", "a%b");
        passwords.put("plus", "a+b");
        passwords.put("at", "a@b");
        passwords.put("slash", "a/b");
        passwords.put("hash", "a#b");
        passwords.put("question", "a?b");
        passwords.put("colon", "a:b");
        passwords.put("ampersand", "a&b");
        return passwords;
    }

    private TestPostgres start(String name, Credential.ClientCertificate server) throws IOException {
        Path certificate = Files.writeString(folder.resolve("server-" + name + ".crt"), Pem.write(server.leaf()));
        Path key = folder.resolve("server-" + name + ".key");
        PrivateKeyFile.writePem(key, server.key());
        return TestPostgres.builder(PgVersion.V18)
                .tls(new ServerTls(certificate, key, folder.resolve("ca.crt")))
                .hba("host all all 127.0.0.1/32 scram-sha-256")
                .start();
    }

    /** The same key in every format, and once more for everybody to read. */
    private void keys(Credential.ClientCertificate client) throws IOException {
        Files.writeString(folder.resolve("client.crt"), Pem.write(client.leaf()));
        PrivateKeyFile.writePem(folder.resolve("pkcs8.pem"), client.key());
        PrivateKeyFile.writeDer(folder.resolve("pkcs8.der"), client.key());
        openssl("ec", "-in", "pkcs8.pem", "-out", "sec1.pem");
        openssl("ec", "-in", "pkcs8.pem", "-aes256", "-passout", "pass:pass", "-out", "sec1-locked.pem");
        openssl("pkcs8", "-topk8", "-in", "pkcs8.pem", "-passout", "pass:pass", "-out", "pkcs8-locked.pem");
        Files.copy(folder.resolve("pkcs8.pem"), folder.resolve("open.pem"));
        Files.copy(folder.resolve("pkcs8.der"), folder.resolve("open.der"));
        Files.copy(folder.resolve("pkcs8.der"), folder.resolve("pkcs8.pk8"));
        Files.copy(folder.resolve("pkcs8.der"), folder.resolve("open.pk8"));
        mode("pkcs8.pk8", "rw-------");
        mode("open.pk8", "rw-r--r--");
        for (String name : List.of("pkcs8.pem", "pkcs8.der", "sec1.pem", "sec1-locked.pem", "pkcs8-locked.pem")) {
            mode(name, "rw-------");
        }
        mode("open.pem", "rw-r--r--");
        mode("open.der", "rw-r--r--");
    }

    private void mode(String name, String mode) throws IOException {
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(mode));
    }

    private void openssl(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "openssl";
        for (int i = 0; i < words.length; i++) {
            command[i + 1] = words[i].matches(".*\\.(pem|der)")
                    ? folder.resolve(words[i]).toString()
                    : words[i];
        }
        CommandLine.run(command).orFail();
    }

    private TestPostgres server(String name) {
        return Objects.requireNonNull(servers.get(name));
    }

    int port(String server) {
        return server(server).port();
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }
}
