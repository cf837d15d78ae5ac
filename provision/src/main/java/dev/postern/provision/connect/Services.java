package dev.postern.provision.connect;

import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.Keyword;
import dev.postern.postgres.conninfo.ServiceFile;
import dev.postern.postgres.conninfo.ServiceFilePlaces;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes a connection string by the service that it names, as libpq 15 and later does. */
final class Services {
    private static final int LIBPQ = 15;
    /** Where Debian's libpq looks. */
    private static final Path SYSTEM = Path.of("/etc/postgresql-common");

    private final Map<String, String> environment;
    private final Path home;

    Services(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    Conninfo complete(Conninfo conninfo) {
        Optional<String> service = conninfo.get("service").or(() -> Optional.ofNullable(environment.get("PGSERVICE")));
        if (service.isEmpty()) {
            return conninfo;
        }
        ServiceFilePlaces places = ServiceFilePlaces.of(environment, home, SYSTEM, LIBPQ);
        List<Path> files = List.of(places.personal(), places.system());
        Conninfo found = files.stream()
                .flatMap(file -> find(file, service.get()).stream())
                .findFirst()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "the service " + service.get() + " is in neither " + files.getFirst() + " nor "
                                + files.getLast(),
                        "name its file with PGSERVICEFILE, or run postern login where Postern writes it"));
        Conninfo complete = conninfo;
        for (Keyword keyword : Keyword.all()) {
            complete = keyword.secret()
                    ? withSecret(complete, keyword.name(), found)
                    : with(complete, keyword.name(), found);
        }
        return complete;
    }

    private static Conninfo with(Conninfo conninfo, String keyword, Conninfo service) {
        return conninfo.get(keyword).isPresent()
                ? conninfo
                : service.get(keyword)
                        .map(value -> conninfo.with(keyword, value))
                        .orElse(conninfo);
    }

    private static Conninfo withSecret(Conninfo conninfo, String keyword, Conninfo service) {
        return conninfo.secret(keyword).isPresent()
                ? conninfo
                : service.secret(keyword)
                        .map(value -> conninfo.with(keyword, value.text()))
                        .orElse(conninfo);
    }

    private static Optional<Conninfo> find(Path file, String service) {
        try {
            return ServiceFile.of(Files.readAllBytes(file)).find(service);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new ProvisionException(
                    ProvisionCode.CREDENTIAL_UNUSABLE,
                    "the service file " + file + " cannot be read: " + failure.getMessage(),
                    "check the path and who may read it",
                    failure);
        }
    }
}
