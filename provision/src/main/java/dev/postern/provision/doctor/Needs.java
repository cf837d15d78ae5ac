package dev.postern.provision.doctor;

import dev.postern.model.VersionRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program needs of the server.
 *
 * @param versions of PostgreSQL
 * @param extensions in the database, or to be had
 * @param connections that it may open at once
 * @param settings by name; numbers are at least, words exactly this
 * @param firm whether too few connections are a failure: a pool's limit need never be reached
 */
public record Needs(
        Optional<VersionRange> versions,
        List<String> extensions,
        Optional<Integer> connections,
        Map<String, String> settings,
        boolean firm) {
    public static final Needs NONE = new Needs(Optional.empty(), List.of(), Optional.empty(), Map.of(), false);

    public Needs {
        extensions = List.copyOf(extensions);
        settings = Map.copyOf(settings);
    }

    /** A pool that is at most as large. */
    public static Needs ofPool(int most) {
        return new Needs(Optional.empty(), List.of(), Optional.of(most), Map.of(), false);
    }

    /** Both; the other one's version and connections count where it says some. */
    public Needs and(Needs other) {
        List<String> all = new ArrayList<>(extensions);
        other.extensions.stream().filter(name -> !all.contains(name)).forEach(all::add);
        Map<String, String> both = new HashMap<>(settings);
        both.putAll(other.settings);
        return new Needs(
                other.versions.or(() -> versions),
                all,
                other.connections.or(() -> connections),
                both,
                firm || other.firm);
    }
}
