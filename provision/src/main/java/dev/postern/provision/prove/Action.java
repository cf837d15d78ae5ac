package dev.postern.provision.prove;

/** What is tried once logged in, in a transaction that is rolled back. */
public sealed interface Action {
    /** Logs in and asks for {@code select 1}. */
    record Connect() implements Action {}

    /** {@code select postern.identity()}: the detail of the verdict is the caller. */
    record Identity() implements Action {}

    /** @param table as in SQL, quoted where needed, with its schema */
    record Select(String table) implements Action {}

    /** {@code INSERT … DEFAULT VALUES}. */
    record Insert(String table) implements Action {}

    /** Makes a table in this schema. */
    record CreateTable(String schema) implements Action {}
}
