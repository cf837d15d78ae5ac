package dev.postern.cli.terminal;

import dev.postern.kernel.problem.Code;

/** How a command ends. The numbers are documented in each verb's help and do not change. */
public enum ExitCode {
    DONE(0),
    /** Refused, failed, or a proof did not hold. */
    FAILED(1),
    USAGE(2),
    /** No Postern runs with this home. */
    NOT_RUNNING(3),
    /** A defect of ours. */
    DEFECT(4),
    /** A plan is not empty, and the question was whether it is. */
    CHANGES(5),
    /** A proof found nothing wrong, and could not try everything. */
    UNKNOWN(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** By the problem's code and who has to act. */
    public static ExitCode of(Code code) {
        return switch (code.name()) {
            case "NOT_RUNNING" -> NOT_RUNNING;
            case "USAGE" -> USAGE;
            default -> FAILED;
        };
    }
}
