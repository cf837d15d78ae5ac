package dev.postern.gateway.relay;

import dev.postern.kernel.secret.Secret;
import dev.postern.postgres.wire.BackendMessage.BackendKeyData;
import dev.postern.postgres.wire.ProtocolVersion;
import dev.postern.postgres.wire.StartupPacket.CancelRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The gateway's own cancel keys; no server's key ever leaves. The pid field always holds the gateway's number. Protocol 3.0
 * has room for 32 random bits; with 3.2 the key is the session's number and a tag over it that only this gateway can make.
 */
public final class CancelKeys {
    private static final int SHORT = 4;
    private static final int NUMBER = 8;
    private static final int TAG = 24;

    private final SecureRandom random;
    private final int gateway;
    private final SecretKeySpec tagKey;
    private final Map<Integer, Relay> bySecret = new ConcurrentHashMap<>();
    private final Map<Long, Relay> byNumber = new ConcurrentHashMap<>();

    public CancelKeys(SecureRandom random) {
        this.random = random;
        this.gateway = 1 + random.nextInt(Integer.MAX_VALUE - 1);
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.tagKey = new SecretKeySpec(key, "HmacSHA256");
        Arrays.fill(key, (byte) 0);
    }

    /** What clients see as their server process. */
    public int gateway() {
        return gateway;
    }

    /** @param version as negotiated with the client */
    public BackendKeyData give(Relay relay, ProtocolVersion version) {
        if (version.atLeast(ProtocolVersion.V3_2)) {
            long number = relay.leg().session();
            byNumber.put(number, relay);
            return new BackendKeyData(gateway, Secret.of(longKey(number)));
        }
        int secret = random.nextInt();
        while (bySecret.putIfAbsent(secret, relay) != null) {
            secret = random.nextInt();
        }
        return new BackendKeyData(
                gateway, Secret.of(ByteBuffer.allocate(SHORT).putInt(secret).array()));
    }

    /** The key is good for nothing any more. */
    public void take(BackendKeyData given) {
        ByteBuffer key = ByteBuffer.wrap(given.key().bytes());
        if (key.remaining() == SHORT) {
            bySecret.remove(key.getInt());
        } else {
            byNumber.remove(key.getLong());
        }
    }

    /** Whose session a request means, if it shows the right key. */
    public Optional<Relay> find(CancelRequest request) {
        byte[] key = request.key().bytes();
        if (request.pid() != gateway) {
            return Optional.empty();
        }
        if (key.length == SHORT) {
            return Optional.ofNullable(bySecret.get(ByteBuffer.wrap(key).getInt()));
        }
        if (key.length != NUMBER + TAG) {
            return Optional.empty();
        }
        long number = ByteBuffer.wrap(key).getLong();
        return MessageDigest.isEqual(key, longKey(number))
                ? Optional.ofNullable(byNumber.get(number))
                : Optional.empty();
    }

    private byte[] longKey(long number) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(tagKey);
            byte[] tag = mac.doFinal(ByteBuffer.allocate(NUMBER).putLong(number).array());
            return ByteBuffer.allocate(NUMBER + TAG)
                    .putLong(number)
                    .put(tag, 0, TAG)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HmacSHA256", e);
        }
    }
}
