package dev.postern.postgres.wire;

import io.netty.buffer.ByteBuf;

/** What the gateway itself says to a server once the session has begun. */
public sealed interface FrontendMessage {
    void write(ByteBuf out);

    /** Simple protocol: one text, answered up to ReadyForQuery. */
    record Query(String sql) implements FrontendMessage {
        @Override
        public void write(ByteBuf out) {
            int start = out.writerIndex();
            out.writeByte(FrontendTag.QUERY).writeInt(0);
            CStrings.write(out, sql);
            out.setInt(start + 1, out.writerIndex() - start - 1);
        }
    }

    /** Goodbye. */
    record Terminate() implements FrontendMessage {
        @Override
        public void write(ByteBuf out) {
            out.writeByte(FrontendTag.TERMINATE).writeInt(4);
        }
    }
}
