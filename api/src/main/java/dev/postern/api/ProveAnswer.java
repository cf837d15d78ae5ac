package dev.postern.api;

import java.util.List;

/**
 * What was tried, what had to happen and what did.
 *
 * @param untried sentences on what could not be tried, because only the consumer has the credential
 * @param mends what makes everything come as expected, each once
 */
public record ProveAnswer(List<Cell> cells, List<String> untried, List<Mend> mends) {
    /** Where everything could be tried. */
    public ProveAnswer(List<Cell> cells) {
        this(cells, List.of(), List.of());
    }

    /**
     * What somebody has to do.
     *
     * @param what a sentence; with lines one that names the file
     * @param lines as they stand there afterwards
     */
    public record Mend(String what, List<String> lines) {}

    public boolean passed() {
        return !cells.isEmpty() && cells.stream().allMatch(Cell::passed);
    }

    /**
     * @param path {@code gateway} or {@code direct}
     * @param credential what was shown, in words
     * @param expected {@code allowed} or the SQLSTATE of the refusal
     * @param observed {@code allowed}, the SQLSTATE that came, or what went wrong instead
     * @param detail the answer or the refusal's sentence
     */
    public record Cell(
            String name,
            String path,
            String credential,
            String role,
            String expected,
            String observed,
            String detail,
            boolean passed,
            long millis) {}
}
