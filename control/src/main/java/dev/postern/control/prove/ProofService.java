package dev.postern.control.prove;

import dev.postern.api.ProveAnswer;
import dev.postern.control.declared.Anchors;
import dev.postern.control.declared.Declaration;
import dev.postern.control.issue.Issuance;
import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.model.HostPort;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.provision.bind.Answers;
import dev.postern.provision.connect.Login;
import dev.postern.provision.connect.Transport;
import dev.postern.provision.prove.Cell;
import dev.postern.provision.prove.Prover;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tries what the published declaration promises. */
public final class ProofService {
    private static final int CONNECTIONS = 4;

    private final Supplier<Declaration> declared;
    private final Supplier<Optional<HostPort>> gateway;
    private final Issuance issuance;
    private final String person;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param gateway where it listens, under a name that its certificate has
     * @param person who shows certificates at the gateway: the operator
     */
    public ProofService(
            Supplier<Declaration> declared,
            Supplier<Optional<HostPort>> gateway,
            Issuance issuance,
            String person,
            InstantSource clock,
            SecureRandom random) {
        this.declared = declared;
        this.gateway = gateway;
        this.issuance = issuance;
        this.person = person;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Takes seconds; leaves nothing behind on the servers.
     *
     * @param clusters which ones, by name
     */
    public ProveAnswer prove(Predicate<String> clusters) {
        HostPort address = gateway.get()
                .orElseThrow(() -> new ControlException(
                        ControlCode.NOT_FOUND,
                        "there is no gateway in this process, so nothing can be proven through it",
                        "start Postern with ./postern up"));
        List<Trial> trials = Trials.of(declared.get(), person).stream()
                .filter(trial -> clusters.test(trial.cluster().metadata().name()))
                .toList();
        Map<String, Trial> byName =
                trials.stream().collect(Collectors.toMap(trial -> trial.cell().name(), trial -> trial));
        ProofCredentials credentials = ProofCredentials.mint(issuance, person, clock, random);
        Transport toGateway = new Transport.VerifyFull(issuance.anchors(AuthorityName.SERVER));
        Prover prover = new Prover(
                cell -> switch (cell.path()) {
                    case GATEWAY ->
                        new Login(address, cell.database(), cell.role(), credentials.of(cell.credential()), toGateway);
                    case DIRECT -> direct(Objects.requireNonNull(byName.get(cell.name())), cell);
                },
                CONNECTIONS);
        return Answers.proven(prover.prove(trials.stream().map(Trial::cell).toList()));
    }

    private static Login direct(Trial trial, Cell cell) {
        return new Login(
                trial.cluster().primary(),
                cell.database(),
                cell.role(),
                Delivered.read(trial.binding(), cell.role()),
                new Transport.VerifyFull(Anchors.of(trial.cluster())));
    }
}
