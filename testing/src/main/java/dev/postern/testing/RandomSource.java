package dev.postern.testing;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random numbers that can be had again: the seed is printed, and {@code -Dpostern.seed=} sets it. */
public final class RandomSource {
    private static final String PROPERTY = "postern.seed";

    private RandomSource() {}

    /** @param name of the test, for the printed line */
    public static RandomGenerator seeded(String name) {
        long seed = Long.getLong(PROPERTY, System.nanoTime());
        System.out.println(name + ": seed " + seed + " (again with -D" + PROPERTY + "=" + seed + ")");
        return new SplittableRandom(seed);
    }
}
