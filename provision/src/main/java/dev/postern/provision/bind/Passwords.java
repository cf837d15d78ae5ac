package dev.postern.provision.bind;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.model.Binding;
import dev.postern.model.SecretSource;
import dev.postern.postgres.scram.ScramVerifier;
import dev.postern.provision.connect.Credential;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.declare.Logins;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.password.Match;
import dev.postern.provision.password.PasswordCheck;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.EqualPasswords;
import dev.postern.provision.secret.PasswordMaker;
import dev.postern.provision.secret.SecretsRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides the passwords of one cluster's bindings: what a Binding gives, else what lies where it is delivered, else one
 * that is made. The same role has the same password in every Binding.
 */
final class Passwords {
    private final ServerSide server;
    private final BindTools tools;
    private final PasswordMaker maker;
    private final Map<String, Secret> known = new TreeMap<>();
    private final Map<String, Secret> delivered = new TreeMap<>();
    private final Map<String, Secret> made = new TreeMap<>();
    private final Map<String, ConsumerSide> sides = new HashMap<>();
    private final Set<String> alternates = new TreeSet<>();
    private final Map<String, Map<String, Login>> byBinding = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Passwords(ServerSide server, BindTools tools) {
        this.server = server;
        this.tools = tools;
        this.maker = new PasswordMaker(tools.random());
    }

    /**
     * What was decided.
     *
     * @param server for the plan of the server
     * @param byBinding for deliveries: by the Binding's name, then by purpose
     * @param made users whose password nobody gave and nobody has: it is made
     * @param findings what works and should not stay
     * @param typed by user, which password that is, for whoever sets it by hand
     */
    record Decided(
            Logins server,
            Map<String, Map<String, Login>> byBinding,
            Set<String> made,
            List<Finding> findings,
            Map<String, String> typed) {}

    /** @param carriedOut whether a password that is made now will be used; otherwise nobody is given it */
    static Decided decide(ServerSide server, List<ConsumerSide> consumers, BindTools tools, boolean carriedOut) {
        List<ConsumerSide> with = consumers.stream()
                .filter(side -> side.binding().auth().usesPassword())
                .filter(side -> side.cluster().equals(server.cluster()))
                .toList();
        if (with.isEmpty()) {
            return new Decided(Logins.NONE, Map.of(), Set.of(), List.of(), Map.of());
        }
        return new Passwords(server, tools).decide(with, carriedOut);
    }

    private Decided decide(List<ConsumerSide> consumers, boolean carriedOut) {
        Map<String, Map<String, Login>> found = new HashMap<>();
        consumers.forEach(side -> found.put(side.name(), side.delivered()));
        given(consumers, found);
        found.values()
                .forEach(logins -> logins.values()
                        .forEach(login -> login.password()
                                .filter(Password.Known.class::isInstance)
                                .map(Password.Known.class::cast)
                                .ifPresent(password -> {
                                    delivered.putIfAbsent(login.user(), password.secret());
                                    known.putIfAbsent(login.user(), password.secret());
                                })));
        consumers.forEach(side ->
                byBinding.put(side.name(), logins(side, found.getOrDefault(side.name(), Map.of()), carriedOut)));
        Map<String, ScramVerifier> verifiers = verifiers();
        EqualPasswords.of(known).forEach(this::warn);
        Map<String, String> typed = new TreeMap<>();
        sides.forEach((user, side) -> typed.put(user, typed(user, side)));
        return new Decided(new Logins(verifiers, alternates), byBinding, made.keySet(), findings, typed);
    }

    private String typed(String user, ConsumerSide side) {
        String purpose = side.purpose(user);
        String where = "credentials." + purpose + ".password of Binding " + side.name();
        if (made.containsKey(user)) {
            return "by hand: choose a password for " + user + ", and name the file that has it in " + where
                    + "; as long as nobody names it, each plan has this step";
        }
        if (side.source(purpose).isPresent()) {
            return "by hand: type what " + where + " names";
        }
        return delivered.containsKey(user)
                ? "by hand: type the password of " + user + " that lies where Binding " + side.name() + " delivers it"
                : "by hand: type what another Binding with " + user + " names";
    }

    private void given(List<ConsumerSide> consumers, Map<String, Map<String, Login>> found) {
        Map<String, SecretSource> sources = new LinkedHashMap<>();
        Map<String, String> users = new HashMap<>();
        for (ConsumerSide side : consumers) {
            side.binding()
                    .roles()
                    .forEach((purpose, role) -> side.source(purpose).ifPresent(source -> {
                        String label = side.label(role);
                        sources.put(label, source);
                        users.put(label, user(side, purpose, role, found.getOrDefault(side.name(), Map.of())));
                    }));
        }
        SecretsRead read = tools.secrets().readAll(sources);
        read.warnings().forEach(this::warn);
        read.values().forEach((label, value) -> {
            Secret secret = value.orRefuse(label);
            Secret before = known.putIfAbsent(users.getOrDefault(label, label), secret);
            if (before != null && !before.equals(secret)) {
                throw new ProvisionException(
                        ProvisionCode.DECLARATION_CONFLICT,
                        label + " is another one than another Binding gives to the same role",
                        "give it once, or give the same");
            }
        });
    }

    private Map<String, Login> logins(ConsumerSide side, Map<String, Login> found, boolean carriedOut) {
        Map<String, Login> logins = new TreeMap<>();
        side.binding().roles().forEach((purpose, role) -> {
            String user = user(side, purpose, role, found);
            sides.putIfAbsent(user, side);
            if (side.binding().rotation() == Binding.Rotation.ALTERNATE) {
                alternates.add(role);
            }
            logins.put(purpose, new Login(role, user, password(side, user, carriedOut)));
        });
        return logins;
    }

    private Optional<Password> password(ConsumerSide side, String user, boolean carriedOut) {
        Secret there = known.get(user);
        if (there != null) {
            return Optional.of(new Password.Known(there));
        }
        if (!Deliverer.makesPasswords(side.binding())) {
            return Optional.empty();
        }
        Secret fresh = made.computeIfAbsent(user, _ -> maker.make());
        return Optional.of(carriedOut ? new Password.Known(fresh) : new Password.ToCome());
    }

    // of two that take turns the one that is in use; the first one to begin with
    private static String user(ConsumerSide side, String purpose, String role, Map<String, Login> found) {
        if (side.binding().rotation() == Binding.Rotation.IN_PLACE) {
            return role;
        }
        return Optional.ofNullable(found.get(purpose)).map(Login::user).orElse(Logins.Turn.A.of(role));
    }

    private Map<String, ScramVerifier> verifiers() {
        Map<String, ScramVerifier> verifiers = new TreeMap<>();
        made.forEach((user, password) -> verifiers.put(user, ScramVerifier.of(password, tools.random())));
        new PasswordCheck(this::login, maker)
                .compare(server.connector(), server.database(), known)
                .forEach((user, match) -> {
                    switch (match) {
                        case Match.Matches _ -> {
                            // so that a second plan is empty
                        }
                        case Match.Differs _ -> verifiers.put(user, verifier(user));
                        case Match.Unknown(String why) -> unknown(user, why, verifiers);
                    }
                });
        return verifiers;
    }

    // what a consumer is about to get has to be the server's too; what it has may be
    private void unknown(String user, String why, Map<String, ScramVerifier> verifiers) {
        if (!Optional.ofNullable(known.get(user)).equals(Optional.ofNullable(delivered.get(user)))) {
            verifiers.put(user, verifier(user));
            return;
        }
        findings.add(new Finding(
                Finding.Severity.WARNING,
                "whether the server has the password of " + user + " cannot be told: " + why,
                "let it in by the line that admits its Binding, then plan again"));
    }

    private ScramVerifier verifier(String user) {
        return ScramVerifier.of(Optional.ofNullable(known.get(user)).orElseThrow(), tools.random());
    }

    private dev.postern.provision.connect.Login login(String user, Secret password) {
        Optional<ConsumerSide> side = Optional.ofNullable(sides.get(user));
        return new dev.postern.provision.connect.Login(
                server.admin().server(),
                side.map(one -> one.database().name()).orElse(server.database()),
                user,
                side.map(one -> Credentials.with(one, one.purpose(user), password))
                        .orElseGet(() -> new Credential.Password(password)),
                side.map(ConsumerSide::transport).orElseGet(() -> server.admin().transport()));
    }

    private void warn(Problem problem) {
        findings.add(new Finding(Finding.Severity.WARNING, problem.what(), problem.fix()));
    }
}
