package dev.postern.provision.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A contract as text, without touching anything: placeholders as they are, secrets hidden, certificates by whose they are.
 *
 * @param parts in the order of the contract, manifests last
 */
public record Rendering(List<Part> parts) {
    public Rendering {
        parts = List.copyOf(parts);
    }

    /**
     * One file, secret, list of manifests or piece of advice.
     *
     * @param title a file's name and mode, for example {@code application/conninfo (0644)}
     */
    public record Part(String title, String text) {}

    /** With secrets hidden. */
    public static Rendering of(Contract contract) {
        return of(contract, Rendering::shown);
    }

    /** With passwords: for whoever asks for them by name. */
    public static Rendering withPasswords(Contract contract) {
        return of(
                contract,
                content -> content instanceof Content.SecretText secret
                        ? secret.text().text()
                        : shown(content));
    }

    private static Rendering of(Contract contract, Function<Content, String> shown) {
        List<Part> parts = new ArrayList<>();
        for (Item item : contract.items()) {
            switch (item) {
                case Item.File(String name, Content content) ->
                    parts.add(new Part(name + (content.secret() ? " (0600)" : " (0644)"), shown.apply(content)));
                case Item.PodmanSecret(String name, Content value) ->
                    parts.add(new Part("Podman secret " + name, shown.apply(value) + "\n"));
                case Item.Print(String title, String text) -> parts.add(new Part(title, text));
                case Item.Manifest _ -> {
                    // all in one file
                }
            }
        }
        if (!contract.manifests().isEmpty()) {
            parts.add(new Part("Kubernetes manifests (0600)", KubernetesYaml.of(contract.manifests(), shown)));
        }
        return new Rendering(parts);
    }

    /** What may be shown of a content. */
    public static String shown(Content content) {
        return switch (content) {
            case Content.Chain(String purpose) -> "(client certificate of " + purpose + ")";
            case Content.Key(String purpose, Content.Encoding encoding) ->
                "(private key of " + purpose + ", " + encoding + ")";
            case Content.Text(String text) -> text;
            case Content.SecretText secret -> secret.shown();
            case Content.Template(String text) -> text;
            case Content.ToCome(String shown) -> shown;
        };
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append("# ").append(part.title()).append('\n').append(part.text());
            if (!part.text().endsWith("\n")) {
                text.append('\n');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
