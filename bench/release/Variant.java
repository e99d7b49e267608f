import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.almt.io.Json;

/**
 * A variant that Gradle can choose: a jar for one use, from a file of module metadata.
 *
 * @param name the name in the file
 * @param usage {@code java-api} to compile, {@code java-runtime} to run
 * @param java the least Java version that it needs
 * @param file the name of its jar
 * @param sha256 of the jar
 * @param dependencies group, module and version of each, with colons
 */
record Variant(String name, String usage, int java, String file, String sha256, List<String> dependencies) {
    /** The libraries of a file of module metadata. Documentation is left out. */
    static List<Variant> of(Path metadata) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (Map<String, Object> variant : objects(Json.read(metadata).get("variants"))) {
            Map<String, Object> attributes = object(variant.get("attributes"));
            if (!"library".equals(attributes.get("org.gradle.category"))) {
                continue;
            }
            List<String> dependencies = new ArrayList<>();
            for (Map<String, Object> dependency : objects(variant.getOrDefault("dependencies", List.of()))) {
                dependencies.add(dependency.get("group") + ":" + dependency.get("module") + ":"
                        + object(dependency.get("version")).get("requires"));
            }
            Map<String, Object> file = objects(variant.get("files")).get(0);
            variants.add(new Variant((String) variant.get("name"), (String) attributes.get("org.gradle.usage"),
                    ((Long) attributes.getOrDefault("org.gradle.jvm.version", 0L)).intValue(),
                    (String) file.get("url"), (String) file.get("sha256"), dependencies));
        }
        return variants;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Object json) {
        return (List<Map<String, Object>>) json;
    }
}
