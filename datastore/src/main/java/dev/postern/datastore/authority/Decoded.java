package dev.postern.datastore.authority;

/** What became of a message. */
public sealed interface Decoded<T> {
    /** It could be read. */
    record Whole<T>(T value) implements Decoded<T> {}

    /** It could not, and why. */
    record Broken<T>(String why) implements Decoded<T> {}
}
