package dev.postern.provision.deliver;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.provision.consumer.AccessLines;
import dev.postern.provision.consumer.Content;
import dev.postern.provision.consumer.Contract;
import dev.postern.provision.consumer.Item;
import dev.postern.provision.consumer.KubernetesYaml;
import dev.postern.provision.problem.ProvisionCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A contract as files. What is not known is a problem with what to do.
 *
 * @param problems gets one for each content that is not known
 */
record Artefacts(Order order, Contents contents, List<Problem> problems) {
    private static final String MANIFESTS = "manifests.yaml";
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9@_-][A-Za-z0-9@._-]*)+");

    List<Artefact> of(Contract contract, AccessLines lines) {
        List<Artefact> all = new ArrayList<>();
        StringBuilder people = new StringBuilder();
        for (Item item : contract.items()) {
            switch (item) {
                case Item.File(String name, Content content) -> all.add(file(name, content));
                case Item.PodmanSecret(String name, Content value) -> {
                    String file = "podman-secrets/" + name;
                    all.add(file(file, value));
                    people.append("# The Podman secret ")
                            .append(name)
                            .append("\npodman secret create --replace ")
                            .append(name)
                            .append(' ')
                            .append(file)
                            .append("\n\n");
                }
                // a file of somebody else's, such as a drop-in: below our folder at its own path
                case Item.Print(String title, String text)
                when PATH.matcher(title).matches() -> all.add(text(title.substring(1), text));
                case Item.Print(String title, String text) ->
                    people.append("# ").append(title).append('\n').append(text).append('\n');
                case Item.Manifest _ -> {
                    // all in one file
                }
            }
        }
        if (!contract.manifests().isEmpty()) {
            all.add(manifests(contract.manifests()));
        }
        all.add(text("pg_hba.lines", String.join("\n", lines.hba()) + "\n"));
        if (!lines.ident().isEmpty()) {
            all.add(text("pg_ident.lines", String.join("\n", lines.ident()) + "\n"));
        }
        if (!people.isEmpty()) {
            all.add(text("to-do.txt", people.toString()));
        }
        return all;
    }

    private Artefact manifests(List<Item.Manifest> manifests) {
        List<Content> all = manifests.stream()
                .flatMap(manifest -> manifest.data().values().stream())
                .toList();
        return new Artefact(
                MANIFESTS,
                Secret.ofText(KubernetesYaml.of(
                        manifests, content -> new String(bytes(MANIFESTS, content), StandardCharsets.UTF_8))),
                false,
                all.stream().anyMatch(Content.SecretText.class::isInstance));
    }

    private Artefact file(String name, Content content) {
        return new Artefact(
                name, Secret.of(bytes(name, content)), !content.secret(), content instanceof Content.SecretText);
    }

    private static Artefact text(String name, String text) {
        return new Artefact(name, Secret.ofText(text), true, false);
    }

    private byte[] bytes(String name, Content content) {
        return contents.bytes(content).orElseGet(() -> {
            problems.add(
                    Problem.of(
                            ProvisionCode.CREDENTIAL_UNUSABLE,
                            "Binding " + order.name() + ": " + name + " needs a "
                                    + (content instanceof Content.ToCome
                                            ? "password that is neither given nor delivered"
                                            : "certificate that is not given"),
                            "name it in credentials of the Binding; for a password that a GitOps tool puts in: {reference: TEXT}"));
            return new byte[0];
        });
    }
}
