package dev.postern.control.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What is declared, with its generations. */
public final class ResourceTable {
    private final Sql sql;

    ResourceTable(Sql sql) {
        this.sql = sql;
    }

    /** A resource to keep: it replaces the row of the same kind and name. */
    public record Write(String kind, String name, String manifest) {}

    /** Ordered by kind and name; without the deleted ones. */
    public List<StoredResource> all() {
        return sql.inTransaction(ResourceTable::read);
    }

    /** Keeps them all or none. A row that says the same already keeps its generation. */
    public List<StoredResource> keep(List<Write> writes, Instant now) {
        return sql.inTransaction(handle -> {
            for (Write write : writes) {
                handle.createUpdate("""
                                insert into resource as r (kind, name, generation, manifest, changed)
                                values (:kind, :name, 1, :manifest::jsonb, :now)
                                on conflict (kind, name) do update
                                   set generation = r.generation + 1, manifest = excluded.manifest,
                                       changed = excluded.changed, deleted = false
                                 where r.deleted or r.manifest <> excluded.manifest
                                """)
                        .bind("kind", write.kind())
                        .bind("name", write.name())
                        .bind("manifest", write.manifest())
                        .bind("now", now)
                        .execute();
            }
            return read(handle);
        });
    }

    /** A number larger than every one before, in every process of this store. */
    public long nextStateVersion() {
        return sql.inTransaction(handle -> handle.createQuery("select nextval('state_version')")
                .mapTo(Long.class)
                .one());
    }

    private static List<StoredResource> read(Handle handle) {
        return handle.createQuery("""
                        select kind, name, generation, manifest::text as manifest, changed
                          from resource where not deleted order by kind, name
                        """)
                .map((row, _) -> new StoredResource(
                        row.getString("kind"),
                        row.getString("name"),
                        row.getLong("generation"),
                        row.getString("manifest"),
                        row.getTimestamp("changed").toInstant()))
                .list();
    }
}
