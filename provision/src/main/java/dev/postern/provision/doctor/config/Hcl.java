package dev.postern.provision.doctor.config;

import dev.postern.kernel.problem.Place;
import dev.postern.kernel.problem.Problem;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.ManifestException;
import dev.postern.model.tree.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * HCL 1 and JSON, which its own parser takes as well, to a tree. Labels of blocks become keys: {@code a "b" {}} is {@code
 * {a: {b: {}}}}. Keys may come more than once. No value is in an error.
 */
final class Hcl {
    private static final int MOST_DEPTH = 32;

    private final String name;
    private final HclWords words;

    Hcl(String name, String text) {
        this.name = name;
        this.words = new HclWords(name, text);
    }

    /** @throws ManifestException at the first thing that is not HCL */
    Node.Mapping read() {
        Place start = words.place();
        boolean braced = words.peek().is("{");
        if (braced) {
            words.next();
        }
        Node.Mapping all = members(start, braced ? "}" : "", 1);
        if (words.peek().kind() != HclWords.Kind.END) {
            throw wrong("something follows the last brace");
        }
        return all;
    }

    private Node.Mapping members(Place place, String end, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        while (true) {
            HclWords.Word word = words.next();
            if (end.isEmpty() ? word.kind() == HclWords.Kind.END : word.is(end)) {
                return new Node.Mapping(place, entries);
            }
            if (!word.is(",")) {
                entries.add(member(word, depth));
            }
        }
    }

    private Node.Entry member(HclWords.Word key, int depth) {
        if (key.kind() != HclWords.Kind.NAME && key.kind() != HclWords.Kind.TEXT) {
            throw wrong("a key is a word or in double quotes");
        }
        if (depth > MOST_DEPTH) {
            throw wrong("more than " + MOST_DEPTH + " braces are open");
        }
        HclWords.Word next = words.next();
        if (next.is("=") || next.is(":")) {
            return new Node.Entry(key.place(), key.text(), value(words.next(), depth));
        }
        if (next.is("{")) {
            return new Node.Entry(key.place(), key.text(), members(next.place(), "}", depth + 1));
        }
        if (next.kind() == HclWords.Kind.TEXT || next.kind() == HclWords.Kind.NAME) {
            Node.Entry inner = member(next, depth + 1);
            return new Node.Entry(key.place(), key.text(), new Node.Mapping(next.place(), List.of(inner)));
        }
        throw wrong("after a key comes =, a label or a brace");
    }

    private Node value(HclWords.Word word, int depth) {
        if (depth > MOST_DEPTH) {
            throw wrong("more than " + MOST_DEPTH + " brackets are open");
        }
        if (word.is("{")) {
            return members(word.place(), "}", depth + 1);
        }
        if (word.is("[")) {
            List<Node> items = new ArrayList<>();
            for (HclWords.Word next = words.next(); !next.is("]"); next = words.next()) {
                if (!next.is(",")) {
                    items.add(value(next, depth + 1));
                }
            }
            return new Node.Items(word.place(), items);
        }
        return switch (word.kind()) {
            case TEXT -> new Node.Scalar(word.place(), Node.Type.TEXT, word.text());
            case NAME -> new Node.Scalar(word.place(), type(word.text()), word.text());
            case SIGN, END -> throw wrong("a value is missing");
        };
    }

    private static Node.Type type(String word) {
        return switch (word) {
            case "true", "false" -> Node.Type.BOOLEAN;
            case "null" -> Node.Type.NULL;
            default -> word.matches("-?[0-9]+") ? Node.Type.INTEGER : Node.Type.DECIMAL;
        };
    }

    private ManifestException wrong(String what) {
        return new ManifestException(List.of(Problem.at(
                words.place(),
                ManifestCode.SYNTAX,
                name + " is not HCL here: " + what,
                "spire-server validate -config FILE says more")));
    }
}
