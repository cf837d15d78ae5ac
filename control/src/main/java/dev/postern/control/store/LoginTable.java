package dev.postern.control.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Certificates of logins, and which of them are refused. */
public final class LoginTable {
    private final Sql sql;

    LoginTable(Sql sql) {
        this.sql = sql;
    }

    public void add(BigInteger serial, String person, Instant notBefore, Instant notAfter) {
        sql.inTransaction(handle -> handle.createUpdate("""
                        insert into login (serial, person, not_before, not_after)
                        values (:serial, :person, :notBefore, :notAfter)
                        """)
                .bind("serial", new BigDecimal(serial))
                .bind("person", person)
                .bind("notBefore", notBefore)
                .bind("notAfter", notAfter)
                .execute());
    }

    /** Every login of the person that still counts; they are refused once this returns and the state is published. */
    public List<BigInteger> revokeAll(String person, Instant now) {
        return sql.inTransaction(handle -> handle.createQuery("""
                        update login set revoked_at = :now
                         where person = :person and revoked_at is null and not_after > :now returning serial
                        """)
                .bind("person", person)
                .bind("now", now)
                .map((row, _) -> row.getBigDecimal("serial").toBigIntegerExact())
                .list());
    }

    /** The one login, when it is the person's and still counts. */
    public List<BigInteger> revoke(String person, BigInteger serial, Instant now) {
        return sql.inTransaction(handle -> handle.createQuery("""
                        update login set revoked_at = coalesce(revoked_at, :now)
                         where person = :person and serial = :serial and not_after > :now returning serial
                        """)
                .bind("person", person)
                .bind("serial", new BigDecimal(serial))
                .bind("now", now)
                .map((row, _) -> row.getBigDecimal("serial").toBigIntegerExact())
                .list());
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
