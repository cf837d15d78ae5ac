package dev.postern.provision.secret;

import dev.postern.kernel.problem.Problem;
import dev.postern.kernel.secret.Secret;
import dev.postern.provision.problem.ProvisionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Passwords that are known to more roles than one: whoever has one of them is all of them. */
public final class EqualPasswords {
    private EqualPasswords() {}

    /**
     * @param passwords by role
     * @return one warning for each password that is not a single role's
     */
    public static List<Problem> of(Map<String, Secret> passwords) {
        List<Problem> found = new ArrayList<>();
        List<Map.Entry<String, Secret>> left = new ArrayList<>(new TreeMap<>(passwords).entrySet());
        while (!left.isEmpty()) {
            Secret password = left.getFirst().getValue();
            List<String> roles = left.stream()
                    .filter(entry -> entry.getValue().equals(password))
                    .map(Map.Entry::getKey)
                    .toList();
            if (roles.size() > 1) {
                found.add(Problem.of(
                        ProvisionCode.PASSWORDS_EQUAL,
                        "the roles " + String.join(", ", roles) + " have one and the same password",
                        "give each its own; `postern rotate` makes new ones"));
            }
            left.removeIf(entry -> roles.contains(entry.getKey()));
        }
        return found;
    }
}
