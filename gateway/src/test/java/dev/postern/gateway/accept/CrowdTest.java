package dev.postern.gateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.gateway.GatewayCode;
import dev.postern.kernel.problem.Problem;
import dev.postern.postgres.wire.StartupBounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Strangers take no room from those who are known, and those of one address none from others. */
class CrowdTest {
    private final Crowd crowd =
            new Crowd(new AcceptBounds(new StartupBounds(10_000, 64), Duration.ofSeconds(15), 2, 50, 10));

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private Crowd.Place enter(String from) throws UnknownHostException {
        return crowd.enter(address(from), () -> {});
    }

    private static void full(Optional<Problem> problem, String sentence) {
        assertThat(problem).hasValueSatisfying(full -> {
            assertThat(full.code()).isEqualTo(GatewayCode.TOO_MANY_CONNECTIONS);
            assertThat(full.what()).contains(sentence);
            assertThat(full.fix()).isNotBlank();
        });
    }

    @Test
    void oneAddressIsToldThenHungUpOnAndOthersComeIn() throws Exception {
        List<Crowd.Place> places = new ArrayList<>();
        for (int i = 1; i <= 36; i++) {
            Crowd.Place place = enter("10.0.0.1");
            places.add(place);
            assertThat(place.refusal().isPresent()).as("stranger %d is told", i).isEqualTo(i > 10);
            assertThat(place.silent()).as("stranger %d is hung up on", i).isEqualTo(i > 35);
        }
        full(places.get(10).refusal(), "11 connections from 10.0.0.1");
        assertThat(enter("10.0.0.2").refusal()).isEmpty();
        places.forEach(Crowd.Place::leave);
        places.forEach(Crowd.Place::leave);
        assertThat(enter("10.0.0.1").refusal()).isEmpty();
    }

    @Test
    void allAddressesTogetherAreBoundedAndAnIpv6NetworkIsOne() throws Exception {
        List<Crowd.Place> places = new ArrayList<>();
        for (int i = 1; i <= 51; i++) {
            places.add(enter("10.0.0." + i));
        }
        assertThat(places.get(49).refusal()).isEmpty();
        full(places.get(50).refusal(), "51 connections have not shown");
        places.forEach(Crowd.Place::leave);
        for (int i = 1; i <= 10; i++) {
            assertThat(enter("2001:db8::" + i).refusal()).isEmpty();
        }
        full(enter("2001:db8::1:2:3:4").refusal(), "11 connections from 2001:db8");
        assertThat(enter("2001:db8:1::1").refusal()).isEmpty();
    }

    @Test
    void whoeverIsKnownIsCountedOnceAndApart() throws Exception {
        Crowd.Place first = enter("10.0.0.1");
        Crowd.Place second = enter("10.0.0.1");
        Crowd.Place third = enter("10.0.0.1");
        assertThat(first.known()).isEmpty();
        assertThat(first.known()).isEmpty();
        assertThat(second.known()).isEmpty();
        full(third.known(), "2 is the most");
        first.leave();
        assertThat(third.known()).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(enter("10.0.0.1").refusal()).isEmpty();
        }
        assertThat(enter("10.0.0.1").refusal()).isPresent();
    }

    @Test
    void whoeverLeftBeforeItWasKnownTakesNoRoom() throws Exception {
        for (int i = 0; i < 5; i++) {
            Crowd.Place gone = enter("10.0.0.1");
            gone.leave();
            assertThat(gone.known()).isEmpty();
        }
        assertThat(enter("10.0.0.1").known()).isEmpty();
    }

    @Test
    void theMostCrowdedAddressGivesUpItsOldestForSomebodyElse() throws Exception {
        List<String> hungUp = new ArrayList<>();
        for (int address = 1; address <= 5; address++) {
            for (int i = 1; i <= 10; i++) {
                String name = address + "/" + i;
                crowd.enter(address("10.0.0." + address), () -> hungUp.add(name));
            }
        }
        Crowd.Place newcomer = enter("10.0.0.9");
        assertThat(newcomer.refusal()).isEmpty();
        assertThat(hungUp).hasSize(1).allMatch(name -> name.endsWith("/1"));
        for (int i = 2; i <= 8; i++) {
            assertThat(enter("10.0.0.9").refusal())
                    .as("connection %d of the newcomer", i)
                    .isEmpty();
        }
        assertThat(hungUp).hasSize(8).doesNotHaveDuplicates();
        full(enter("10.0.0.9").refusal(), "51 connections have not shown");
        assertThat(hungUp).hasSize(8);
    }
}
