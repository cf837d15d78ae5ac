package dev.postern.provision.wait;

/** How far a login got. */
public sealed interface Reached {
    /** As far as was asked. */
    record Everything(Stage stage) implements Reached {}

    /**
     * Not as far.
     *
     * @param missing the stage that is not reached; the ones before are
     * @param why a sentence
     * @param fix what to look at
     */
    record NotYet(Stage missing, String why, String fix) implements Reached {}
}
