package dev.postern.control.login;

import dev.postern.access.Reach;
import dev.postern.api.Databases;
import dev.postern.api.Login;
import dev.postern.control.caller.Caller;
import dev.postern.control.declared.Declaration;
import dev.postern.gateway.Entry;
import dev.postern.gateway.GatewayState;
import dev.postern.model.DatabaseRole;
import dev.postern.model.HostPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a caller may reach through the gateway, from one published state. */
final class Reachable {
    private final Declaration declaration;
    private final GatewayState state;
    private final List<Reach> reaches;

    Reachable(Declaration declaration, GatewayState state, Caller caller) {
        this.declaration = declaration;
        this.state = state;
        this.reaches = state.rules().reachable(caller.subject(), Set.of());
    }

    Databases databases() {
        List<Databases.Database> databases = new ArrayList<>();
        for (Entry entry : state.entries()) {
            byDatabase(entry)
                    .forEach((database, roles) -> databases.add(new Databases.Database(
                            entry.name(),
                            entry.cluster(),
                            database,
                            serviceName(entry, database),
                            roles.stream()
                                    .map(reach -> new Databases.Reach(reach.role(), reach.rule()))
                                    .toList())));
        }
        return new Databases(databases);
    }

    List<Login.Service> services(HostPort gateway) {
        List<Login.Service> services = new ArrayList<>();
        for (Entry entry : state.entries()) {
            byDatabase(entry).forEach((database, roles) -> services.add(service(entry, database, roles, gateway)));
        }
        return services;
    }

    private static Login.Service service(Entry entry, String database, List<Reach> roles, HostPort gateway) {
        boolean usual = database.equals(entry.defaultDatabase());
        List<String> names = roles.stream().map(Reach::role).toList();
        return new Login.Service(
                serviceName(entry, database),
                gateway.host(),
                gateway.port(),
                usual ? entry.name() : entry.name() + "/" + database,
                names.getFirst(),
                names);
    }

    private static String serviceName(Entry entry, String database) {
        return database.equals(entry.defaultDatabase()) ? entry.name() : entry.name() + "-" + database;
    }

    // roles that log in, the one for daily work first
    private Map<String, List<Reach>> byDatabase(Entry entry) {
        Map<String, List<Reach>> byDatabase = new LinkedHashMap<>();
        Stream<Reach> own = reaches.stream()
                .filter(reach -> reach.cluster().equals(entry.cluster()))
                .filter(reach -> role(reach).map(DatabaseRole::mayLogIn).orElse(false))
                .sorted(Comparator.comparing(Reach::database)
                        .thenComparing(this::rank)
                        .thenComparing(Reach::role));
        own.forEach(reach -> byDatabase
                .computeIfAbsent(reach.database(), _ -> new ArrayList<>())
                .add(reach));
        return byDatabase;
    }

    private int rank(Reach reach) {
        return role(reach)
                .map(role -> switch (role.profile()) {
                    case APPLICATION, SERVICE -> 0;
                    case READER -> 1;
                    case MIGRATOR -> 2;
                })
                .orElse(3);
    }

    private Optional<DatabaseRole> role(Reach reach) {
        return declaration.databasesOn(reach.cluster()).stream()
                .filter(database -> database.name().equals(reach.database()))
                .flatMap(database -> database.roles().stream())
                .filter(role -> role.name().equals(reach.role()))
                .findFirst();
    }
}
