package dev.postern.provision.doctor;

import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.Keyword;
import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Fate;
import dev.postern.provision.driver.Place;
import dev.postern.provision.driver.Question;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * For whom a connection is examined.
 *
 * @param driver whose rules count; empty for libpq's, with a word about others
 * @param channelBinding what is said as {@code channel_binding}, empty if nothing
 * @param requireAuth what is said as {@code require_auth}, empty if nothing
 * @param direct whether TLS begins with the first byte
 * @param sessions what is said as {@code target_session_attrs}
 * @param revocations what the client knows of revoked certificates
 * @param needs what the program behind it needs of the server
 */
record Client(
        Optional<DriverRules> driver,
        String channelBinding,
        String requireAuth,
        boolean direct,
        String sessions,
        Optional<Revocations> revocations,
        Needs needs) {
    /** Who asks for nothing in particular. */
    static final Client ANY = new Client(Optional.empty(), "", "", false, "any", Optional.empty(), Needs.NONE);

    /** What a connection string and its surroundings say. */
    static Client of(Conninfo conninfo, Optional<DriverRules> driver, Place place, Needs needs) {
        Said said = new Said(conninfo, driver, place);
        boolean reads = driver.map(rules -> rules.fate("sslcrl") == Fate.TAKEN).orElse(true);
        Optional<Path> usual = Optional.of(place.home().resolve(".postgresql").resolve("root.crl"))
                .filter(Files::exists);
        Optional<Path> file = said.value("sslcrl").map(Path::of).or(() -> usual);
        return new Client(
                driver,
                said.value("channel_binding").orElse(""),
                said.value("require_auth").orElse(""),
                said.value("sslnegotiation").filter("direct"::equals).isPresent(),
                said.value("target_session_attrs").orElse("any"),
                reads ? Revocations.of(file, said.value("sslcrldir").map(Path::of)) : Optional.empty(),
                needs);
    }

    /** Whose login is known already. */
    static Client of(Optional<DriverRules> driver, Needs needs) {
        return new Client(driver, "", "", false, "any", Optional.empty(), needs);
    }

    private record Said(Conninfo conninfo, Optional<DriverRules> driver, Place place) {
        Optional<String> value(String name) {
            Keyword keyword = Keyword.named(name).orElseThrow();
            boolean variable = driver.map(rules -> rules.readsVariable(keyword)).orElse(true);
            return conninfo.get(name)
                    .or(() -> Optional.ofNullable(place.environment().get(keyword.environment()))
                            .filter(_ -> variable))
                    .filter(value -> !value.isEmpty());
        }
    }

    /** Who refuses a certificate that has the host's name in its common name only; empty if this client takes it. */
    Optional<String> refusesCommonName() {
        return driver.filter(rules -> !rules.takesCommonName())
                .map(rules -> rules.driver().word());
    }

    String word() {
        return driver.map(rules -> rules.driver().word()).orElse("libpq");
    }

    boolean bindingRequired() {
        return channelBinding.equals("require");
    }

    /** Whether {@code require_auth} leaves this method, by libpq's word for it. */
    boolean accepts(String method) {
        List<String> words = Arrays.stream(requireAuth.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return true;
        }
        return words.getFirst().startsWith("!") ? !words.contains("!" + method) : words.contains(method);
    }

    /** What becomes of prepared statements behind a pooler that pools by transactions. */
    Optional<String> pooling() {
        return answer(Question.POOLING);
    }

    /** How several hosts are tried, where that differs from libpq. */
    Optional<String> hosts() {
        return answer(Question.HOSTS);
    }

    private Optional<String> answer(Question question) {
        return driver.map(
                rules -> rules.driver().word() + " " + rules.answer(question).answer());
    }
}
