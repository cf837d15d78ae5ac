package dev.postern.cli.verb;

import dev.postern.model.tree.TreeText;
import dev.postern.postgres.conninfo.Conninfo;
import dev.postern.postgres.conninfo.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Job of Kubernetes that runs doctor in a pod's namespace. The password comes from a Secret; there is none in the manifest.
 */
final class DoctorJob {
    private static final Pattern FROM =
            Pattern.compile("pod/(?:([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)/)?([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)");
    private static final Pattern SECRET =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)/([-._a-zA-Z0-9]{1,253})");
    private static final Pattern MOUNT =
            Pattern.compile("(secret|configmap)/([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)=(/[-._a-zA-Z0-9/]{1,200})");
    private static final int SHORT = 40;
    private static final int NOBODY = 65532;

    private final Optional<String> namespace;
    private final String pod;
    private final String image;

    /** @param from {@code pod/NAME} or {@code pod/NAMESPACE/NAME} */
    DoctorJob(String from, String image) {
        Matcher matcher = FROM.matcher(from);
        if (!matcher.matches()) {
            throw new CliException(
                    CliCode.USAGE, from + " is no pod", "write --from pod/NAME or --from pod/NAMESPACE/NAME");
        }
        this.namespace = Optional.ofNullable(matcher.group(1));
        this.pod = matcher.group(3);
        this.image = image;
    }

    /**
     * @param text without a password; refused with one
     * @param arguments for doctor, such as {@code --driver}
     * @param password {@code SECRET/KEY}, empty for none
     * @param mounts such as {@code secret/NAME=/path}
     */
    String manifest(String text, List<String> arguments, String password, List<String> mounts) {
        refuseSecrets(text);
        Map<String, Object> container = new LinkedHashMap<>();
        container.put("name", "doctor");
        container.put("image", image);
        List<Object> command = new ArrayList<>(List.of("postern", "doctor", text));
        command.addAll(arguments);
        container.put("command", command);
        if (!password.isEmpty()) {
            container.put("env", List.of(fromSecret(password)));
        }
        container.put(
                "securityContext",
                ordered(
                        "allowPrivilegeEscalation", false,
                        "readOnlyRootFilesystem", true,
                        "runAsNonRoot", true,
                        "capabilities", ordered("drop", List.of("ALL"))));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("restartPolicy", "Never");
        spec.put("automountServiceAccountToken", false);
        spec.put(
                "securityContext",
                ordered(
                        "runAsUser", NOBODY,
                        "fsGroup", NOBODY,
                        "seccompProfile", ordered("type", "RuntimeDefault")));
        volumes(mounts, container, spec);
        spec.put("containers", List.of(container));
        Map<String, Object> metadata = new LinkedHashMap<>();
        String name = pod.replace('.', '-');
        metadata.put(
                "generateName",
                "postern-doctor-"
                        + name.substring(0, Math.min(name.length(), SHORT)).replaceAll("-+$", "") + "-");
        namespace.ifPresent(each -> metadata.put("namespace", each));
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("apiVersion", "batch/v1");
        job.put("kind", "Job");
        job.put("metadata", metadata);
        job.put(
                "spec",
                ordered(
                        "backoffLimit", 0,
                        "activeDeadlineSeconds", 120,
                        "ttlSecondsAfterFinished", 3600,
                        "template", ordered("spec", spec)));
        return TreeText.yaml(List.of(job));
    }

    /** What is typed to run it, and what a Job cannot know of a pod. */
    String howTo() {
        String in = namespace.map(each -> " -n " + each).orElse("");
        return "Run it with kubectl create" + in + " -f FILE, then kubectl logs" + in + " -f job/NAME."
                + "\nThe Job runs in the pod's namespace. To be on its node too, set spec.template.spec.nodeName to what"
                + "\n  kubectl get pod " + pod + in + " -o jsonpath={.spec.nodeName}"
                + "\nsays. Network policies choose by labels: copy those that one selects " + pod
                + " by, but none by which a"
                + "\nService would send the Job traffic. OpenShift gives its own runAsUser and fsGroup: remove these there.";
    }

    private static Map<String, Object> fromSecret(String said) {
        Matcher matcher = SECRET.matcher(said);
        if (!matcher.matches()) {
            throw new CliException(
                    CliCode.USAGE, "--password-secret names no Secret and key", "write --password-secret SECRET/KEY");
        }
        return ordered(
                "name",
                "PGPASSWORD",
                "valueFrom",
                ordered("secretKeyRef", ordered("name", matcher.group(1), "key", matcher.group(3))));
    }

    private static void volumes(List<String> mounts, Map<String, Object> container, Map<String, Object> spec) {
        List<Object> volumes = new ArrayList<>();
        List<Object> places = new ArrayList<>();
        for (String each : mounts) {
            Matcher matcher = MOUNT.matcher(each);
            if (!matcher.matches()) {
                throw new CliException(
                        CliCode.USAGE,
                        each + " is no mount",
                        "write --mount secret/NAME=/path or --mount configmap/NAME=/path");
            }
            String name = "files-" + volumes.size();
            boolean secret = matcher.group(1).equals("secret");
            volumes.add(
                    secret
                            ? ordered(
                                    "name",
                                    name,
                                    "secret",
                                    ordered("secretName", matcher.group(2), "defaultMode", 0440))
                            : ordered("name", name, "configMap", ordered("name", matcher.group(2))));
            places.add(ordered("name", name, "mountPath", matcher.group(4), "readOnly", true));
        }
        if (!volumes.isEmpty()) {
            spec.put("volumes", volumes);
            container.put("volumeMounts", places);
        }
    }

    private static void refuseSecrets(String text) {
        if (text.indexOf('=') < 0 && !text.contains("://")) {
            throw new CliException(
                    CliCode.USAGE,
                    "--from needs a connection string: a file of this machine is not in the pod",
                    "write host=… dbname=… user=… sslmode=verify-full, with paths as --mount has them");
        }
        Conninfo conninfo = Conninfo.parse(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        boolean secret = Keyword.all().stream()
                .filter(Keyword::secret)
                .anyMatch(keyword -> conninfo.secret(keyword.name()).isPresent());
        if (secret) {
            throw new CliException(
                    CliCode.USAGE,
                    "the connection string has a password, which would stand in the Job for everybody who may read Jobs",
                    "leave it out and write --password-secret SECRET/KEY");
        }
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
