package dev.postern.provision.observe;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One of {@code pg_db_role_setting}'s {@code name=value}, of somebody. */
record Setting(String of, String name, String value) {
    static Setting of(String whose, String text) {
        int equals = text.indexOf('=');
        return new Setting(whose, text.substring(0, equals).toLowerCase(Locale.ROOT), text.substring(equals + 1));
    }

    void into(Map<String, Map<String, String>> all) {
        all.computeIfAbsent(of, _ -> new HashMap<>()).put(name, value);
    }
}
