package dev.postern.cli.verb;

import dev.postern.model.VersionRange;
import dev.postern.provision.doctor.Needs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was typed behind {@code --requires}. */
final class DoctorNeeds {
    private static final int NEWEST = 999;

    private DoctorNeeds() {}

    static Needs of(List<String> requires) {
        Optional<VersionRange> version = Optional.empty();
        Optional<Integer> connections = Optional.empty();
        List<String> extensions = new ArrayList<>();
        Map<String, String> settings = new HashMap<>();
        for (String each : requires) {
            int equals = each.indexOf('=');
            if (equals < 1 || equals == each.length() - 1) {
                throw usage(each + " has no name or no value");
            }
            String value = each.substring(equals + 1);
            switch (each.substring(0, equals)) {
                case "version" -> version = Optional.of(new VersionRange(number(each, value), NEWEST));
                case "connections" -> connections = Optional.of(number(each, value));
                case "extension" -> extensions.add(value);
                default -> settings.put(each.substring(0, equals), value);
            }
        }
        return new Needs(version, extensions, connections, settings, !requires.isEmpty());
    }

    private static int number(String all, String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw usage(all + " is no whole number above 0");
        }
        return Integer.parseInt(value);
    }

    private static CliException usage(String what) {
        return new CliException(
                CliCode.USAGE,
                what,
                "write --requires version=16, --requires connections=400, --requires extension=pg_trgm or --requires"
                        + " SETTING=VALUE");
    }
}
