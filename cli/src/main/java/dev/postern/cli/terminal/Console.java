package dev.postern.cli.terminal;

import dev.postern.api.ProblemReport;
import dev.postern.api.json.Json;
import dev.postern.kernel.problem.Problem;
import java.io.PrintStream;
import java.util.List;

/** Where a verb writes: answers to standard output, problems and notes to standard error. */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;

    public Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** One line or more of an answer. */
    public void print(String text) {
        out.println(Printable.text(text));
    }

    /** An answer as JSON. */
    public void json(Object answer) {
        out.println(Printable.json(Json.pretty(answer)));
    }

    /** Something worth knowing that is not the answer. */
    public void note(String text) {
        err.println(Printable.text(text));
    }

    /** Why it did not work. */
    public void problems(List<Problem> problems, boolean json) {
        if (json) {
            err.println(Printable.json(Json.pretty(ProblemReport.of(problems))));
            return;
        }
        for (Problem problem : problems) {
            err.println(Printable.text("postern: " + problem.render()));
        }
    }

    /** For what writes a lot or whole screens; nothing is made safe on the way. */
    public PrintStream out() {
        return out;
    }

    /** The same for what goes beside the answer. */
    public PrintStream err() {
        return err;
    }
}
