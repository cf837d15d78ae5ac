package dev.postern.provision.matrix;

/**
 * One cell of the matrix.
 *
 * @param endpoint host and port
 * @param role who logs in
 * @param shows what is shown: {@code right password}, {@code nothing}
 * @param action what is tried, for people: {@code read public.orders}
 */
public record Question(String endpoint, String sslmode, String role, String shows, String action, Should should) {
    /** Unique within a matrix and the same in the next one. */
    public String key() {
        return endpoint + " " + sslmode + " " + role + ": " + action + ", showing " + shows;
    }
}
