package dev.postern.provision.prove;

import java.util.List;

/**
 * What is tried once logged in, in a transaction that is rolled back. Where it is several things, all of them have to be
 * possible to be allowed, and none of them to be refused.
 */
public sealed interface Action {
    /** Logs in and asks for {@code select 1}. */
    record Connect() implements Action {}

    /** {@code select postern.identity()}: the detail of the verdict is the caller. */
    record Identity() implements Action {}

    /** @param table as in SQL, quoted where needed, with its schema */
    record Select(String table) implements Action {}

    /**
     * Every way of writing to a table: a row with what the table fills in, one without, changing rows, deleting them.
     *
     * @param column of numbers
     */
    record Write(String table, String column) implements Action {}

    /** What is its owner's: emptying and altering it. */
    record Rule(String table) implements Action {}

    /** Makes a table in each of these schemas. */
    record CreateTable(List<String> schemas) implements Action {
        public CreateTable {
            schemas = List.copyOf(schemas);
        }

        public CreateTable(String schema) {
            this(List.of(schema));
        }
    }

    /** Makes a schema. */
    record CreateSchema() implements Action {}

    /**
     * One after the other, in one transaction.
     *
     * @param words for people
     */
    record Statements(String words, List<String> sql) implements Action {
        public Statements {
            sql = List.copyOf(sql);
        }
    }
}
