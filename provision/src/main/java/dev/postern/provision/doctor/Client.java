package dev.postern.provision.doctor;

import dev.postern.provision.driver.DriverRules;
import dev.postern.provision.driver.Question;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * For whom a connection is examined.
 *
 * @param driver whose rules count; empty for libpq's, with a word about others
 * @param channelBinding what is said as {@code channel_binding}, empty if nothing
 * @param requireAuth what is said as {@code require_auth}, empty if nothing
 */
public record Client(Optional<DriverRules> driver, String channelBinding, String requireAuth) {
    /** Who asks for nothing in particular. */
    public static final Client ANY = new Client(Optional.empty(), "", "");

    public static Client of(DriverRules driver) {
        return new Client(Optional.of(driver), "", "");
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
        return driver.map(rules ->
                rules.driver().word() + " " + rules.answer(Question.POOLING).answer());
    }
}
