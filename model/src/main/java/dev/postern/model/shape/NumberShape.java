package dev.postern.model.shape;

import dev.postern.model.problem.ManifestCode;
import dev.postern.model.problem.Problems;
import dev.postern.model.tree.Node;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A whole number between two bounds. */
public record NumberShape(int least, int most) implements Shape<Integer> {
    private static final int MOST_DIGITS = 12;

    @Override
    public Optional<Integer> bind(Node node, Scope scope) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() != Node.Type.INTEGER) {
            return Shape.wrongType(node, scope, "a whole number", "write a number without quotes");
        }
        if (scalar.text().length() <= MOST_DIGITS) {
            BigInteger value = new BigInteger(scalar.text());
            if (value.compareTo(BigInteger.valueOf(least)) >= 0 && value.compareTo(BigInteger.valueOf(most)) <= 0) {
                return Optional.of(value.intValueExact());
            }
        }
        scope.add(
                node.place(),
                ManifestCode.BAD_VALUE,
                scope.path() + " " + Problems.show(scalar.text()) + " is outside of " + least + " to " + most,
                "choose a number from " + least + " to " + most);
        return Optional.empty();
    }

    @Override
    public Object write(Integer value) {
        return value;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", least);
        schema.put("maximum", most);
        return schema;
    }

    @Override
    public String type() {
        return "whole number from " + least;
    }
}
