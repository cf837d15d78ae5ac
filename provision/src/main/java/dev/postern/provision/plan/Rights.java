package dev.postern.provision.plan;

import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.observe.ObjectKind;
import java.util.List;

/**
 * What the profiles mean, privilege by privilege, on every object of a managed schema, now and later. A migrator holds
 * none itself: it is a member of the owner and acts as the owner. A reader executes no functions of users, because one
 * that is {@code SECURITY DEFINER} could write for it.
 */
final class Rights {
    private Rights() {}

    static List<String> of(Profile profile, ObjectKind kind) {
        return switch (profile) {
            case MIGRATOR, SERVICE -> List.of();
            case APPLICATION ->
                switch (kind) {
                    case SCHEMA -> List.of("USAGE");
                    case TABLE -> List.of("SELECT", "INSERT", "UPDATE", "DELETE");
                    case SEQUENCE -> List.of("USAGE", "SELECT");
                    case ROUTINE -> List.of("EXECUTE");
                };
            case READER ->
                switch (kind) {
                    case SCHEMA -> List.of("USAGE");
                    case TABLE, SEQUENCE -> List.of("SELECT");
                    case ROUTINE -> List.of();
                };
        };
    }
}
