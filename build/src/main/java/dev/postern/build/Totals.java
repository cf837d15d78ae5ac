package dev.postern.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Surefire's XML reports say, for {@code ./verify}: a line {@code suite MODULE PASSED FAILED SKIPPED SECONDS} for
 * each module, then {@code failed MODULE TEST: MESSAGE} and {@code skipped MODULE TEST: REASON}. Started from its
 * source, so it uses the JDK alone.
 */
public final class Totals {
    private static final int SHOWN = 300;

    private int passed;
    private int failed;
    private int skipped;
    private double seconds;
    private final StringBuilder details = new StringBuilder();

    private Totals() {}

    public static void main(String[] arguments) {
        System.out.print(of(Path.of(arguments[0])));
    }

    /** @param root the folder that holds the modules */
    static String of(Path root) {
        var modules = new TreeMap<String, Totals>();
        for (Path report : reports(root)) {
            String module = root.relativize(report).getName(0).toString();
            modules.computeIfAbsent(module, name -> new Totals())
                    .add(module, parse(report).getDocumentElement());
        }
        var text = new StringBuilder();
        modules.forEach((module, total) -> text.append(String.format(
                Locale.ROOT,
                "suite %s %d %d %d %.1f%n",
                module,
                total.passed,
                total.failed,
                total.skipped,
                total.seconds)));
        modules.values().forEach(total -> text.append(total.details));
        return text.toString();
    }

    private static List<Path> reports(Path root) {
        try (Stream<Path> files = Files.find(root, 4, (path, attributes) -> isReport(path))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the reports under " + root, e);
        }
    }

    private static boolean isReport(Path path) {
        Path folder = path.getParent();
        String name = path.getFileName().toString();
        return folder != null
                && folder.endsWith(Path.of("target", "surefire-reports"))
                && name.startsWith("TEST-")
                && name.endsWith(".xml");
    }

    private void add(String module, Element suite) {
        seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
        NodeList cases = suite.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            addCase(module, (Element) cases.item(i));
        }
    }

    private void addCase(String module, Element testCase) {
        String test = testCase.getAttribute("classname") + "." + testCase.getAttribute("name");
        for (Node node = testCase.getFirstChild(); node != null; node = node.getNextSibling()) {
            switch (node.getNodeName()) {
                case "failure", "error" -> {
                    failed++;
                    detail("failed", module, test, (Element) node);
                    return;
                }
                case "skipped" -> {
                    skipped++;
                    detail("skipped", module, test, (Element) node);
                    return;
                }
                default -> {}
            }
        }
        passed++;
    }

    private void detail(String outcome, String module, String test, Element why) {
        String message = why.getAttribute("message");
        if (message.isBlank()) {
            // an assumption's reason stands only in the first line of its trace
            message = why.getTextContent().lines().findFirst().orElse("");
        }
        if (message.isBlank()) {
            message = why.getAttribute("type");
        }
        String line = message.strip().replaceAll("\\s+", " ");
        details.append("%s %s %s: %s%n"
                .formatted(outcome, module, test, line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line));
    }

    private static Document parse(Path report) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the report " + report, e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the report " + report + " is not the XML that Surefire writes", e);
        }
    }
}
