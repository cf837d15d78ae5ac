package dev.postern.provision.declare;

import dev.postern.model.DatabaseRole.Profile;
import java.util.List;

/**
 * A database and what its roles may do in it.
 *
 * @param owner a group role that owns the database, its schemas and its objects
 */
public record DesiredDatabase(String name, String owner, List<String> extensions, List<Member> members) {
    public DesiredDatabase {
        extensions = List.copyOf(extensions);
        members = List.copyOf(members);
    }

    /** A role and what it may do here. */
    public record Member(String role, Profile profile) {}

    /** The names of the members with this profile, as declared. */
    public List<String> members(Profile profile) {
        return members.stream()
                .filter(member -> member.profile() == profile)
                .map(Member::role)
                .toList();
    }
}
