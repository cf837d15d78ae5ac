package dev.postern.provision.doctor;

import dev.postern.provision.doctor.message.Step;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param saw what was seen, one sentence
 * @param advice what it means and what to do, unless it is well
 */
public record Check(Step step, Outcome outcome, String saw, Optional<Advice> advice) {
    /** How it stands. */
    public enum Outcome {
        OK,
        /** It works, and somebody should know. */
        WARNING,
        /** It goes no further than this. */
        FAILED
    }

    /**
     * @param cause what it means
     * @param fix what to change, and where
     */
    public record Advice(String cause, String fix) {}

    public static Check ok(Step step, String saw) {
        return new Check(step, Outcome.OK, saw, Optional.empty());
    }

    public static Check warning(Step step, String saw, String cause, String fix) {
        return new Check(step, Outcome.WARNING, saw, Optional.of(new Advice(cause, fix)));
    }

    public static Check failed(Step step, String saw, String cause, String fix) {
        return new Check(step, Outcome.FAILED, saw, Optional.of(new Advice(cause, fix)));
    }
}
