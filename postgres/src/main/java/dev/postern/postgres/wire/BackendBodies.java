package dev.postern.postgres.wire;

import dev.postern.kernel.secret.Secret;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One body each, by the type byte before it. */
final class BackendBodies {
    private BackendBodies() {}

    static BackendMessage read(byte tag, ByteBuf body) {
        return switch (tag) {
            case BackendTag.AUTHENTICATION -> authentication(body);
            case BackendTag.NEGOTIATE_PROTOCOL_VERSION -> negotiate(body);
            case BackendTag.PARAMETER_STATUS ->
                new BackendMessage.ParameterStatus(
                        CStrings.readLenient(body, "a setting's name"),
                        CStrings.readLenient(body, "a setting's value"));
            case BackendTag.BACKEND_KEY_DATA -> keyData(body);
            case BackendTag.READY_FOR_QUERY -> {
                need(body, 1, "ReadyForQuery");
                yield new BackendMessage.ReadyForQuery(TransactionStatus.of(body.readByte()));
            }
            case BackendTag.COMMAND_COMPLETE ->
                new BackendMessage.CommandComplete(CStrings.readLenient(body, "a command's name"));
            case BackendTag.ERROR_RESPONSE -> new BackendMessage.ErrorResponse(fields(body));
            case BackendTag.NOTICE_RESPONSE -> new BackendMessage.NoticeResponse(fields(body));
            case BackendTag.NOTIFICATION_RESPONSE -> {
                need(body, 4, "NotificationResponse");
                yield new BackendMessage.NotificationResponse(
                        body.readInt(),
                        CStrings.readLenient(body, "a channel's name"),
                        CStrings.readLenient(body, "a payload"));
            }
            default -> throw WireException.malformed("a message of type " + FrameScanner.show(tag) + " is unexpected");
        };
    }

    private static BackendMessage authentication(ByteBuf body) {
        need(body, 4, "an authentication request");
        int method = body.readInt();
        if (method == 0) {
            return new BackendMessage.AuthenticationOk();
        }
        body.skipBytes(body.readableBytes());
        return new BackendMessage.AuthenticationDemand(method);
    }

    private static BackendMessage negotiate(ByteBuf body) {
        need(body, 8, "NegotiateProtocolVersion");
        ProtocolVersion newest = ProtocolVersion.of(body.readInt());
        int count = body.readInt();
        if (count < 0 || count > body.readableBytes()) {
            throw WireException.malformed("NegotiateProtocolVersion announces " + count + " options");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(CStrings.read(body, "a protocol option's name"));
        }
        return new BackendMessage.NegotiateProtocolVersion(newest, names);
    }

    private static BackendMessage keyData(ByteBuf body) {
        int key = body.readableBytes() - 4;
        if (key < StartupPacket.MIN_KEY || key > StartupPacket.MAX_KEY) {
            throw WireException.malformed("BackendKeyData with a key of " + key + " bytes");
        }
        int pid = body.readInt();
        byte[] bytes = new byte[key];
        body.readBytes(bytes);
        BackendMessage message = new BackendMessage.BackendKeyData(pid, Secret.of(bytes));
        Arrays.fill(bytes, (byte) 0);
        return message;
    }

    private static Map<Character, String> fields(ByteBuf body) {
        Map<Character, String> fields = new LinkedHashMap<>();
        while (true) {
            need(body, 1, "an error's field");
            byte letter = body.readByte();
            if (letter == 0) {
                return fields;
            }
            fields.put((char) (letter & 0xFF), CStrings.readLenient(body, "an error's field"));
        }
    }

    private static void need(ByteBuf body, int bytes, String what) {
        if (body.readableBytes() < bytes) {
            throw WireException.malformed(what + " ends after " + body.readableBytes() + " of " + bytes + " bytes");
        }
    }
}
