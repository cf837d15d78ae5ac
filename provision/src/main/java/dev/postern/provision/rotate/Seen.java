package dev.postern.provision.rotate;

import dev.postern.provision.password.Match;
import java.util.Map;
import java.util.Optional;

/**
 * What is known before anything is done.
 *
 * @param delivered what the consumer has
 * @param match whether the server takes that; nothing is known of nothing
 * @param marks of the logins that exist, by name
 */
record Seen(Optional<Sink.Delivered> delivered, Match match, Map<String, Mark> marks) {
    Seen {
        marks = Map.copyOf(marks);
    }
}
