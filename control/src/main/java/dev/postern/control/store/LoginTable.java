package dev.postern.control.store;

import dev.postern.pki.x509.SpiffeId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Certificates of logins, and which of them are refused. */
public final class LoginTable {
    private final Sql sql;

    LoginTable(Sql sql) {
        this.sql = sql;
    }

    /** One that no other login's certificate was shown for. */
    public void add(BigInteger serial, String person, Instant notBefore, Instant notAfter) {
        sql.inTransaction(handle -> {
            alone(handle, person);
            return insert(handle, new Row(serial, serial, person, notBefore, notAfter));
        });
    }

    /** One that the certificate of an earlier login was shown for. @return false when that one is refused by now */
    public boolean addSuccessor(
            BigInteger serial, BigInteger predecessor, String person, Instant notBefore, Instant notAfter) {
        return sql.inTransaction(handle -> {
            alone(handle, person);
            Optional<BigInteger> origin = handle.createQuery(
                            "select origin from login where serial = :serial and revoked_at is null")
                    .bind("serial", new BigDecimal(predecessor))
                    .map((row, _) -> row.getBigDecimal("origin").toBigIntegerExact())
                    .findOne();
            origin.ifPresent(first -> insert(handle, new Row(serial, first, person, notBefore, notAfter)));
            return origin.isPresent();
        });
    }

    private record Row(BigInteger serial, BigInteger origin, String person, Instant notBefore, Instant notAfter) {}

    private static int insert(Handle handle, Row row) {
        return handle.createUpdate("""
                        insert into login (serial, origin, person, not_before, not_after)
                        values (:serial, :origin, :person, :notBefore, :notAfter)
                        """)
                .bind("serial", new BigDecimal(row.serial()))
                .bind("origin", new BigDecimal(row.origin()))
                .bind("person", row.person())
                .bind("notBefore", row.notBefore())
                .bind("notAfter", row.notAfter())
                .execute();
    }

    // one at a time for a person: a successor that is being added must not escape a revocation that is being done
    private static void alone(Handle handle, String person) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended('postern login ' || :person, 0)) is null")
                .bind("person", person)
                .mapTo(Boolean.class)
                .one();
    }

    /** When the login that a certificate was got by, or by a predecessor of it, ends; empty when it is no login's. */
    public Optional<Instant> end(BigInteger serial) {
        return sql.inTransaction(handle -> handle.createQuery("""
                        select origin.not_after from login join login origin on origin.serial = login.origin
                         where login.serial = :serial
                        """)
                .bind("serial", new BigDecimal(serial))
                .map((row, _) -> row.getTimestamp("not_after").toInstant())
                .findOne());
    }

    /**
     * Everything that people's authority has issued to the person and that still counts; it is refused once this returns and
     * the state is published.
     *
     * @param kept one that counts on
     */
    public List<BigInteger> revokeAll(String person, Optional<BigInteger> kept, Instant now) {
        return sql.inTransaction(handle -> {
            alone(handle, person);
            handle.createUpdate("""
                            insert into login (serial, origin, person, not_before, not_after)
                            select serial, serial, :person, not_before, not_after from issued_certificate
                             where authority = 'people' and right(uri, length(:path)) = :path
                               and not_after > :now and serial <> :kept
                            on conflict (serial) do nothing
                            """)
                    .bind("person", person)
                    .bind("path", "/user/" + SpiffeId.segment(person))
                    .bind("now", now)
                    .bind("kept", new BigDecimal(kept.orElse(BigInteger.ZERO)))
                    .execute();
            return serials(handle.createQuery("""
                            update login set revoked_at = :now
                             where person = :person and revoked_at is null and not_after > :now returning serial
                            """).bind("person", person).bind("now", now));
        });
    }

    /** The one login with all that was got by it, when it is the person's and still counts. */
    public List<BigInteger> revoke(String person, BigInteger serial, Instant now) {
        return sql.inTransaction(handle -> {
            alone(handle, person);
            return serials(handle.createQuery("""
                            update login set revoked_at = coalesce(revoked_at, :now)
                             where person = :person and not_after > :now
                               and origin = (select origin from login where serial = :serial and not_after > :now)
                            returning serial
                            """)
                    .bind("person", person)
                    .bind("serial", new BigDecimal(serial))
                    .bind("now", now));
        });
    }

    private static List<BigInteger> serials(Query query) {
        return query.map((row, _) -> row.getBigDecimal("serial").toBigIntegerExact())
                .list();
    }

    /** Serials that are refused though they have not expired. */
    public Set<BigInteger> revoked(Instant now) {
        return sql.inTransaction(handle -> handle.createQuery(
                        "select serial from login where revoked_at is not null and not_after > :now")
                .bind("now", now)
                .map((row, _) -> row.getBigDecimal("serial").toBigIntegerExact())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Forgets what expired long ago. */
    public int forget(Instant expiredBefore) {
        return sql.inTransaction(handle -> handle.createUpdate("delete from login where not_after < :before")
                .bind("before", expiredBefore)
                .execute());
    }
}
