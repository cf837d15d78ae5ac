package dev.postern.provision.bind;

import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.SecretSource;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import dev.postern.provision.deliver.Deliverer;
import dev.postern.provision.plan.Finding;
import dev.postern.provision.secret.SecretValue;
import dev.postern.provision.secret.SecretsRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who logs in with what, as far as it is known without a server: passwords that are given, else what was delivered;
 * placeholders of other tools as they are.
 *
 * @param findings on where passwords come from
 */
record RenderedLogins(Map<String, Login> byPurpose, List<Finding> findings) {
    /** @throws ProblemException with everything that is given and cannot be read */
    static RenderedLogins of(ConsumerSide side) {
        if (!side.binding().auth().usesPassword()) {
            return new RenderedLogins(Map.of(), List.of());
        }
        Map<String, SecretSource> sources = new TreeMap<>();
        side.binding()
                .roles()
                .forEach((purpose, role) ->
                        side.source(purpose).ifPresent(source -> sources.put(side.label(role), source)));
        SecretsRead given = side.tools().secrets().readAll(sources);
        List<Finding> findings = new ArrayList<>();
        given.warnings().forEach(warning -> findings.add(warning(warning.what(), warning.fix())));
        Map<String, Login> delivered = delivered(side, sources.size());
        Map<String, Login> logins = new TreeMap<>();
        side.binding().roles().forEach((purpose, role) -> {
            Login there = delivered.getOrDefault(purpose, Login.withoutPassword(role));
            Optional<Password> password = Optional.ofNullable(given.values().get(side.label(role)))
                    .filter(_ -> side.source(purpose).isPresent())
                    .map(RenderedLogins::password)
                    .or(there::password);
            if (password.isEmpty() && Deliverer.makesPasswords(side.binding())) {
                findings.add(warning(
                        side.label(role) + " is neither given nor delivered: apply makes one",
                        "apply, or name it in credentials." + purpose));
            }
            logins.put(purpose, new Login(role, there.user(), Optional.of(password.orElseGet(Password.ToCome::new))));
        });
        return new RenderedLogins(logins, findings);
    }

    private static Password password(SecretValue value) {
        return switch (value) {
            case SecretValue.Known(var secret) -> new Password.Known(secret);
            case SecretValue.Unresolved(String placeholder) -> new Password.Reference(placeholder);
        };
    }

    // what cannot be looked into, such as Podman where there is none, has nothing for us
    private static Map<String, Login> delivered(ConsumerSide side, int given) {
        if (given == side.binding().roles().size()) {
            return Map.of();
        }
        try {
            return side.delivered();
        } catch (ProblemException _) {
            return Map.of();
        }
    }

    private static Finding warning(String what, String fix) {
        return new Finding(Finding.Severity.WARNING, what, fix);
    }
}
