package dev.postern.cli.sql;

import dev.postern.cli.terminal.Printable;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Results as one JSON array, written as they come: {@code [{"columns":[…],"rows":[[…]],"cut":false},{"command":"…"}]}. */
final class JsonResults implements Sink, AutoCloseable {
    private final JsonGenerator json;

    JsonResults(PrintStream out) {
        java.io.Writer safe = new java.io.Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) {
                out.print(Printable.json(new String(buffer, offset, length)));
            }

            @Override
            public void flush() {
                out.flush();
            }

            @Override
            public void close() {
                out.println();
                out.flush();
            }
        };
        json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), safe);
        json.writeStartArray();
    }

    @Override
    public void columns(List<Column> columns) {
        json.writeStartObject();
        json.writeArrayPropertyStart("columns");
        for (Column column : columns) {
            json.writeStartObject();
            json.writeStringProperty("name", column.name());
            json.writeStringProperty("type", column.type());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("rows");
    }

    @Override
    public void row(List<@Nullable String> values) {
        json.writeStartArray();
        for (String value : values) {
            if (value == null) {
                json.writeNull();
            } else {
                json.writeString(value);
            }
        }
        json.writeEndArray();
    }

    @Override
    public void rowsEnd(long rows, boolean cut) {
        json.writeEndArray();
        json.writeBooleanProperty("cut", cut);
        json.writeEndObject();
    }

    @Override
    public void command(String tag) {
        json.writeStartObject();
        json.writeStringProperty("command", tag);
        json.writeEndObject();
    }

    /** Ends the array, and whatever an error left open inside. */
    @Override
    public void close() {
        json.close();
    }
}
