package dev.postern.model.shape;

/** What came of reading a text as a value. */
public sealed interface Outcome<T> {
    record Good<T>(T value) implements Outcome<T> {}

    /**
     * @param what a clause that goes on after the field's name: {@code has no port}
     * @param fix what to write instead
     */
    record Bad<T>(String what, String fix) implements Outcome<T> {}

    static <T> Outcome<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Outcome<T> bad(String what, String fix) {
        return new Bad<>(what, fix);
    }
}
