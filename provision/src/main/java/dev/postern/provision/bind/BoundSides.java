package dev.postern.provision.bind;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.DatabaseRole;
import dev.postern.model.HostPort;
import dev.postern.model.ResourceSet;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.connect.SqlProblems;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.prove.BindingProof;
import dev.postern.provision.prove.Bound;
import dev.postern.provision.prove.BoundVerdicts;
import dev.postern.provision.prove.ScratchTable;
import dev.postern.provision.prove.Wrong;
import dev.postern.provision.secret.PasswordMaker;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Bindings as {@link BindingProof} tries them: with what their consumers really have. */
final class BoundSides {
    private static final int CONNECTIONS = 4;

    private final ResourceSet declared;
    private final BindTools tools;
    private final Map<String, ConsumerSide> sides = new HashMap<>();
    private final List<String> untried = new ArrayList<>();

    BoundSides(ResourceSet declared, BindTools tools) {
        this.declared = declared;
        this.tools = tools;
    }

    BindProof prove(Set<String> clusters) {
        Gathered gathered = new Gathered();
        List<BindProof.Stale> stale = new ArrayList<>();
        List<Bound> bound = gathered.each(ConsumerSide.of(declared, clusters, tools), side -> {
            sides.put(side.name(), side);
            stale(side).ifPresent(stale::add);
            return bound(side);
        });
        gathered.throwIfAny();
        PasswordMaker maker = new PasswordMaker(tools.random());
        BoundVerdicts proven = BindingProof.prove(
                bound,
                each -> Optional.ofNullable(sides.get(each.binding())).flatMap(this::table),
                CONNECTIONS,
                new Wrong(maker::make, tools.random(), tools.clock().instant()));
        Set<String> closed = new TreeSet<>();
        Mends.unwelcome(proven, sides)
                .forEach((cluster, logins) -> closed.addAll(ClosedLogins.of(cluster, logins, declared, tools)));
        return new BindProof(proven.verdicts(), stale, untried, Mends.of(proven, stale, sides, closed));
    }

    /** Those that get in everywhere with what their consumers have; what cannot be tried does not count. */
    Set<String> admitted(Set<String> clusters) {
        List<Bound> bound = new ArrayList<>();
        for (ConsumerSide side : ConsumerSide.of(declared, clusters, tools)) {
            try {
                bound.add(bound(side));
            } catch (ProblemException _) {
                // without what its consumer shows nobody knows
            }
        }
        return BindingProof.admitted(bound, CONNECTIONS);
    }

    // a certificate from its source may get in although the consumer was never given it
    private static Optional<BindProof.Stale> stale(ConsumerSide side) {
        List<String> why = new ArrayList<>();
        try {
            side.plan(side.wanted()).plan().steps().forEach(step -> why.add(step.title()));
        } catch (ProblemException refused) {
            refused.problems().forEach(problem -> why.add(problem.what()));
        }
        return why.isEmpty() ? Optional.empty() : Optional.of(new BindProof.Stale(side.name(), why));
    }

    private Bound bound(ConsumerSide side) {
        List<HostPort> servers = new ArrayList<>();
        servers.add(side.cluster().primary());
        servers.addAll(side.cluster().standbys());
        Map<String, Login> delivered = side.delivered();
        Schemas schemas = Schemas.of(side, declared);
        List<Bound.Account> accounts = new ArrayList<>();
        new TreeMap<>(side.binding().roles()).forEach((purpose, role) -> {
            Optional<Login> login = Optional.ofNullable(delivered.get(purpose));
            DatabaseRole known = declared(side, role);
            accounts.add(new Bound.Account(
                    login.map(Login::user).orElse(role),
                    known.profile(),
                    schemas.open(known),
                    schemas.closed(known),
                    credential(side, purpose, role, login)));
        });
        return new Bound(
                side.name(), servers, side.database().name(), side.binding().auth(), side.transport(), accounts);
    }

    private static DatabaseRole declared(ConsumerSide side, String role) {
        return side.database().roles().stream()
                .filter(one -> one.name().equals(role))
                .findFirst()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "Binding " + side.name() + " names the role " + role + ", which Database "
                                + side.database().metadata().name() + " does not declare",
                        "declare it there"));
    }

    private Credential credential(ConsumerSide side, String purpose, String role, Optional<Login> delivered) {
        if (side.binding().auth() == Binding.Auth.CERT) {
            Optional<Credential.ClientCertificate> shown = Credentials.certificate(side, purpose);
            if (shown.isEmpty()) {
                untried.add("Binding " + side.name() + ": the consumer "
                        + side.binding().consumer() + " keeps its own certificate, so that " + role
                        + " gets in, and what it may do then, was not tried from here");
            }
            return shown.<Credential>map(one -> one).orElseGet(Credential.None::new);
        }
        Secret password = delivered
                .flatMap(Login::password)
                .filter(Password.Known.class::isInstance)
                .map(found -> ((Password.Known) found).secret())
                .or(() -> side.source(purpose)
                        .map(source -> side.tools().secrets().read(side.label(role), source)))
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.CREDENTIAL_UNUSABLE,
                        side.label(role) + " is not where it is delivered",
                        "apply the Binding, then prove again"));
        return Credentials.with(side, purpose, password);
    }

    // as the owner, so that the default rights are what is proven
    private Optional<ScratchTable> table(ConsumerSide side) {
        if (side.cluster().admin().isEmpty()) {
            untried.add("Binding " + side.name() + ": Cluster "
                    + side.cluster().metadata().name()
                    + " names no admin who could make a table for it, so reading and writing was not tried");
            return Optional.empty();
        }
        ServerSide server = ServerSide.of(side.cluster(), declared, tools.secrets());
        String database = side.database().name();
        try {
            return Optional.of(ScratchTable.make(
                    server.connector().connect(database),
                    Optional.of(side.database().owner()),
                    tools.clock().instant(),
                    tools.random()));
        } catch (SQLException failure) {
            throw SqlProblems.noConnection(
                    "Cluster " + side.cluster().metadata().name() + ", database " + database, failure);
        }
    }
}
