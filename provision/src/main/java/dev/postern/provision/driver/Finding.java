package dev.postern.provision.driver;

/**
 * One thing that a driver makes of a string.
 *
 * @param what one sentence; no secret in it
 * @param fix what to write instead, empty when nothing has to change
 */
public record Finding(Weight weight, String what, String fix) {
    /** How bad it is. */
    public enum Weight {
        /** Worth knowing. */
        NOTE,
        /** Works, and not as it looks. */
        WARNING,
        /** Does not work. */
        BROKEN
    }

    static Finding note(String what) {
        return new Finding(Weight.NOTE, what, "");
    }

    static Finding warning(String what, String fix) {
        return new Finding(Weight.WARNING, what, fix);
    }

    static Finding broken(String what, String fix) {
        return new Finding(Weight.BROKEN, what, fix);
    }
}
