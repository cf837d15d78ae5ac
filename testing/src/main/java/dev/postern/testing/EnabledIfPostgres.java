package dev.postern.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test, visibly and with the reason, where one of these PostgreSQL versions is not to be had or not wanted in this
 * run; tags it {@code server}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("server")
@ExtendWith(PostgresCondition.class)
public @interface EnabledIfPostgres {
    PgVersion[] value();
}
