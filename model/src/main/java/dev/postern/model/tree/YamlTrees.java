package dev.postern.model.tree;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * YAML events to trees. The events are pulled one by one instead of composing with the library, because its composer
 * recurses as deep as the text nests; here depth and the cost of aliases are bounded before anything is built.
 */
final class YamlTrees {
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
    private static final ScalarResolver RESOLVER = new JsonSchema().getScalarResolver();

    private final String name;
    private final Problems problems;
    private final Bounds bounds;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();

    /** @param cost nodes that an alias repeats */
    private record Anchored(Node node, int cost) {}

    YamlTrees(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
        this.bounds = new Bounds(problems);
    }

    List<Node> read(String text) {
        List<Node> documents = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(Trees.MOST_CHARACTERS + 1)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            while (events.hasNext()) {
                if (events.next().getEventId() == Event.ID.DocumentStart) {
                    anchors.clear();
                    Node document = node(events, events.next(), 1);
                    if (!isEmpty(document)) {
                        documents.add(document);
                    }
                }
            }
        } catch (Bounds.Exceeded exceeded) {
            exceeded.addTo(problems, "flatten or split the file");
        } catch (MarkedYamlEngineException syntax) {
            addSyntax(syntax);
        } catch (YamlEngineException syntax) {
            problems.add(
                    new Place(name, 1, 1),
                    ManifestCode.SYNTAX,
                    "this is not YAML: " + oneLine(String.valueOf(syntax.getMessage())),
                    "write it as YAML 1.2 or, in a file that ends in .json, as JSON");
        }
        return documents;
    }

    private Node node(Iterator<Event> events, Event event, int depth) {
        Place place = place(event);
        bounds.enter(place, depth);
        int before = bounds.nodes();
        Node node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, place);
            case SequenceStart -> items(events, (CollectionStartEvent) event, depth);
            case MappingStart -> mapping(events, (CollectionStartEvent) event, depth);
            case Alias -> alias((AliasEvent) event, place);
            case StreamStart, StreamEnd, DocumentStart, DocumentEnd, SequenceEnd, MappingEnd, Comment ->
                throw new IllegalStateException("the parser gave " + event.getEventId() + " for a value");
        };
        if (event instanceof NodeEvent anchored && !(event instanceof AliasEvent)) {
            anchored.getAnchor()
                    .ifPresent(anchor -> anchors.put(anchor, new Anchored(node, bounds.nodes() - before + 1)));
        }
        return node;
    }

    private Node items(Iterator<Event> events, CollectionStartEvent start, int depth) {
        refuseTag(start.getTag(), place(start));
        List<Node> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(events, next, depth + 1));
        }
        return new Node.Items(place(start), items);
    }

    private Node mapping(Iterator<Event> events, CollectionStartEvent start, int depth) {
        refuseTag(start.getTag(), place(start));
        List<Node.Entry> entries = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Node key = node(events, next, depth + 1);
            Node value = node(events, events.next(), depth + 1);
            switch (key) {
                case Node.Scalar scalar -> entries.add(new Node.Entry(scalar.place(), scalar.text(), value));
                case Node.Mapping _, Node.Items _ ->
                    problems.add(
                            key.place(),
                            ManifestCode.WRONG_TYPE,
                            "a key is text, this one is " + key.noun(),
                            "write a name before the colon");
            }
        }
        return new Node.Mapping(place(start), bounds.unique(entries));
    }

    private Node alias(AliasEvent alias, Place place) {
        Anchored target = anchors.get(alias.getAlias());
        if (target == null) {
            problems.add(
                    place,
                    ManifestCode.SYNTAX,
                    "an alias has no finished anchor before it",
                    "write the value out, or put a text that begins with * in quotes");
            return new Node.Scalar(place, Node.Type.NULL, "");
        }
        bounds.count(place, target.cost());
        return target.node();
    }

    private Node scalar(ScalarEvent event, Place place) {
        refuseTag(event.getTag(), place);
        Tag tag = event.isPlain() ? RESOLVER.resolve(event.getValue(), true) : Tag.STR;
        return new Node.Scalar(place, type(tag), event.getValue());
    }

    private static Node.Type type(Tag tag) {
        if (tag.equals(Tag.INT)) {
            return Node.Type.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Node.Type.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Node.Type.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? Node.Type.NULL : Node.Type.TEXT;
    }

    private void refuseTag(Optional<String> tag, Place place) {
        tag.ifPresent(text -> problems.add(
                place,
                ManifestCode.SYNTAX,
                (text.startsWith(STANDARD_TAGS) ? "the tag " + Problems.show(text) : "a tag")
                        + " is not read; values have the type they are written as",
                "remove the tag, or put a text that begins with ! in quotes"));
    }

    private static boolean isEmpty(Node document) {
        return document instanceof Node.Scalar scalar && scalar.type() == Node.Type.NULL;
    }

    private void addSyntax(MarkedYamlEngineException syntax) {
        Place place = syntax.getProblemMark()
                .or(syntax::getContextMark)
                .map(this::place)
                .orElseGet(() -> new Place(name, 1, 1));
        // a text that is not in quotes may be a secret
        String problem = oneLine(syntax.getProblem() == null ? "unexpected text" : syntax.getProblem())
                .replaceAll("![^ ]*|(?<=anchor ).*", "…");
        boolean tab = problem.contains("TAB");
        problems.add(
                place,
                ManifestCode.SYNTAX,
                "this is not YAML: " + problem
                        + (syntax.getContext() == null ? "" : " (" + oneLine(syntax.getContext()) + ")"),
                tab ? "indent with spaces, YAML takes no tabs there" : "mend the line, or the one above it");
    }

    private Place place(Event event) {
        return event.getStartMark().map(this::place).orElseGet(() -> new Place(name, 1, 1));
    }

    private Place place(Mark mark) {
        return new Place(name, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String oneLine(String text) {
        String shown = Problems.show(text.lines().findFirst().orElse(""));
        return shown.substring(1, shown.length() - 1);
    }
}
