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

/** What a client may send before its session begins: a length, a code, and no type byte. */
public sealed interface StartupPacket {
    int CANCEL_CODE = 1234 << 16 | 5678;
    int TLS_CODE = 1234 << 16 | 5679;
    int GSS_CODE = 1234 << 16 | 5680;

    /** The shortest and the longest cancel key of protocol 3.2; 3.0 has four bytes. */
    int MIN_KEY = 4;

    int MAX_KEY = 256;

    void write(ByteBuf out);

    /** May we speak TLS? One plain byte answers. */
    record TlsRequest() implements StartupPacket {
        @Override
        public void write(ByteBuf out) {
            out.writeInt(8).writeInt(TLS_CODE);
        }
    }

    /** May we speak GSSAPI encryption? One plain byte answers. */
    record GssRequest() implements StartupPacket {
        @Override
        public void write(ByteBuf out) {
            out.writeInt(8).writeInt(GSS_CODE);
        }
    }

    /** Stop what the owner of this key is doing. Nothing is ever answered. */
    record CancelRequest(int pid, Secret key) implements StartupPacket {
        @Override
        public void write(ByteBuf out) {
            byte[] bytes = key.bytes();
            out.writeInt(12 + bytes.length).writeInt(CANCEL_CODE).writeInt(pid).writeBytes(bytes);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * A session, please.
     *
     * @param parameters in the client's order; a name that came twice has its last value, as in PostgreSQL
     * @param protocolOptions names that begin with {@code _pq_.}
     */
    record StartupMessage(ProtocolVersion version, Map<String, String> parameters, List<String> protocolOptions)
            implements StartupPacket {
        public StartupMessage {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            protocolOptions = List.copyOf(protocolOptions);
        }

        @Override
        public void write(ByteBuf out) {
            int start = out.writerIndex();
            out.writeInt(0).writeInt(version.code());
            parameters.forEach((name, value) -> {
                CStrings.write(out, name);
                CStrings.write(out, value);
            });
            protocolOptions.forEach(name -> {
                CStrings.write(out, name);
                CStrings.write(out, "");
            });
            out.writeByte(0);
            out.setInt(start, out.writerIndex() - start);
        }
    }

    /**
     * Takes one packet off {@code in} when it is there as a whole.
     *
     * @return empty, and nothing taken, while bytes are missing
     * @throws WireException as soon as it is clear that the bytes are wrong or too many
     */
    static Optional<StartupPacket> read(ByteBuf in, StartupBounds bounds) {
        if (in.readableBytes() < 4) {
            return Optional.empty();
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8) {
            throw WireException.malformed("a start-up packet of " + Integer.toUnsignedString(length)
                    + " bytes was announced, 8 to " + bounds.bytes() + " are accepted");
        }
        if (length > bounds.bytes()) {
            throw WireException.tooMuch(
                    "a start-up packet of " + length + " bytes was announced, " + bounds.bytes() + " are accepted",
                    "send fewer or shorter connection parameters (check PGOPTIONS)");
        }
        if (in.readableBytes() < length) {
            return Optional.empty();
        }
        ByteBuf packet = in.readSlice(length).skipBytes(4);
        int code = packet.readInt();
        return Optional.of(
                switch (code) {
                    case TLS_CODE -> bare(packet, new TlsRequest());
                    case GSS_CODE -> bare(packet, new GssRequest());
                    case CANCEL_CODE -> cancel(packet);
                    default -> startup(packet, ProtocolVersion.of(code), bounds);
                });
    }

    private static StartupPacket bare(ByteBuf rest, StartupPacket packet) {
        if (rest.isReadable()) {
            throw WireException.malformed(
                    packet.getClass().getSimpleName() + " has " + rest.readableBytes() + " bytes too many");
        }
        return packet;
    }

    private static CancelRequest cancel(ByteBuf rest) {
        int key = rest.readableBytes() - 4;
        if (key < MIN_KEY || key > MAX_KEY) {
            throw WireException.malformed("a cancel key of " + key + " bytes, " + MIN_KEY + " to " + MAX_KEY + " fit");
        }
        int pid = rest.readInt();
        byte[] bytes = new byte[key];
        rest.readBytes(bytes);
        CancelRequest request = new CancelRequest(pid, Secret.of(bytes));
        Arrays.fill(bytes, (byte) 0);
        return request;
    }

    private static StartupMessage startup(ByteBuf rest, ProtocolVersion version, StartupBounds bounds) {
        if (version.major() != 3) {
            throw new WireException(Problem.of(
                    WireCode.WIRE_VERSION,
                    "protocol version " + version + " is not spoken here, 3.0 to 3.2 are",
                    "use a driver of PostgreSQL 7.4 or newer"));
        }
        return StartupParameters.read(rest, version, bounds);
    }
}
