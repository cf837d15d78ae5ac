package dev.postern.provision.doctor;

import dev.postern.kernel.secret.Secret;
import dev.postern.model.HostPort;
import dev.postern.pki.x509.PrivateKeyFile;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.Keyword;
import dev.postern.provision.connect.ConninfoLogins;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.SystemRoots;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.driver.DriverName;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Place;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The logins that a driver would try: of each host its ways with and without TLS, in its order. */
final class Ways {
    private final Place place;
    private final String user;

    Ways(Place place, String user) {
        this.place = place;
        this.user = user;
    }

    /** As libpq: everything from the string, its service, the environment and the home. */
    List<List<Login>> libpq(Conninfo conninfo, Map<String, Secret> given) {
        return byHost(ConninfoLogins.of(conninfo, environment(given), place.home(), user));
    }

    List<List<Login>> of(Conninfo conninfo, DriverRules rules, Perspective.Seen seen, Map<String, Secret> given) {
        Conninfo plain = own(conninfo, rules).with("sslmode", "disable").with("sslnegotiation", "postgres");
        Map<String, String> environment = environment(given);
        for (Keyword keyword : Keyword.all()) {
            boolean ours = keyword.name().equals("password");
            if (!ours && !rules.readsVariable(keyword)) {
                environment.remove(keyword.environment());
            }
        }
        environment.keySet().removeAll(List.of("PGSSLMODE", "PGSSLROOTCERT", "PGSSLNEGOTIATION"));
        List<Login> logins =
                ConninfoLogins.of(withoutRoot(plain), environment, place.home(), user, file -> key(file, rules));
        boolean shown = rules.looksAtHome() || conninfo.get("sslcert").isPresent();
        List<List<Login>> ways = new ArrayList<>();
        for (Login login : logins) {
            Login own = shown ? login : login.withCredential(withoutCertificate(login.credential()));
            ways.add(transports(seen, name(conninfo, login)).stream()
                    .map(own::withTransport)
                    .toList());
        }
        return ways;
    }

    private Map<String, String> environment(Map<String, Secret> given) {
        Map<String, String> environment = new HashMap<>(place.environment());
        given.forEach((name, secret) -> environment.put(name, secret.text()));
        return environment;
    }

    // what is verified is decided by the driver's rules, so the base needs no root
    private static Conninfo withoutRoot(Conninfo conninfo) {
        return conninfo.get("sslrootcert").isPresent() ? conninfo.with("sslrootcert", "") : conninfo;
    }

    private Conninfo own(Conninfo conninfo, DriverRules rules) {
        Path key = place.home().resolve(".postgresql").resolve("postgresql.pk8");
        boolean usual = rules.driver() == DriverName.PGJDBC
                && conninfo.get("sslkey").isEmpty()
                && place.there().test(key);
        return usual ? conninfo.with("sslkey", key.toString()) : conninfo;
    }

    private static Optional<String> name(Conninfo conninfo, Login login) {
        boolean address =
                conninfo.get("hostaddr").filter(said -> !said.isEmpty()).isPresent();
        return conninfo.get("host")
                .filter(said -> address
                        && said.indexOf(',') < 0
                        && !said.equals(login.server().host()))
                .filter(said -> !said.isEmpty());
    }

    private List<Transport> transports(Perspective.Seen seen, Optional<String> name) {
        return switch (seen.tls()) {
            case CLEAR -> List.of(new Transport.Plain());
            case CLEAR_FIRST -> List.of(new Transport.Plain(), new Transport.Encrypted());
            case IF_OFFERED, PROGRAM_IF_OFFERED -> List.of(new Transport.Encrypted(), new Transport.Plain());
            case IF_OFFERED_OR_CLEAR, IF_OFFERED_CHECKED ->
                List.of(new Transport.VerifyCa(anchors(seen)), new Transport.Plain());
            case ENCRYPTED, PROGRAM, ELSEWHERE, REFUSED -> List.of(new Transport.Encrypted());
            case AUTHORITY -> List.of(new Transport.VerifyCa(anchors(seen)));
            case FULL -> List.of(new Transport.VerifyFull(anchors(seen), name));
        };
    }

    private List<X509Certificate> anchors(Perspective.Seen seen) {
        Path file = seen.explained()
                .root()
                .or(() -> SystemRoots.file(place.environment()))
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_ENFORCEABLE,
                        "the server is to be verified by the system's root certificates, and there are none at a usual place",
                        "install ca-certificates, or name a file with sslrootcert"));
        return ConninfoLogins.anchors(file);
    }

    // a driver that reads keys of any mode does not stop at one; whether the mode is well is told apart
    private static PrivateKey key(Path file, DriverRules rules) {
        return rules.readsKey(0777, false) ? PrivateKeyFile.readOfAnyMode(file) : PrivateKeyFile.read(file);
    }

    private static Credential withoutCertificate(Credential credential) {
        return ClientCertificates.password(credential)
                .<Credential>map(Credential.Password::new)
                .orElseGet(Credential.None::new);
    }

    private static List<List<Login>> byHost(List<Login> logins) {
        Map<HostPort, List<Login>> hosts = new LinkedHashMap<>();
        logins.forEach(login ->
                hosts.computeIfAbsent(login.server(), _ -> new ArrayList<>()).add(login));
        return List.copyOf(hosts.values());
    }
}
