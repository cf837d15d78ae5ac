package dev.postern.provision.bind;

import dev.postern.kernel.secret.Secret;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.deliver.DeliveryPlan;
import dev.postern.provision.password.PasswordCheck;
import dev.postern.provision.problem.ProvisionCode;
import dev.postern.provision.problem.ProvisionException;
import dev.postern.provision.secret.PasswordMaker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Consumers that work and are about to log in under another name: that name is seen to work before they are told. */
final class OtherLogins {
    private OtherLogins() {}

    /**
     * Users that nobody who is going to log in as them uses yet, because all of them have another one delivered: the server
     * may take their new passwords first.
     *
     * @param decided by the Binding's name, then by purpose
     */
    static Set<String> takenUp(List<ConsumerSide> consumers, Map<String, Map<String, Login>> decided) {
        Set<String> takenUp = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (ConsumerSide consumer : consumers) {
            Map<String, Login> wanted = decided.getOrDefault(consumer.name(), Map.of());
            Map<String, Login> now = wanted.isEmpty() ? Map.of() : consumer.deliveredEver();
            wanted.forEach((purpose, login) -> {
                boolean another = Optional.ofNullable(now.get(purpose))
                        .filter(had -> !had.user().equals(login.user()))
                        .isPresent();
                (another ? takenUp : used).add(login.user());
            });
        }
        takenUp.removeAll(used);
        return takenUp;
    }

    /** @throws ProvisionException when it is not; nothing was delivered then */
    static void requireWorking(ServerSide server, ConsumerSide consumer, DeliveryPlan plan, BindTools tools) {
        Map<String, Login> now = consumer.deliveredEver();
        plan.logins()
                .forEach((purpose, wanted) -> Optional.ofNullable(now.get(purpose))
                        .filter(had -> !had.user().equals(wanted.user()))
                        .ifPresent(had -> secret(wanted)
                                .flatMap(password -> refused(server, consumer, wanted, password, tools))
                                .ifPresent(why -> {
                                    throw new ProvisionException(
                                            ProvisionCode.LOGIN_REFUSED,
                                            "Binding " + consumer.name() + ": " + wanted.user() + " cannot log in: "
                                                    + why + "; it was not delivered, " + had.user() + " stays in use",
                                            "add the lines that postern plan prints for this Binding, then apply again");
                                })));
    }

    private static Optional<String> refused(
            ServerSide server, ConsumerSide consumer, Login wanted, Secret password, BindTools tools) {
        return new PasswordCheck(
                        (user, given) -> consumer.login(server, user, given), new PasswordMaker(tools.random()))
                .refusal(wanted.user(), password);
    }

    private static Optional<Secret> secret(Login login) {
        return login.password()
                .filter(Password.Known.class::isInstance)
                .map(Password.Known.class::cast)
                .map(Password.Known::secret);
    }
}
