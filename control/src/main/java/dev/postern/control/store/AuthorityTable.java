package dev.postern.control.store;

import dev.postern.control.problem.ControlCode;
import dev.postern.control.problem.ControlException;
import dev.postern.pki.authority.AuthorityJournal;
import dev.postern.pki.authority.AuthorityName;
import dev.postern.pki.authority.Generation;
import dev.postern.pki.authority.IssuedRow;
import dev.postern.pki.authority.WrappedKey;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The authorities' journal in PostgreSQL. */
final class AuthorityTable implements AuthorityJournal {
    private final Sql sql;

    AuthorityTable(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Generation> generations() {
        return sql.inTransaction(handle ->
                handle.createQuery("""
                        select authority, number, state, certificate, wrapped_key, key_encryption_key, created
                          from authority_generation order by authority, number
                        """).map((row, _) -> generation(row)).list());
    }

    @Override
    public void found(List<Generation> roots) {
        sql.inTransaction(handle -> {
            handle.execute("lock table authority_generation in exclusive mode");
            long there = handle.createQuery("select count(*) from authority_generation")
                    .mapTo(Long.class)
                    .one();
            if (there > 0) {
                throw new ControlException(
                        ControlCode.RESOURCE_CONFLICT,
                        "the store has " + there
                                + " roots already, and new ones would cut off everybody who trusts them",
                        "use the authorities that are there");
            }
            roots.forEach(root -> insert(handle, root));
            return roots.size();
        });
    }

    @Override
    public void issued(IssuedRow row) {
        sql.inTransaction(handle -> handle.createUpdate("""
                        insert into issued_certificate (serial, authority, generation, subject, uri, requester, key_hash,
                                                        not_before, not_after, request_id, issued_at)
                        values (:serial, :authority, :generation, :subject, :uri, :requester, :keyHash,
                                :notBefore, :notAfter, :requestId, :at)
                        """)
                .bind("serial", new BigDecimal(row.serial()))
                .bind("authority", row.authority().word())
                .bind("generation", row.generation())
                .bind("subject", row.subject())
                .bind("uri", row.uri())
                .bind("requester", row.requester())
                .bind("keyHash", row.keyHash())
                .bind("notBefore", row.notBefore())
                .bind("notAfter", row.notAfter())
                .bind("requestId", row.requestId())
                .bind("at", row.at())
                .execute());
    }

    @Override
    public Map<AuthorityName, Long> validAt(Instant at) {
        return sql.inTransaction(handle -> {
            Map<AuthorityName, Long> counts = new EnumMap<>(AuthorityName.class);
            handle.createQuery("""
                            select authority, count(*) as n from issued_certificate
                             where not_before <= :at and not_after > :at group by authority
                            """)
                    .bind("at", at)
                    .map((row, _) -> Map.entry(name(row.getString("authority")), row.getLong("n")))
                    .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
            return counts;
        });
    }

    private static void insert(Handle handle, Generation root) {
        handle.createUpdate("""
                        insert into authority_generation (authority, number, state, certificate, wrapped_key,
                                                          key_encryption_key, created)
                        values (:authority, :number, :state, :certificate, :wrappedKey, :keyEncryptionKey, :created)
                        """)
                .bind("authority", root.authority().word())
                .bind("number", root.number())
                .bind("state", root.state().name().toLowerCase(Locale.ROOT))
                .bind("certificate", encoded(root.certificate()))
                .bind("wrappedKey", root.key().bytes())
                .bind("keyEncryptionKey", root.keyEncryptionKey())
                .bind("created", root.created())
                .execute();
    }

    private static Generation generation(ResultSet row) throws SQLException {
        return new Generation(
                name(row.getString("authority")),
                row.getInt("number"),
                Generation.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                certificate(row.getBytes("certificate")),
                new WrappedKey(row.getBytes("wrapped_key")),
                row.getString("key_encryption_key"),
                row.getTimestamp("created").toInstant());
    }

    private static AuthorityName name(String word) {
        return AuthorityName.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException broken) {
            throw damaged(broken);
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException broken) {
            throw damaged(broken);
        }
    }

    private static ControlException damaged(Exception cause) {
        return new ControlException(
                ControlCode.STORE_REFUSED,
                "a root certificate in the store is damaged",
                "restore the store from a backup",
                cause);
    }
}
