package dev.postern.datastore.inspect;

import java.util.List;
import java.util.Optional;

/**
 * What was read of one kind.
 *
 * @param total how many there are
 * @param rows the first of them
 * @param unreadable why there are none, when they could not be read
 */
public record Section<T>(long total, List<T> rows, Optional<String> unreadable) {
    static <T> Section<T> closed(String why) {
        return new Section<>(0, List.of(), Optional.of(why));
    }

    public boolean isWhole() {
        return rows.size() == total;
    }
}
