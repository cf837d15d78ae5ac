package dev.postern.model.tree;

import dev.postern.kernel.problem.Place;
import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON tokens to trees; several documents may follow each other. */
final class JsonTrees {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final String name;
    private final Problems problems;
    private final Bounds bounds;

    JsonTrees(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
        this.bounds = new Bounds(problems);
    }

    List<Node> read(String text) {
        List<Node> documents = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                documents.add(node(parser, token, 1));
            }
        } catch (Bounds.Exceeded exceeded) {
            exceeded.addTo(problems, "flatten or split the file");
        } catch (JacksonException syntax) {
            // its own message quotes the text, which may hold what must not be shown
            problems.add(
                    place(syntax.getLocation()),
                    ManifestCode.SYNTAX,
                    "this is not JSON",
                    "mend it here or just before; trailing commas and comments are not JSON");
        }
        return documents;
    }

    private Node node(JsonParser parser, @Nullable JsonToken token, int depth) {
        Place place = place(parser.currentTokenLocation());
        bounds.enter(place, depth);
        return switch (token) {
            case START_OBJECT -> mapping(parser, place, depth);
            case START_ARRAY -> items(parser, place, depth);
            case VALUE_STRING -> new Node.Scalar(place, Node.Type.TEXT, parser.getString());
            case VALUE_NUMBER_INT -> new Node.Scalar(place, Node.Type.INTEGER, parser.getString());
            case VALUE_NUMBER_FLOAT -> new Node.Scalar(place, Node.Type.DECIMAL, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(place, Node.Type.BOOLEAN, parser.getString());
            case VALUE_NULL -> new Node.Scalar(place, Node.Type.NULL, "");
            case null -> throw new IllegalStateException("the text ends inside a value");
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("the parser gave " + token + " for a value");
        };
    }

    private Node mapping(JsonParser parser, Place place, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Place at = place(parser.currentTokenLocation());
            String key = parser.currentName();
            bounds.count(at, 1);
            entries.add(new Node.Entry(at, key, node(parser, parser.nextToken(), depth + 1)));
        }
        return new Node.Mapping(place, bounds.unique(entries));
    }

    private Node items(JsonParser parser, Place place, int depth) {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(parser, token, depth + 1));
        }
        return new Node.Items(place, items);
    }

    private Place place(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? new Place(name, 1, 1)
                : new Place(name, location.getLineNr(), Math.max(1, location.getColumnNr()));
    }
}
