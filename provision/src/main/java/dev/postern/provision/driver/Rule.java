package dev.postern.provision.driver;

/**
 * One row of the table.
 *
 * @param evidence how it is known
 * @param source where it stands or what was run
 */
public record Rule(DriverName driver, Question question, String answer, Evidence evidence, String source) {
    /** How a rule is known. */
    public enum Evidence {
        /** Tried against the driver. */
        RUN,
        /** Read in its source or documentation, not tried. */
        READ
    }
}
