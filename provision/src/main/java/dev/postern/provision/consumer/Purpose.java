package dev.postern.provision.consumer;

import dev.postern.pki.x509.Pem;
import dev.postern.postgres.conninfo.Conninfo;
import java.util.List;

/** The folder of one purpose, for consumers that keep them apart: what libpq's relatives have in common. */
record Purpose(Access access, String name, Login login) {
    static final List<String> KEYWORDS =
            List.of("host", "port", "dbname", "user", "passfile", "sslmode", "sslcert", "sslkey", "sslrootcert");

    String file(String file) {
        return name + "/" + file;
    }

    String path(String file) {
        return access.path(file(file));
    }

    void file(Draft draft, String file, String text) {
        draft.file(file(file), new Content.Text(text));
    }

    void material(Draft draft) {
        if (access.auth().usesCertificate()) {
            draft.file(file(FileNames.CERTIFICATE), new Content.Chain(name));
            draft.file(file(FileNames.KEY), new Content.Key(name, Content.Encoding.PEM));
        }
        if (access.verifiable()) {
            file(draft, FileNames.ANCHORS, Pem.write(access.endpoint().serverAnchors()));
        }
    }

    /** {@code ~/.pgpass}' format. */
    void passwordFile(Draft draft) {
        if (access.auth().usesPassword()) {
            draft.file(
                    file(FileNames.PASSWORDS),
                    Content.with(
                            Access.password(login),
                            password -> String.join(
                                            ":",
                                            escape(access.endpoint().server().host()),
                                            Integer.toString(
                                                    access.endpoint().server().port()),
                                            escape(access.endpoint().database()),
                                            escape(login.user()),
                                            password.by(Purpose::escape))
                                    + "\n"));
        }
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    /** Without the password. */
    Conninfo conninfo() {
        Conninfo settings = bare();
        return access.auth().usesPassword() ? settings.with("passfile", path(FileNames.PASSWORDS)) : settings;
    }

    /** Without anything about a password. */
    Conninfo bare() {
        Conninfo settings = Conninfo.empty()
                .with("host", access.endpoint().server().host())
                .with("port", Integer.toString(access.endpoint().server().port()))
                .with("dbname", access.endpoint().database())
                .with("user", login.user())
                .with("sslmode", access.sslmode().word());
        if (access.auth().usesCertificate()) {
            settings = settings.with("sslcert", path(FileNames.CERTIFICATE)).with("sslkey", path(FileNames.KEY));
        }
        return access.verifiable() ? settings.with("sslrootcert", path(FileNames.ANCHORS)) : settings;
    }
}
