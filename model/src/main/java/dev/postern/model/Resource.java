package dev.postern.model;

/** Anything that can be declared. {@code kind} and {@code metadata.name} together name it. */
public sealed interface Resource permits Cluster, Database, DeclaredRole, Binding, AccessRule {
    String API_VERSION = "postern.dev/v1alpha1";

    Metadata metadata();

    default String kind() {
        return switch (this) {
            case Cluster _ -> "Cluster";
            case Database _ -> "Database";
            case DeclaredRole _ -> "DatabaseRole";
            case Binding _ -> "Binding";
            case AccessRule _ -> "AccessRule";
        };
    }
}
