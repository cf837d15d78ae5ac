package dev.postern.cli.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One log file for our events and the libraries': one line an event, fixed fields, rotated by size. */
final class ProcessLog {
    private static final int BYTES = 16 << 20;
    private static final int FILES = 4;

    // kept, because the log manager holds loggers weakly
    private static final Logger ROOT = Logger.getLogger("");

    private ProcessLog() {}

    static void to(Path folder) {
        try {
            FileHandler file = new FileHandler(folder.resolve("postern.%g.log").toString(), BYTES, FILES, true);
            file.setFormatter(new Line());
            file.setLevel(Level.INFO);
            for (Handler handler : ROOT.getHandlers()) {
                ROOT.removeHandler(handler);
            }
            ROOT.addHandler(file);
            ROOT.setLevel(Level.INFO);
        } catch (IOException failure) {
            throw Home.unusable(folder, failure);
        }
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord record) {
            StringBuilder line = new StringBuilder()
                    .append(record.getInstant())
                    .append(" level=")
                    .append(record.getLevel().getName())
                    .append(" logger=")
                    .append(record.getLoggerName())
                    .append(' ')
                    .append(formatMessage(record).replace("\n", "\\n"))
                    .append('\n');
            if (record.getThrown() != null) {
                StringWriter trace = new StringWriter();
                record.getThrown().printStackTrace(new PrintWriter(trace));
                line.append(trace);
            }
            return line.toString();
        }
    }
}
