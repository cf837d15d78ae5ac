package dev.postern.kernel.problem;

/** Where in an input a problem lies. Line and column count from 1. */
public record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
