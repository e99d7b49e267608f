import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves an artifact like Gradle, which is not on Maven Central. If a POM has Gradle's mark, Gradle reads the module
 * metadata. There it takes the variant for its use, if that runs on the Java version it builds for. Third-party jars
 * come from the folder that Maven put them into.
 */
final class GradleLike {
    private static final String MARK = "do_not_remove: published-with-gradle-metadata";

    private GradleLike() {}

    /**
     * Prints a class path, or ends with 1 and one sentence.
     *
     * @param arguments the folder repository; the folder with third-party jars; group:artifact:version; the Java
     *     version to build for
     */
    public static void main(String[] arguments) throws Exception {
        int java = Integer.parseInt(arguments[3]);
        Map<String, Path> jars = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(arguments[2]));
        while (!open.isEmpty()) {
            String[] name = open.pop().split(":");
            if (!jars.containsKey(name[0] + ":" + name[1])) {
                Path folder = Path.of(arguments[0], name[0].replace('.', '/'), name[1], name[2]);
                String file = name[1] + "-" + name[2];
                if (!Files.isDirectory(folder)) {
                    jars.put(name[0] + ":" + name[1], existing(Path.of(arguments[1], file + ".jar")));
                    continue;
                }
                if (!Files.readString(folder.resolve(file + ".pom")).contains(MARK)) {
                    throw new IllegalStateException(file + ".pom has no mark of Gradle");
                }
                Variant variant = runtime(folder.resolve(file + ".module"), java);
                Path jar = existing(folder.resolve(variant.file()));
                if (!CheckRepository.hash(jar, "SHA-256").equals(variant.sha256())) {
                    throw new IllegalStateException(jar + " has another SHA-256 than the metadata says");
                }
                jars.put(name[0] + ":" + name[1], jar);
                open.addAll(variant.dependencies());
            }
        }
        System.out.println(String.join(File.pathSeparator, jars.values().stream().map(Path::toString).toList()));
    }

    private static Path existing(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing");
        }
        return jar;
    }

    private static Variant runtime(Path metadata, int java) throws Exception {
        List<String> others = new ArrayList<>();
        for (Variant variant : Variant.of(metadata)) {
            if (variant.usage().equals("java-runtime") && variant.java() <= java) {
                return variant;
            }
            others.add(variant.name() + " for Java " + variant.java());
        }
        System.err.println("no variant of " + metadata.getFileName() + " runs on Java " + java + ": " + others);
        System.exit(1);
        throw new AssertionError();
    }
}
