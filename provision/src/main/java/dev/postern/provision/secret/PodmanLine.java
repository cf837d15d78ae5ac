package dev.postern.provision.secret;

/** What a person types when we may not, or cannot, do it. */
public final class PodmanLine {
    private PodmanLine() {}

    /**
     * For bash: asks for the secret without showing it, and makes it without a line feed at its end. The secret is in no
     * argument and in no history.
     */
    public static String create(String name) {
        return "read -rsp '" + name + ": ' p && printf %s \"$p\" | podman secret create " + name + " - ; unset p";
    }
}
