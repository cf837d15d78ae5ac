package dev.postern.provision.rotate;

import java.util.Arrays;

/**
 * How far a login has come, written as the comment of its role: everybody who may plan can read it, it changes in the same
 * transaction as the password, and it outlives us.
 */
enum Mark {
    /** No rotation has touched it. */
    NONE(""),
    /** It has a new password; the consumer may have it or not. */
    BEGUN("Postern rotation: being put into use"),
    IN_USE("Postern rotation: in use"),
    OUT_OF_USE("Postern rotation: out of use until the next one");

    private final String comment;

    Mark(String comment) {
        this.comment = comment;
    }

    String comment() {
        return comment;
    }

    static Mark of(String comment) {
        return Arrays.stream(values())
                .filter(mark -> mark.comment.equals(comment))
                .findFirst()
                .orElse(NONE);
    }
}
