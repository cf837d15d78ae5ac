package dev.postern.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTextTest {
    static Stream<Arguments> cuts() {
        return Stream.of(
                arguments("select 1; select 2;", List.of("select 1", "select 2")),
                arguments(";;  ; select 1;", List.of("select 1")),
                arguments("select ';';", List.of("select ';'")),
                arguments("select 'it''s; fine';", List.of("select 'it''s; fine'")),
                arguments("select e'a\\';b';", List.of("select e'a\\';b'")),
                arguments("select \"odd;name\";", List.of("select \"odd;name\"")),
                arguments("select $$ a;b $$;", List.of("select $$ a;b $$")),
                arguments("select $x$ $$;$$ $x$;", List.of("select $x$ $$;$$ $x$")),
                arguments("select $1; select 2;", List.of("select $1", "select 2")),
                arguments("select a$b$;", List.of("select a$b$")),
                arguments("select 1 -- a; b\n;", List.of("select 1 -- a; b")),
                arguments("select /* ; /* ; */ ; */ 1;", List.of("select /* ; /* ; */ ; */ 1")),
                arguments("-- nothing\n;", List.of()),
                arguments(
                        "create rule r as on insert to t do (select 1; select 2);",
                        List.of("create rule r as on insert to t do (select 1; select 2)")),
                arguments(
                        "create function f() returns int begin atomic select case when true then 1 end; end; select 2;",
                        List.of(
                                "create function f() returns int begin atomic select case when true then 1 end; end",
                                "select 2")));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void cutsWherePostgresWould(String text, List<String> statements) {
        SqlText.Cut cut = SqlText.cut(text);
        assertThat(cut.statements()).isEqualTo(statements);
        assertThat(cut.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select 'a;",
                "select \"a;",
                "select $$ ;",
                "select /* ;",
                "select (1;",
                "begin atomic ;"
            })
    void waitsForTheRest(String text) {
        assertThat(SqlText.cut(text).rest()).isEqualTo(text);
    }

    @Test
    void aQuoteThatIsNotClosedKeepsWaitingAtEveryCut() {
        String whole = "select 'a;b', $q$ c;d $q$, \"e;f\" /* ; */ -- ;\n;";
        for (int length = 1; length < whole.length(); length++) {
            assertThat(SqlText.cut(whole.substring(0, length)).statements())
                    .describedAs(whole.substring(0, length))
                    .isEmpty();
        }
        assertThat(SqlText.cut(whole).statements()).hasSize(1);
    }

    @Test
    void wordsSkipCommentsAndStrings() {
        assertThat(SqlText.words("/* x */ copy t -- y\n to stdout")).containsExactly("COPY", "T", "TO", "STDOUT");
        assertThat(SqlText.words("select 'STDIN'")).containsExactly("SELECT");
    }
}
