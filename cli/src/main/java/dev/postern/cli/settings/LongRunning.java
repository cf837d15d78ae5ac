package dev.postern.cli.settings;

/**
 * A process that a verb becomes. Verbs reach it by its class's name, so that none of them loads what only processes
 * need; it has a public constructor without parameters.
 *
 * @param <S> its settings
 */
public interface LongRunning<S> {
    /** Runs until it is told to stop; returns the exit code. */
    int run(S settings);
}
