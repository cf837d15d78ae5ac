package dev.postern.build;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One parsed source, with the line of everything in it. */
record SourceFile(Path path, boolean test, List<String> lines, CompilationUnitTree unit, DocTrees docs) {
    static SourceFile parse(Path path) {
        return parse(List.of(path)).getFirst();
    }

    static List<SourceFile> parse(List<Path> paths) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var sources = new ArrayList<SourceFile>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            for (CompilationUnitTree unit : task.parse()) {
                Path path = Path.of(unit.getSourceFile().toUri());
                boolean test = path.toString().contains("/src/test/");
                sources.add(new SourceFile(path, test, Files.readAllLines(path), unit, DocTrees.instance(task)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot parse " + paths, failure);
        }
        return sources;
    }

    boolean isPackageInfo() {
        return path.endsWith("package-info.java");
    }

    int firstLine(Tree tree) {
        return line(positions().getStartPosition(unit, tree));
    }

    int lastLine(Tree tree) {
        return line(positions().getEndPosition(unit, tree));
    }

    /** Lines of code: without what stands before the first type, and without Javadoc. */
    int length() {
        int count = 0;
        boolean doc = false;
        for (String line : lines.subList(lastImport(), lines.size())) {
            String text = line.strip();
            doc |= text.startsWith("/**");
            if (!doc) {
                count++;
            }
            doc &= !text.endsWith("*/");
        }
        return count;
    }

    private int lastImport() {
        int last = unit.getPackage() == null ? 0 : lastLine(unit.getPackage());
        for (ImportTree each : unit.getImports()) {
            last = Math.max(last, lastLine(each));
        }
        return last;
    }

    private int line(long position) {
        return Math.toIntExact(unit.getLineMap().getLineNumber(position));
    }

    private SourcePositions positions() {
        return docs.getSourcePositions();
    }
}
