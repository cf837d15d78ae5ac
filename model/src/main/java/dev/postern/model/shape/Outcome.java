package dev.postern.model.shape;

import java.util.function.Function;

/** What came of reading a text as a value. */
public sealed interface Outcome<T> {
    record Good<T>(T value) implements Outcome<T> {}

    /**
     * @param what a clause that goes on after the field's name: {@code has no port}
     * @param fix what to write instead
     */
    record Bad<T>(String what, String fix) implements Outcome<T> {}

    /**
     * Understood, and nothing this build can enforce.
     *
     * @param what a clause that goes on after the field's name: {@code names a group}
     * @param instead what to do without it
     */
    record Later<T>(String what, String instead) implements Outcome<T> {}

    /** The same outcome, of a value made from this one. */
    default <U> Outcome<U> map(Function<T, U> make) {
        return switch (this) {
            case Good<T>(T value) -> good(make.apply(value));
            case Bad<T>(String what, String fix) -> bad(what, fix);
            case Later<T>(String what, String instead) -> later(what, instead);
        };
    }

    static <T> Outcome<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Outcome<T> later(String what, String instead) {
        return new Later<>(what, instead);
    }

    static <T> Outcome<T> bad(String what, String fix) {
        return new Bad<>(what, fix);
    }
}
