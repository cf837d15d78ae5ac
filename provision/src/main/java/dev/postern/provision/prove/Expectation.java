package dev.postern.provision.prove;

import java.util.Optional;

/** What has to come of a cell. */
public sealed interface Expectation {
    /** @param answer what the action must have answered, for example the caller's name; empty: anything */
    record Allowed(Optional<String> answer) implements Expectation {
        public Allowed() {
            this(Optional.empty());
        }

        public Allowed(String answer) {
            this(Optional.of(answer));
        }
    }

    /** Refused with exactly this SQLSTATE. */
    record Sqlstate(String sqlstate) implements Expectation {}

    /** Refused with exactly this alert. */
    record Alert(TlsAlert alert) implements Expectation {}

    /** {@code allowed}, {@code 28000} or {@code unknown_ca}. */
    default String word() {
        return switch (this) {
            case Allowed _ -> "allowed";
            case Sqlstate(String state) -> state;
            case Alert(TlsAlert alert) -> alert.word();
        };
    }
}
