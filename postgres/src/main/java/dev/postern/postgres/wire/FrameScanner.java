package dev.postern.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Walks the five-byte headers of a stream that is only passed on. Runs of messages leave as slices of the buffer they
 * came in; nothing is collected but the head of a message that a read cut in two, and of that only what
 * {@link Frames#wanted} asks for.
 *
 * <p>Not thread-safe: one stream, one event loop.
 */
public final class FrameScanner implements AutoCloseable {
    /** Type byte and length. */
    public static final int HEADER = 5;

    private static final int FIRST_HEAD = 256;

    /** What is done with one message. */
    public enum Verdict {
        FORWARD,
        DROP
    }

    /** The owner's view of the messages that pass. */
    public interface Frames {
        /**
         * Called once for each message when its header is known.
         *
         * @param body bytes after the header
         * @return how many bytes of the body {@link #head} needs to see, 0 for none; at most {@code body}
         * @throws WireException when no such message may come here
         */
        int wanted(byte tag, int body);

        /**
         * Called once for each message when what was wanted is there.
         *
         * @param at index of the type byte in {@code bytes}; the owner may change the wanted bytes in place
         */
        Verdict head(byte tag, int body, ByteBuf bytes, int at);

        /** Takes over bytes to pass on. */
        void forward(ByteBuf bytes);
    }

    private final ByteBufAllocator allocator;
    private final Frames frames;
    /** The head of a message that the last read cut: holds fewer than {@link #headWanted} bytes. */
    private @Nullable ByteBuf head;

    private int headWanted = HEADER;
    private int bodyLeft;
    private boolean dropping;

    public FrameScanner(ByteBufAllocator allocator, Frames frames) {
        this.allocator = allocator;
        this.frames = frames;
    }

    /** Whether everything forwarded so far ends with a whole message. */
    public boolean atBoundary() {
        return bodyLeft == 0 || dropping;
    }

    /** Whether the peer stopped in the middle of a message. */
    public boolean midMessage() {
        return bodyLeft > 0 || head != null;
    }

    /** Takes over {@code in}. After an exception the stream is beyond repair; {@link #close} still frees everything. */
    public void scan(ByteBuf in) {
        try {
            if (head != null) {
                completeHead(head, in);
            }
            if (head == null && in.isReadable()) {
                walk(in);
            }
        } finally {
            in.release();
        }
    }

    private void walk(ByteBuf in) {
        int end = in.writerIndex();
        int from = in.readerIndex();
        int at = from;
        while (at < end) {
            if (bodyLeft > 0) {
                int step = Math.min(bodyLeft, end - at);
                bodyLeft -= step;
                at += step;
                if (dropping) {
                    from = at;
                    dropping = bodyLeft > 0;
                }
                continue;
            }
            int available = end - at;
            if (available < HEADER) {
                break;
            }
            byte tag = in.getByte(at);
            int body = body(tag, in.getInt(at + 1));
            int wanted = HEADER + frames.wanted(tag, body);
            if (available < wanted) {
                headWanted = wanted;
                break;
            }
            if (frames.head(tag, body, in, at) == Verdict.DROP) {
                pass(in, from, at);
                from = at + HEADER;
                dropping = body > 0;
            }
            at += HEADER;
            bodyLeft = body;
        }
        pass(in, from, at);
        if (at < end) {
            // grows with what comes, not with what is announced
            head = allocator.buffer(Math.min(headWanted, FIRST_HEAD)).writeBytes(in, at, end - at);
        }
    }

    /** Fills the cut head from {@code in}; when it is whole it leaves as a small buffer of its own. */
    private void completeHead(ByteBuf cut, ByteBuf in) {
        fill(cut, in);
        if (cut.readableBytes() < headWanted) {
            return;
        }
        byte tag = cut.getByte(0);
        int body = body(tag, cut.getInt(1));
        if (headWanted == HEADER) {
            headWanted = HEADER + frames.wanted(tag, body);
            fill(cut, in);
            if (cut.readableBytes() < headWanted) {
                return;
            }
        }
        head = null;
        bodyLeft = body - (headWanted - HEADER);
        headWanted = HEADER;
        boolean forward = false;
        try {
            forward = frames.head(tag, body, cut, 0) == Verdict.FORWARD;
        } finally {
            if (!forward) {
                cut.release();
            }
        }
        dropping = !forward && bodyLeft > 0;
        if (forward) {
            frames.forward(cut);
        }
    }

    private void fill(ByteBuf cut, ByteBuf in) {
        cut.writeBytes(in, Math.min(headWanted - cut.readableBytes(), in.readableBytes()));
    }

    private void pass(ByteBuf in, int from, int to) {
        if (to > from) {
            frames.forward(in.retainedSlice(from, to - from));
        }
    }

    private static int body(byte tag, int length) {
        if (length < 4) {
            throw WireException.malformed("a message of type " + show(tag) + " announces a length of "
                    + Integer.toUnsignedString(length) + ", at least 4 is needed");
        }
        return length - 4;
    }

    /** A type byte for people. */
    public static String show(byte tag) {
        return tag > ' ' && tag < 0x7F ? "'" + (char) tag + "'" : "0x%02x".formatted(tag & 0xFF);
    }

    @Override
    public void close() {
        if (head != null) {
            head.release();
            head = null;
        }
    }
}
