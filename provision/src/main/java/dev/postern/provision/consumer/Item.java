package dev.postern.provision.consumer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One thing that a consumer is given, or a person is told. */
public sealed interface Item {
    /**
     * A file; only its owner may read it if its content is secret.
     *
     * @param name relative to the folder, with slashes
     */
    record File(String name, Content content) implements Item {
        public static File text(String name, String text) {
            return new File(name, new Content.Text(text));
        }
    }

    /** A secret of Podman. */
    record PodmanSecret(String name, Content value) implements Item {}

    /**
     * A Kubernetes Secret or ConfigMap.
     *
     * @param type of a Secret; Kubernetes' default when empty
     * @param data in the order in which it is written
     */
    record Manifest(
            Kind kind,
            String name,
            Optional<String> namespace,
            Optional<String> type,
            Map<String, String> labels,
            Map<String, String> annotations,
            Map<String, Content> data)
            implements Item {
        public Manifest {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }

        /** Which of the two. */
        public enum Kind {
            SECRET("Secret"),
            CONFIG_MAP("ConfigMap");

            private final String word;

            Kind(String word) {
                this.word = word;
            }

            public String word() {
                return word;
            }
        }
    }

    /**
     * For a person: commands, a piece of somebody else's configuration file. Never a secret.
     *
     * @param title what it is and where it belongs
     */
    record Print(String title, String text) implements Item {}
}
