package dev.postern.provision.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes with a database.
 *
 * @param bytes empty if the administrator may not know
 * @param sessions in it now
 * @param logins that may do something in it, superusers and the administrator apart
 * @param objects how many are whose, those with the most first; empty if the administrator cannot look into it
 */
public record Going(
        Optional<Long> bytes, long sessions, List<String> logins, Optional<List<Map.Entry<String, Long>>> objects) {
    public Going {
        logins = List.copyOf(logins);
        objects = objects.map(List::copyOf);
    }

    Going with(List<Map.Entry<String, Long>> seen) {
        return new Going(bytes, sessions, logins, Optional.of(seen));
    }
}
