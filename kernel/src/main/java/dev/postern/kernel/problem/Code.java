package dev.postern.kernel.problem;

/**
 * A stable name for one kind of problem. Each module declares its own enum of codes; the name is what a script may match
 * on and what the documentation lists.
 */
public interface Code {
    /** The enum constant's name, for example {@code HOME_IN_USE}. */
    String name();

    Blame blame();

    /** The SQLSTATE that a PostgreSQL client is shown for it, five characters. */
    String sqlstate();
}
