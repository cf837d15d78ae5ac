package dev.postern.datastore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchPathTest {
    @Test
    void quotedNamesStandAsTheyAreAndOthersInLowerCase() {
        assertThat(SearchPath.parse("\"$user\", Public,\"A \"\"b\"\", c\" , x"))
                .containsExactly("$user", "public", "A \"b\", c", "x");
        assertThat(SearchPath.parse("")).isEmpty();
        assertThat(SearchPath.parse("\"\"")).containsExactly("");
    }

    @Test
    void schemaCalledLikeTheOwnerIsFirstAsSoonAsItIsThere() {
        SearchPath before = SearchPath.of("spire", "\"$user\", public", Set.of("public"));
        SearchPath after = SearchPath.of("spire", "\"$user\", public", Set.of("public", "spire"));

        assertThat(before.current()).contains("public");
        assertThat(before.ownWouldBeFirst()).isTrue();
        assertThat(after.current()).contains("spire");
        assertThat(after.ownWouldBeFirst()).isFalse();
    }
}
