package dev.postern.provision.bind;

import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.ResourceSet;
import dev.postern.provision.declare.DesiredDatabase;
import dev.postern.provision.declare.DesiredServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The schemas that a database's declaration is about, by the role that makes tables in each. */
record Schemas(String owner, Map<String, String> makers) {
    private static final String PUBLIC = "public";

    static Schemas of(ConsumerSide side, ResourceSet declared) {
        DesiredDatabase database = DesiredServer.of(side.cluster(), declared.databases()).databases().stream()
                .filter(one -> one.name().equals(side.database().name()))
                .findFirst()
                .orElseThrow();
        Map<String, String> makers = new TreeMap<>();
        makers.put(PUBLIC, database.owner());
        for (DesiredDatabase.DesiredSchema schema : database.schemas()) {
            makers.put(schema.name(), schema.owner().orElse(database.owner()));
        }
        return new Schemas(database.owner(), makers);
    }

    /** Where this role has to be able to make tables. */
    List<String> open(DatabaseRole role) {
        return makers.keySet().stream().filter(schema -> makes(role, schema)).toList();
    }

    /** Where it must not make any; migrators act as the owner, who may be more than one database's. */
    List<String> closed(DatabaseRole role) {
        return role.profile() == Profile.MIGRATOR
                ? List.of()
                : makers.keySet().stream()
                        .filter(schema -> !makes(role, schema))
                        .toList();
    }

    private boolean makes(DatabaseRole role, String schema) {
        String maker = role.profile() == Profile.MIGRATOR ? owner : role.name();
        return maker.equals(makers.get(schema));
    }
}
