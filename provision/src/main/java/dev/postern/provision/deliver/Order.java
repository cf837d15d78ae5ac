package dev.postern.provision.deliver;

import dev.postern.model.Binding;
import dev.postern.provision.consumer.Access;
import dev.postern.provision.consumer.Consumers;
import dev.postern.provision.consumer.Contract;
import dev.postern.provision.consumer.Endpoint;
import dev.postern.provision.consumer.Login;
import dev.postern.provision.consumer.Password;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is to be delivered for one Binding. */
record Order(
        Binding binding,
        Endpoint endpoint,
        SortedMap<String, Login> logins,
        Map<String, List<X509Certificate>> authorities) {
    static Order of(
            Binding binding,
            Endpoint endpoint,
            Map<String, Login> given,
            Map<String, List<X509Certificate>> authorities) {
        SortedMap<String, Login> logins = new TreeMap<>();
        binding.roles()
                .forEach((purpose, role) -> logins.put(
                        purpose,
                        shown(
                                binding,
                                Optional.ofNullable(given.get(purpose)).orElseGet(() -> Login.withoutPassword(role)))));
        return new Order(binding, endpoint, logins, authorities);
    }

    /** Of two logins that take turns the first, as long as nobody knows which is in use. */
    private static Login shown(Binding binding, Login login) {
        boolean unknown = login.user().equals(login.role())
                && !(login.password().orElse(null) instanceof Password.Known)
                && binding.auth().usesPassword()
                && binding.rotation() == Binding.Rotation.ALTERNATE;
        return unknown ? new Login(login.role(), login.role() + "_a", login.password()) : login;
    }

    String name() {
        return binding.metadata().name();
    }

    String role(String purpose) {
        return binding.roles().getOrDefault(purpose, purpose);
    }

    /** As the consumer of files in this folder sees it. */
    Access access(Path folder) {
        return Access.of(binding, folder, endpoint, logins, authorities);
    }

    /** Where nothing depends on a folder. */
    Access access() {
        return access(binding.directories().stream().findFirst().orElse(Path.of("/")));
    }

    Contract contract(Path folder) {
        return Consumers.contract(binding.consumer(), access(folder));
    }
}
