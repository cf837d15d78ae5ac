package dev.postern.provision.declare;

import dev.postern.model.Database.Pool;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.model.VersionRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A database and what its roles may do in it.
 *
 * @param owner a group role that owns the database, its schemas and its objects
 * @param groups the group roles with the rights of a profile, of those profiles that somebody has
 * @param groupNames the names of all groups, also of profiles that nobody has (any more)
 * @param schemas besides {@code public}; those of services among them
 * @param settings of every session in it
 * @param grantTrigger whether an event trigger repeats the application's grants
 */
public record DesiredDatabase(
        String name,
        String owner,
        Map<Profile, String> groups,
        Map<Profile, String> groupNames,
        Optional<VersionRange> version,
        Optional<Pool> pool,
        List<String> extensions,
        List<DesiredSchema> schemas,
        Map<String, String> settings,
        Optional<String> comment,
        boolean grantTrigger,
        List<Member> members) {
    public DesiredDatabase {
        groups = Map.copyOf(groups);
        groupNames = Map.copyOf(groupNames);
        extensions = List.copyOf(extensions);
        schemas = List.copyOf(schemas);
        settings = Map.copyOf(settings);
        members = List.copyOf(members);
    }

    /**
     * A role and what it may do here.
     *
     * @param settings of its sessions here, also those that its profile needs
     * @param logins it and what logs in for it
     */
    public record Member(String role, Profile profile, Map<String, String> settings, List<String> logins) {
        public Member {
            settings = Map.copyOf(settings);
            logins = List.copyOf(logins);
        }
    }

    /** @param owner empty: the database's owner when it is made, whoever owns it when it is there */
    public record DesiredSchema(String name, Optional<String> owner, Optional<String> comment) {}

    /** The names of the members with this profile, as declared. */
    public List<String> members(Profile profile) {
        return members.stream()
                .filter(member -> member.profile() == profile)
                .map(Member::role)
                .toList();
    }

    /** The group with the rights of a profile. */
    public Optional<String> group(Profile profile) {
        return Optional.ofNullable(groups.get(profile));
    }

    /** Whom members with this profile act for: the owner, or the group; empty for services. */
    public Optional<String> actsFor(Profile profile) {
        return profile == Profile.MIGRATOR ? Optional.of(owner) : Optional.ofNullable(groupNames.get(profile));
    }

    /** Those whose objects the groups have rights on: what they have made and what they will make. */
    public Set<String> creators() {
        Set<String> creators = new LinkedHashSet<>();
        creators.add(owner);
        creators.addAll(members(Profile.MIGRATOR));
        creators.addAll(members(Profile.SERVICE));
        schemas.forEach(schema -> schema.owner().ifPresent(creators::add));
        return creators;
    }

    /** Owner and services, whose rights are their own, and the groups. */
    public List<String> holders() {
        List<String> holders = new ArrayList<>();
        holders.add(owner);
        group(Profile.APPLICATION).ifPresent(holders::add);
        group(Profile.READER).ifPresent(holders::add);
        holders.addAll(members(Profile.SERVICE));
        return holders;
    }

    /** Everybody that its privileges are about. */
    public Set<String> roles() {
        Set<String> roles = new LinkedHashSet<>(holders());
        roles.addAll(creators());
        members.forEach(member -> roles.addAll(member.logins()));
        return roles;
    }
}
