package dev.postern.model;

import dev.postern.kernel.problem.Place;
import java.util.Optional;

/** Where what was read stands, for whoever finds something wrong with it later. */
@FunctionalInterface
public interface Whereabouts {
    /** @param path keys and indexes below the document; what is not written there is looked for as far as it goes */
    Optional<Place> of(Resource resource, Object... path);
}
