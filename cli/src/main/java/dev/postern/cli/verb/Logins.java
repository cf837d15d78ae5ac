package dev.postern.cli.verb;

import dev.postern.api.Login;
import dev.postern.api.Route;
import dev.postern.cli.login.ConnectionValues;
import dev.postern.cli.login.LoginFolder;
import dev.postern.cli.login.ServiceSections;
import dev.postern.cli.login.StoredLogin;
import dev.postern.pki.x509.KeyPairs;
import dev.postern.pki.x509.Pem;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logs in, and knows where the result lies. */
final class Logins {
    private final Path home;
    private final Surroundings around;
    private final LoginFolder folder;
    private final ServiceSections sections;

    Logins(Path home, Surroundings around) {
        this.home = home;
        this.around = around;
        this.folder = new LoginFolder(around.userHome());
        this.sections = ServiceSections.locate(around.environment(), around.userHome());
    }

    /** @param logins one for each entry */
    record Made(String caller, String serial, Instant notAfter, List<StoredLogin> logins) {}

    Made login(Optional<Duration> ttl) {
        KeyPair key = KeyPairs.p256(around.random());
        Login.Answer answer =
                new Control(home, around).ask(Route.LOGIN, new Login.Request(Pem.write(key.getPublic()), ttl));
        List<StoredLogin> made = new ArrayList<>();
        for (Login.Service service : answer.services()) {
            StoredLogin login = stored(answer, service);
            folder.write(login, key.getPrivate(), answer.certificate(), answer.ca());
            sections.write(folder.values(login));
            made.add(login);
        }
        return new Made(answer.caller(), answer.serial(), answer.notAfter(), List.copyOf(made));
    }

    List<StoredLogin> all() {
        return folder.all();
    }

    Optional<StoredLogin> find(String entry) {
        return folder.find(entry);
    }

    void remove(StoredLogin login) {
        sections.remove(login.service());
        folder.remove(login);
    }

    ConnectionValues values(StoredLogin login) {
        return folder.values(login);
    }

    Path folder() {
        return folder.folder();
    }

    Path serviceFile() {
        return sections.file();
    }

    Optional<String> export() {
        return sections.export();
    }

    private StoredLogin stored(Login.Answer answer, Login.Service service) {
        return new StoredLogin(
                service.name(),
                sections.nameFor(service.name()),
                home.toString(),
                answer.caller(),
                answer.serial(),
                answer.notAfter(),
                service.host(),
                service.port(),
                service.database(),
                service.user(),
                service.roles());
    }
}
