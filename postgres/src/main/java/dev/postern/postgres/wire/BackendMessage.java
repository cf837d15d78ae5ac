package dev.postern.postgres.wire;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a server says around a session's begin and end, and the few messages in between that must be understood. */
public sealed interface BackendMessage {
    /** @return the type byte */
    byte tag();

    void body(ByteBuf out);

    /** Type, length, body. */
    default void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(tag()).writeInt(0);
        body(out);
        out.setInt(start + 1, out.writerIndex() - start - 1);
    }

    /** The server is satisfied with who the client is. */
    record AuthenticationOk() implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.AUTHENTICATION;
        }

        @Override
        public void body(ByteBuf out) {
            out.writeInt(0);
        }
    }

    /** The server wants more: 3 cleartext, 5 MD5, 7 GSS, 10 SASL, and others. */
    record AuthenticationDemand(int method) implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.AUTHENTICATION;
        }

        @Override
        public void body(ByteBuf out) {
            out.writeInt(method);
        }
    }

    /** The newest version that is spoken, and the options that are not. */
    record NegotiateProtocolVersion(ProtocolVersion newest, List<String> unknownOptions) implements BackendMessage {
        public NegotiateProtocolVersion {
            unknownOptions = List.copyOf(unknownOptions);
        }

        @Override
        public byte tag() {
            return BackendTag.NEGOTIATE_PROTOCOL_VERSION;
        }

        @Override
        public void body(ByteBuf out) {
            out.writeInt(newest.code()).writeInt(unknownOptions.size());
            unknownOptions.forEach(name -> CStrings.write(out, name));
        }
    }

    /** A setting's value, now. */
    record ParameterStatus(String name, String value) implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.PARAMETER_STATUS;
        }

        @Override
        public void body(ByteBuf out) {
            CStrings.write(out, name);
            CStrings.write(out, value);
        }
    }

    /** What a cancel request must show. */
    record BackendKeyData(int pid, Secret key) implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.BACKEND_KEY_DATA;
        }

        @Override
        public void body(ByteBuf out) {
            byte[] bytes = key.bytes();
            out.writeInt(pid).writeBytes(bytes);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Everything up to here is answered. */
    record ReadyForQuery(TransactionStatus status) implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.READY_FOR_QUERY;
        }

        @Override
        public void body(ByteBuf out) {
            out.writeByte(status.code());
        }
    }

    /** One command's end. */
    record CommandComplete(String command) implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.COMMAND_COMPLETE;
        }

        @Override
        public void body(ByteBuf out) {
            CStrings.write(out, command);
        }
    }

    /** An error, or with severity FATAL the end. Keys are the protocol's field letters, {@code S V C M H …}. */
    record ErrorResponse(Map<Character, String> fields) implements BackendMessage {
        public ErrorResponse {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** The last thing that a client hears: severity FATAL in both forms, SQLSTATE, sentence, hint. */
        public static ErrorResponse fatal(Problem problem) {
            return fatal(problem.code().sqlstate(), problem.what(), problem.fix());
        }

        public static ErrorResponse fatal(String sqlstate, String message, String hint) {
            Map<Character, String> fields = new LinkedHashMap<>();
            fields.put('S', "FATAL");
            fields.put('V', "FATAL");
            fields.put('C', sqlstate);
            fields.put('M', message.replace('\0', '?'));
            if (!hint.isEmpty()) {
                fields.put('H', hint.replace('\0', '?'));
            }
            return new ErrorResponse(fields);
        }

        public Optional<String> field(char letter) {
            return Optional.ofNullable(fields.get(letter));
        }

        @Override
        public byte tag() {
            return BackendTag.ERROR_RESPONSE;
        }

        @Override
        public void body(ByteBuf out) {
            fields.forEach((letter, value) -> {
                out.writeByte(letter);
                CStrings.write(out, value);
            });
            out.writeByte(0);
        }
    }

    /** The same form as an error, and only a remark. */
    record NoticeResponse(Map<Character, String> fields) implements BackendMessage {
        public NoticeResponse {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public byte tag() {
            return BackendTag.NOTICE_RESPONSE;
        }

        @Override
        public void body(ByteBuf out) {
            new ErrorResponse(fields).body(out);
        }
    }

    /** Somebody's NOTIFY. */
    record NotificationResponse(int pid, String channel, String payload) implements BackendMessage {
        @Override
        public byte tag() {
            return BackendTag.NOTIFICATION_RESPONSE;
        }

        @Override
        public void body(ByteBuf out) {
            out.writeInt(pid);
            CStrings.write(out, channel);
            CStrings.write(out, payload);
        }
    }

    /**
     * Reads the one message that {@code frame} holds, header included.
     *
     * @throws WireException when it is none of the messages above, or has too few or too many bytes
     */
    static BackendMessage read(ByteBuf frame) {
        if (frame.readableBytes() < 5) {
            throw WireException.malformed("a message of " + frame.readableBytes() + " bytes has no header");
        }
        byte tag = frame.readByte();
        int length = frame.readInt();
        if (length - 4 != frame.readableBytes()) {
            throw WireException.malformed(
                    "a message says it has " + length + " bytes and has " + (frame.readableBytes() + 4));
        }
        BackendMessage message = BackendBodies.read(tag, frame);
        if (frame.isReadable()) {
            throw WireException.malformed(
                    message.getClass().getSimpleName() + " has " + frame.readableBytes() + " bytes too many");
        }
        return message;
    }
}
