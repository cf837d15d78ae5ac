package dev.postern.datastore.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenMaskTest {
    private static final String USED = "spiffe://story.test/spire/agent/join_token/used";
    private static final String UNUSED = "spiffe://story.test/spire/agent/join_token/canary";

    private final TokenMask mask = new TokenMask(Set.of(USED));

    @Test
    void onlyTokensThatNobodyHasUsedAreHidden() {
        assertThat(mask.shown(USED)).isEqualTo(USED);
        assertThat(mask.shown("spiffe://story.test/workload")).isEqualTo("spiffe://story.test/workload");
        assertThat(mask.shown(UNUSED))
                .startsWith("spiffe://story.test/spire/agent/join_token/(token, sha256 ")
                .doesNotContain("canary");
    }
}
