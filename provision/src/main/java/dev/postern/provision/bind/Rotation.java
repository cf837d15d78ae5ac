package dev.postern.provision.bind;

import dev.postern.model.ResourceSet;
import dev.postern.provision.apply.Applier;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.password.PasswordCheck;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.rotate.RotationReceipt;
import dev.postern.provision.rotate.Rotator;
import dev.postern.provision.rotate.Sink;
import dev.postern.provision.rotate.Wish;
import dev.postern.provision.secret.PasswordMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes the passwords of one binding's roles on both sides, wherever else the same roles are delivered too. */
record Rotation(ResourceSet declared, BindTools tools) {
    List<RotationReceipt> rotate(String binding, boolean disableOld) {
        ConsumerSide mine = ConsumerSide.of(declared, Binder.clusters(declared), tools).stream()
                .filter(side -> side.name().equals(binding))
                .findFirst()
                .orElseThrow(() -> new ProvisionException(
                        ProvisionCode.NOT_DECLARED,
                        "no Binding " + binding + " is declared in these files",
                        "name one of: "
                                + String.join(
                                        ", ",
                                        declared.bindings().stream()
                                                .map(one -> one.metadata().name())
                                                .toList())));
        refuse(mine);
        ServerSide server = ServerSide.of(mine.cluster(), declared, tools.secrets());
        List<Rotator.Turnover> turnovers = new ArrayList<>();
        for (String role : new TreeSet<>(mine.binding().roles().values())) {
            turnovers.add(
                    new Rotator.Turnover(new Wish(role, mine.binding().rotation(), disableOld), sink(role, mine)));
        }
        try (Turns turns = Turns.take(List.of(server), new Applier(tools.apply()))) {
            turns.of(server).check();
            return rotator(server, mine).rotate(turnovers);
        }
    }

    private static void refuse(ConsumerSide side) {
        if (!side.binding().auth().usesPassword()) {
            throw new ProvisionException(
                    ProvisionCode.NOT_ENFORCEABLE,
                    "Binding " + side.name() + " has auth: "
                            + side.binding().auth().word() + ", so it has no passwords to rotate",
                    "renew its certificates instead: give new ones and apply");
        }
        side.binding()
                .roles()
                .forEach((purpose, role) -> side.source(purpose).ifPresent(_ -> {
                    throw new ProvisionException(
                            ProvisionCode.NOT_ENFORCEABLE,
                            side.label(role) + " comes from credentials." + purpose + ", so it is not ours to change",
                            "change it there, then apply; or remove it from credentials");
                }));
    }

    private Rotator rotator(ServerSide server, ConsumerSide side) {
        PasswordMaker maker = new PasswordMaker(tools.random());
        return new Rotator(
                server.connector(),
                server.database(),
                new PasswordCheck((user, password) -> side.login(server, user, password), maker),
                maker);
    }

    private Sink sink(String role, ConsumerSide mine) {
        List<ConsumerSide> sides = new ArrayList<>(List.of(mine));
        ConsumerSide.of(declared, Set.of(mine.cluster().metadata().name()), tools).stream()
                .filter(side -> !side.name().equals(mine.name()))
                .filter(side -> side.binding().auth().usesPassword())
                .filter(side -> side.binding().roles().containsValue(role))
                .forEach(sides::add);
        return new Everywhere(role, sides);
    }

    /** Each binding that has the role, the one that is rotated first. */
    private record Everywhere(String role, List<ConsumerSide> sides) implements Sink {
        @Override
        public Optional<Delivered> read() {
            Map<String, Login> there = sides.getFirst().delivered();
            return purposes(sides.getFirst()).stream()
                    .flatMap(purpose -> Optional.ofNullable(there.get(purpose)).stream())
                    .flatMap(login -> login
                            .password()
                            .filter(Password.Known.class::isInstance)
                            .map(Password.Known.class::cast)
                            .map(password -> new Delivered(login.user(), password.secret()))
                            .stream())
                    .findFirst();
        }

        @Override
        public void deliver(Delivered delivered) {
            for (ConsumerSide side : sides) {
                Map<String, Login> logins = new TreeMap<>(side.delivered());
                purposes(side)
                        .forEach(purpose -> logins.put(
                                purpose,
                                new Login(
                                        role,
                                        delivered.user(),
                                        Optional.of(new Password.Known(delivered.password())))));
                side.deliver(side.plan(logins).plan());
            }
        }

        private List<String> purposes(ConsumerSide side) {
            return side.binding().roles().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(role))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        }
    }
}
