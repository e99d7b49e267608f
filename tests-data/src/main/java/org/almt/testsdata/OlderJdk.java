package org.almt.testsdata;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK of this machine between Java 17 and the one that runs the tests, to run our classes on.
 *
 * @param version its feature version, such as 17
 * @param home its folder
 */
public record OlderJdk(int version, Path home) {
    /** Where JDKs are looked for. */
    public static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
            Path.of(System.getProperty("user.home"), ".jdks"));

    private static final int OLDEST = 17;
    private static final int CLASS_VERSION_OF_17 = 61;

    /** One of each version, the oldest first; empty if there is none. */
    public static List<OlderJdk> found() throws IOException {
        Map<Integer, OlderJdk> found = new TreeMap<>();
        for (Path place : PLACES) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> folders = Files.list(place)) {
                    for (Path home : folders.flatMap(jdk -> Stream.of(jdk, jdk.resolve("Contents/Home"))).toList()) {
                        int version = version(home);
                        if (version >= OLDEST && version < Runtime.version().feature()) {
                            found.putIfAbsent(version, new OlderJdk(version, home));
                        }
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** The version that the file {@code release} of a JDK names; 0 where the folder is no JDK. */
    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        return Files.readAllLines(release).stream().filter(line -> line.startsWith("JAVA_VERSION="))
                .mapToInt(line -> Runtime.Version.parse(line.replaceAll("JAVA_VERSION=|\"", "")).feature())
                .findFirst().orElse(0);
    }

    /**
     * Runs {@code java} with these arguments and returns the first line that is no warning; any failure is an error.
     */
    public String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (java.waitFor() != 0) {
            throw new AssertionError(home + ": " + printed);
        }
        return printed.lines().filter(line -> !line.startsWith("WARNING")).findFirst().orElse("nothing printed");
    }

    /** The class files below a folder, each of which is of Java 17 and uses no preview feature; else an error. */
    public static List<Path> classesOfJava17(Path folder) throws IOException {
        List<Path> classes = filesBelow(folder);
        for (Path file : classes) {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                int magic = in.readInt();
                int preview = in.readUnsignedShort();
                int version = in.readUnsignedShort();
                if (magic != 0xCAFEBABE || preview != 0 || version != CLASS_VERSION_OF_17) {
                    throw new AssertionError(file + " has class version " + version + "." + preview + ", expected "
                            + CLASS_VERSION_OF_17 + ".0");
                }
            }
        }
        return classes;
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    /** The folder or jar that a class comes from. */
    public static Path home(Class<?> of) {
        try {
            return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
