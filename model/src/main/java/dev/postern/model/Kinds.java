package dev.postern.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every kind there is, and those that are only known by name. */
final class Kinds {
    /** In the order of the documentation, and of writing: what is referred to comes first. */
    static final List<Kind<?>> ALL = List.of(
            ClusterTable.KIND, DatabaseTable.KIND, DeclaredRoleTable.KIND, BindingTable.KIND, AccessRuleTable.KIND);

    /** Known, not enforced by this build: what to do instead. */
    static final Map<String, String> LATER = later();

    private Kinds() {}

    static Optional<Kind<?>> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    static Kind<?> of(Resource resource) {
        return switch (resource) {
            case Cluster _ -> ClusterTable.KIND;
            case Database _ -> DatabaseTable.KIND;
            case DeclaredRole _ -> DeclaredRoleTable.KIND;
            case Binding _ -> BindingTable.KIND;
            case AccessRule _ -> AccessRuleTable.KIND;
        };
    }

    private static Map<String, String> later() {
        Map<String, String> later = new LinkedHashMap<>();
        later.put("User", "people are made by issuing them a certificate");
        later.put("Group", "name people in the AccessRule");
        later.put("Workload", "give the service a Binding");
        later.put("Gateway", "the gateway is configured where it is started");
        later.put("Pooler", "the gateway pools connections by itself");
        later.put("Authority", "authorities are made by the first start");
        later.put("TrustBundle", "name the bundle's file in the Cluster");
        return later;
    }
}
