package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.problem.ProblemException;
import dev.postern.model.Binding;
import dev.postern.pki.x509.CertificateFile;
import dev.postern.provision.consumer.Consumers;
import dev.postern.provision.problem.ProvisionCode;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** PEM files that a Binding's options name. */
record Authorities(Map<String, List<X509Certificate>> found, Map<String, List<Problem>> byOption) {
    List<Problem> problems() {
        return byOption.values().stream().flatMap(List::stream).toList();
    }

    static Authorities read(Binding binding) {
        String name = binding.metadata().name();
        Map<String, List<X509Certificate>> found = new TreeMap<>();
        Map<String, List<Problem>> problems = new TreeMap<>();
        for (String option : new TreeSet<>(Consumers.authorityOptions(name, binding.consumer()))) {
            String file = binding.options().get(option);
            if (file == null) {
                continue;
            }
            if (!file.startsWith("/")) {
                problems.put(
                        option,
                        List.of(Problem.of(
                                ProvisionCode.CREDENTIAL_UNUSABLE,
                                "Binding " + name + ": options." + option + " is " + file
                                        + ", which starts from nowhere",
                                "write an absolute path")));
                continue;
            }
            try {
                found.put(option, CertificateFile.read(Path.of(file)));
            } catch (ProblemException unusable) {
                problems.put(option, unusable.problems());
            }
        }
        return new Authorities(found, problems);
    }
}
