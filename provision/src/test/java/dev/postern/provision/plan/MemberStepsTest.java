package dev.postern.provision.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.model.Database;
import dev.postern.model.DatabaseRole;
import dev.postern.model.DatabaseRole.Profile;
import dev.postern.provision.declare.DesiredServer;
import dev.postern.provision.fixture.Declared;
import dev.postern.provision.observe.Actual;
import dev.postern.provision.observe.ActualRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemberStepsTest {
    private static final int MANY = 50_000;
    private static final int VERSION = 180_000;
    private static final Actual.Admin ADMIN = new Actual.Admin("postgres", true, true, true);

    /** Comparing each with each takes minutes. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void whoHasAnotherProfileNowLeavesItsGroupHoweverManyTheyAre() {
        DatabaseRole[] readers = IntStream.range(0, MANY)
                .mapToObj(i -> Declared.role("many_" + i, Profile.READER))
                .toArray(DatabaseRole[]::new);
        DesiredServer desired = Declared.server(Declared.database("many", "many_owner", List.of(), readers));
        Map<String, ActualRole> roles = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            roles.put("many_" + i, in("many_" + i, "many_application", "many_reader"));
        }

        assertThat(steps(desired, roles)).hasSize(MANY).allMatch(title -> title.startsWith("take many_"));
    }

    @Test
    void whoHasItInAnotherDatabaseOrByInRolesStays() {
        Database one = Declared.groups(
                Declared.database("one", "o", List.of(), Declared.role("r", Profile.READER)), "writers", "readers");
        Database two = Declared.groups(
                Declared.database("two", "o", List.of(), Declared.role("r", Profile.APPLICATION)),
                "writers",
                "readers");
        Map<String, ActualRole> roles = Map.of("r", in("r", "writers", "readers"));

        assertThat(steps(Declared.server(one, two), roles)).isEmpty();
        assertThat(steps(Declared.server(one), roles)).containsExactly("take r out of writers, it is a reader now");
    }

    private static List<String> steps(DesiredServer desired, Map<String, ActualRole> roles) {
        Actual empty = Actual.empty(VERSION, ADMIN);
        Actual actual = new Actual(
                VERSION,
                ADMIN,
                false,
                empty.connections(),
                roles,
                Map.of(),
                Map.of(),
                empty.settings(),
                Map.of(),
                empty.absent(),
                empty.beyond());
        Draft draft = new Draft();
        new RoleReach(draft, desired, actual).plan();
        new MemberSteps(draft, desired, actual, new AdminRights(draft, actual)).plan();
        return draft.plan().steps().stream().map(Step::title).toList();
    }

    private static ActualRole in(String name, String... groups) {
        Map<String, ActualRole.Membership> memberships = new HashMap<>();
        for (String group : groups) {
            memberships.put(group, new ActualRole.Membership(true, true, Map.of("postgres", true)));
        }
        return new ActualRole(
                name,
                new ActualRole.Attributes(false, true, true, false, false, false, false),
                -1,
                Optional.empty(),
                Optional.empty(),
                true,
                true,
                true,
                Map.of(),
                memberships,
                Set.of(),
                Set.of());
    }
}
