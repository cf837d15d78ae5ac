package dev.postern.model.shape;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.nio.file.Path;

/**
 * Where in a document a value is read.
 *
 * @param folder that relative paths start from
 * @param path for example {@code spec.roles[2].name}
 */
public record Scope(Problems problems, Path folder, String path) {
    private static final int MOST_NAME = 63;

    public Scope field(String name) {
        String shown = name.length() > MOST_NAME || name.codePoints().anyMatch(Problems::isInvisible)
                ? Problems.show(name)
                : name;
        return new Scope(problems, folder, path.isEmpty() ? shown : path + "." + shown);
    }

    public Scope item(int index) {
        return new Scope(problems, folder, path + "[" + index + "]");
    }

    public void add(Place place, ManifestCode code, String what, String fix) {
        problems.add(place, code, what, fix);
    }
}
