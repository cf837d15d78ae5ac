package dev.postern.build;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Rules about the text of one source. Each finding is {@code rule: sentence}; the rule is what an exception names. */
final class Tidy extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private static final int FILE = 400;
    private static final int TEST_FILE = 600;
    private static final int METHOD = 60;
    private static final Pattern VAGUE = Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager|Common|Misc)");
    // written in two pieces, because this file is looked at too
    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Set<Tree.Kind> NAMES_ITS_TYPE =
            Set.of(Tree.Kind.NEW_CLASS, Tree.Kind.NEW_ARRAY, Tree.Kind.TYPE_CAST);

    private final SourceFile file;
    private final Set<String> found = new TreeSet<>();

    private Tidy(SourceFile file) {
        this.file = file;
    }

    static Set<String> violations(SourceFile file) {
        var tidy = new Tidy(file);
        tidy.checkText();
        tidy.scan(new TreePath(file.unit()), null);
        return tidy.found;
    }

    /** What somebody meant to come back to; for every kind of text file. */
    static boolean leftOpen(String line) {
        return LEFT_OPEN.matcher(line).find();
    }

    private void checkText() {
        int limit = file.test() ? TEST_FILE : FILE;
        if (file.length() > limit) {
            found.add("file: " + file.length() + " lines, at most " + limit + " without header, imports and Javadoc");
        }
        if (file.isPackageInfo() && !file.test()) {
            checkPackage();
        }
    }

    private void checkPackage() {
        boolean marked = file.unit().getPackageAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
        if (!marked) {
            found.add("package: not @NullMarked");
        }
        if (file.lines().stream().noneMatch(line -> line.startsWith("/**"))) {
            found.add("package: no Javadoc that says what comes in, what goes out, who calls");
        }
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        String name = type.getSimpleName().toString();
        if (VAGUE.matcher(name).matches()) {
            found.add("name: " + name + " says nothing; a function lives on the noun it is about");
        }
        TreePath above = getCurrentPath().getParentPath();
        boolean topLevel = above != null && above.getLeaf() == file.unit();
        if (topLevel
                && !file.test()
                && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                && file.docs().getDocComment(getCurrentPath()) == null) {
            found.add("javadoc: public type " + name + " has none");
        }
        return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        int length = file.lastLine(method) - file.firstLine(method) + 1;
        if (length > METHOD) {
            found.add("method: " + method.getName() + " has " + length + " lines, at most " + METHOD);
        }
        return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
        boolean inferred =
                variable.getType() == null || variable.getType().toString().equals("var");
        ExpressionTree value = variable.getInitializer();
        if (inferred && value != null && !NAMES_ITS_TYPE.contains(value.getKind())) {
            found.add("var: the type of " + variable.getName() + " (line " + file.firstLine(variable)
                    + ") does not stand on its line");
        }
        return super.visitVariable(variable, null);
    }

    /** Folders of sources without a {@code package-info.java}. */
    static List<String> packagesWithoutInfo(List<SourceFile> sources) {
        return sources.stream()
                .filter(source -> !source.test())
                .map(source -> String.valueOf(source.path().getParent()))
                .distinct()
                .filter(folder -> sources.stream()
                        .noneMatch(source -> source.isPackageInfo()
                                && String.valueOf(source.path().getParent()).equals(folder)))
                .toList();
    }
}
