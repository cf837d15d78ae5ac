package dev.postern.cli.verb;

import dev.postern.cli.terminal.ExitCode;
import dev.postern.cli.terminal.Printable;
import dev.postern.kernel.durable.DurableFile;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.provision.connect.ConninfoLogins;
import dev.postern.provision.matrix.Asked;
import dev.postern.provision.matrix.Judgement;
import dev.postern.provision.matrix.Matrix;
import dev.postern.provision.matrix.MatrixProver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code prove CONNINFO}: the matrix of a server's roles. */
final class MatrixProof {
    private final Globals globals;
    private final Surroundings around;
    private final MatrixOptions options;

    MatrixProof(Globals globals, Surroundings around, MatrixOptions options) {
        this.globals = globals;
        this.around = around;
        this.options = options;
    }

    /** As JSON. */
    record Answer(boolean passed, long differ, long unknown, long notMintable, List<Told> cells, List<String> notes) {}

    /** One cell. */
    record Told(
            String judgement,
            String endpoint,
            String sslmode,
            String role,
            String shows,
            String action,
            String expected,
            String observed,
            String detail,
            long millis) {}

    int of(List<String> typed) {
        if (options.roles.isEmpty()) {
            throw new CliException(
                    CliCode.USAGE, "nothing says whose logins are to be proven", "name them: --roles app,readers");
        }
        if (typed.size() > 1) {
            throw new CliException(
                    CliCode.USAGE,
                    typed.size() + " connection strings are given",
                    "give one; it may name several hosts");
        }
        Conninfo conninfo = Conninfo.parse(typed.isEmpty() ? "" : typed.getFirst());
        String admin = Optional.ofNullable(options.admin)
                .orElseGet(() -> ConninfoLogins.of(
                                conninfo.with("sslmode", "disable"),
                                around.environment(),
                                around.userHome(),
                                around.user())
                        .getFirst()
                        .user());
        Matrix matrix = new MatrixProver(
                        new Asked(
                                conninfo,
                                around.environment(),
                                around.userHome(),
                                around.user(),
                                admin,
                                options.roles.stream().distinct().toList(),
                                Optional.ofNullable(options.certificates),
                                Set.copyOf(options.schemas),
                                options.connections,
                                options.most),
                        around.random(),
                        around.clock())
                .prove();
        tell(matrix);
        Optional.ofNullable(options.junit).ifPresent(file -> write(file, MatrixJunit.render(matrix)));
        Optional.ofNullable(options.html)
                .ifPresent(file ->
                        write(file, MatrixPage.render(matrix, around.clock().instant())));
        return code(matrix).number();
    }

    private static ExitCode code(Matrix matrix) {
        if (matrix.passed()) {
            return ExitCode.DONE;
        }
        return matrix.count(Judgement.DIFFERS) > 0 ? ExitCode.FAILED : ExitCode.UNKNOWN;
    }

    private void tell(Matrix matrix) {
        if (!globals.json) {
            around.console().print(MatrixText.render(matrix));
            matrix.notes().forEach(note -> around.console().note("note: " + Printable.line(note)));
            return;
        }
        around.console()
                .json(new Answer(
                        matrix.passed(),
                        matrix.count(Judgement.DIFFERS),
                        matrix.count(Judgement.UNKNOWN),
                        matrix.count(Judgement.NOT_MINTABLE),
                        matrix.rows().stream().map(MatrixProof::told).toList(),
                        matrix.notes()));
    }

    private static Told told(Matrix.Row row) {
        return new Told(
                row.judgement().word(),
                row.question().endpoint(),
                row.question().sslmode(),
                row.question().role(),
                row.question().shows(),
                row.question().action(),
                row.question().should().words(),
                row.outcome().word(),
                row.outcome().sentence(),
                row.took().toMillis());
    }

    private static void write(Path file, String text) {
        try {
            DurableFile.write(file.toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8), DurableFile.PUBLIC);
        } catch (IOException failure) {
            throw new CliException(
                    CliCode.FILE_UNWRITABLE,
                    file + " cannot be written: " + failure.getMessage(),
                    "check the folder and who may write there",
                    failure);
        }
    }
}
