package dev.postern.testing;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link EnabledIfPostgres}. */
final class PostgresCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), EnabledIfPostgres.class)
                .flatMap(PostgresCondition::missing)
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("PostgreSQL is there"));
    }

    private static Optional<String> missing(EnabledIfPostgres wanted) {
        return Stream.of(wanted.value())
                .flatMap(version -> version.missing().stream())
                .findFirst();
    }
}
