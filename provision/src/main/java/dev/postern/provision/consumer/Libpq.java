package dev.postern.provision.consumer;

import dev.postern.postgres.conninfo.Conninfo;
import java.util.Map;

/**
 * Whatever takes libpq's connection strings: psql, psycopg. A folder for each purpose: the file {@code conninfo} holds a
 * string, for {@code psql "$(cat conninfo)"}, and {@code pg_service.conf} the same as a service, named after Binding and
 * purpose: files of several may be put together into one. Passwords stand in a password file, so that no string is secret.
 */
record Libpq() implements Consumer {
    @Override
    public String name() {
        return "libpq";
    }

    @Override
    public Driver driver() {
        return Driver.LIBPQ;
    }

    @Override
    public void write(Access access, Draft draft) {
        for (Map.Entry<String, Login> login : access.logins().entrySet()) {
            Purpose purpose = new Purpose(access, login.getKey(), login.getValue());
            purpose.material(draft);
            purpose.passwordFile(draft);
            Conninfo settings = purpose.conninfo();
            purpose.file(draft, "conninfo", settings.keyValue() + "\n");
            purpose.file(draft, "pg_service.conf", service(access.binding() + "-" + login.getKey(), settings));
        }
    }

    private static String service(String name, Conninfo settings) {
        StringBuilder text = new StringBuilder("[" + name + "]\n");
        // no quoting there: each value is the rest of its line
        for (String keyword : Purpose.KEYWORDS) {
            settings.get(keyword)
                    .ifPresent(value ->
                            text.append(keyword).append('=').append(value).append('\n'));
        }
        return text.toString();
    }
}
