package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void everyDeclaredRouteIsInTheTable() {
        List<Route<?, ?>> declared = Arrays.stream(Route.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Route.class)
                .<Route<?, ?>>map(RouteTest::value)
                .toList();

        assertThat(Route.all()).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(Route.all().stream()
                        .map(route -> route.method() + " " + route.path())
                        .collect(Collectors.toSet()))
                .hasSize(declared.size());
    }

    @Test
    void pathsCarryTheVersion() {
        assertThat(Route.all()).allSatisfy(route -> assertThat(route.path()).startsWith("/v" + Route.VERSION + "/"));
    }

    @Test
    void onlyWhatIsAboutTheCallerIsOpenToEverybody() {
        assertThat(Route.all())
                .filteredOn(route -> route.permission() == Permission.SELF)
                .extracting(Route::path)
                .containsExactlyInAnyOrder("/v1/databases", "/v1/whoami", "/v1/login", "/v1/logout");
    }

    private static Route<?, ?> value(Field field) {
        try {
            return (Route<?, ?>) field.get(null);
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(hidden);
        }
    }
}
