package dev.postern.cli.sql;

import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine whether what was typed is whole: if not, Enter starts another line of the same statement. */
final class StatementParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
            throw new EOFError(-1, -1, "the statement has no semicolon yet");
        }
        return new Typed(line, cursor);
    }

    private static boolean isWhole(String line) {
        String typed = line.strip();
        return typed.isEmpty()
                || typed.startsWith("\\")
                || typed.equals("exit")
                || typed.equals("quit")
                || SqlText.cut(line).rest().isBlank();
    }

    private record Typed(String line, int cursor) implements ParsedLine {
        @Override
        public String word() {
            return line;
        }

        @Override
        public int wordCursor() {
            return cursor;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(line);
        }
    }
}
