import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.almt.io.Json;

/**
 * Checks a folder repository with the rules of a public repository and its users: everything is present, nothing else
 * is, and each file has the required content.
 */
final class CheckRepository {
    /** The published artifacts, and the Java version that each needs. 0 means no classes. */
    private static final Map<String, Integer> ARTIFACTS = new TreeMap<>(Map.of("almt-core", 17, "almt-nn", 17,
            "almt", 17, "almt-features", 17, "almt-train", 25, "almt-study", 25, "almt-cli", 25, "almt-bom", 0));

    private static final List<String> JARS = List.of("", "-sources", "-javadoc");
    private static final int JAVA_1 = 44;

    private final Path folder;
    private final String version;
    private final boolean signed;
    private final List<String> faults = new ArrayList<>();

    private CheckRepository(Path folder, String version, boolean signed) {
        this.folder = folder;
        this.version = version;
        this.signed = signed;
    }

    /**
     * Ends with 1 and a list of the faults, if there are any.
     *
     * @param arguments the folder of the group, the version, and {@code signed} if signatures must be there
     */
    public static void main(String[] arguments) throws Exception {
        CheckRepository check =
                new CheckRepository(Path.of(arguments[0]), arguments[1], List.of(arguments).contains("signed"));
        check.all();
        check.faults.forEach(System.err::println);
        System.out.println(ARTIFACTS.size() + " artifacts, " + check.faults.size() + " faults");
        System.exit(check.faults.isEmpty() ? 0 : 1);
    }

    private void all() throws Exception {
        try (Stream<Path> names = Files.list(folder)) {
            TreeSet<String> found = new TreeSet<>(names.map(name -> name.getFileName().toString()).toList());
            expect(found.equals(ARTIFACTS.keySet()), folder, "holds " + found + ", expected " + ARTIFACTS.keySet());
        }
        for (Map.Entry<String, Integer> artifact : ARTIFACTS.entrySet()) {
            Path files = folder.resolve(artifact.getKey()).resolve(version);
            pom(files.resolve(artifact.getKey() + "-" + version + ".pom"));
            bill(files.resolve(artifact.getKey() + "-" + version + "-cyclonedx.json"), artifact.getKey());
            if (artifact.getValue() > 0) {
                for (String jar : JARS) {
                    jar(files.resolve(artifact.getKey() + "-" + version + jar + ".jar"), jar, artifact.getValue());
                }
                gradle(files.resolve(artifact.getKey() + "-" + version + ".module"), artifact.getValue());
            }
            hashes(files);
        }
    }

    private void expect(boolean right, Path file, String otherwise) {
        if (!right) {
            faults.add(folder.relativize(file) + ": " + otherwise);
        }
    }

    private boolean isThere(Path file) {
        expect(Files.isRegularFile(file), file, "is missing");
        return Files.isRegularFile(file);
    }

    // ------------------------------------------------------------------ the POM

    private void pom(Path file) throws Exception {
        if (!isThere(file)) {
            return;
        }
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        var paths = XPathFactory.newInstance().newXPath();
        for (String needed : List.of("name", "description", "url", "licenses/license/url", "developers/developer/name",
                "scm/url", "scm/connection")) {
            expect(!paths.evaluate("/project/" + needed, document).isBlank(), file, "has no " + needed);
        }
        for (String unwanted : List.of("parent", "repositories", "pluginRepositories", "build", "profiles",
                "dependencies/dependency[scope='test']", "dependencies/dependency[scope='system']")) {
            expect(paths.evaluate("count(/project/" + unwanted + ")", document).equals("0"), file, "has " + unwanted);
        }
        String text = Files.readString(file).replace("${project.version}", version);
        expect(!text.contains("${") && !text.contains("file:") && !text.contains("SNAPSHOT"), file,
                "has a variable, a path of this machine, or a snapshot");
    }

    // ------------------------------------------------------------------ jars

    private void jar(Path file, String kind, int java) throws IOException {
        if (!isThere(file)) {
            return;
        }
        try (ZipFile jar = new ZipFile(file.toFile())) {
            expect(jar.getEntry("META-INF/LICENSE") != null, file, "has no META-INF/LICENSE");
            expect(jar.getEntry("META-INF/NOTICE") != null, file, "has no META-INF/NOTICE");
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            String wanted = switch (kind) {
                case "-sources" -> ".java";
                case "-javadoc" -> "index.html";
                default -> ".class";
            };
            expect(names.stream().anyMatch(name -> name.endsWith(wanted)), file, "has nothing that ends in " + wanted);
            if (kind.isEmpty()) {
                expect(names.contains("module-info.class"), file, "is no named module");
                for (String name : names) {
                    if (name.endsWith(".class")) {
                        int found = classVersion(jar.getInputStream(jar.getEntry(name))) - JAVA_1;
                        expect(found == java, file, name + " is of Java " + found + ", expected " + java);
                    }
                }
            }
        }
    }

    private static int classVersion(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(stream)) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }

    // ------------------------------------------------------------------ metadata

    private void bill(Path file, String artifact) throws IOException {
        if (isThere(file)) {
            Map<String, Object> bill = Json.read(file);
            expect("CycloneDX".equals(bill.get("bomFormat")), file, "is no bill of materials of CycloneDX");
            String purl = "pkg:maven/org.almt/" + artifact + "@" + version;
            Map<String, Object> component = Variant.object(Variant.object(bill.get("metadata")).get("component"));
            expect(((String) component.get("purl")).startsWith(purl), file, "is not of " + purl);
        }
    }

    private void gradle(Path file, int java) throws IOException, NoSuchAlgorithmException {
        if (!isThere(file)) {
            return;
        }
        Path pom = Path.of(file.toString().replaceAll("module$", "pom"));
        expect(Files.readString(pom).contains("do_not_remove: published-with-gradle-metadata"), pom,
                "does not state that there is metadata for Gradle");
        for (Variant variant : Variant.of(file)) {
            expect(variant.java() == java, file, variant.name() + " needs Java " + variant.java() + ", expected "
                    + java);
            Path jar = file.resolveSibling(variant.file());
            expect(variant.sha256().equals(hash(jar, "SHA-256")), file, variant.name() + " has another SHA-256 than "
                    + jar.getFileName());
        }
    }

    private void hashes(Path files) throws IOException, NoSuchAlgorithmException {
        List<Path> all;
        try (Stream<Path> list = Files.list(files)) {
            all = list.sorted().toList();
        }
        for (Path file : all) {
            String name = file.getFileName().toString();
            if (Stream.of(".md5", ".sha1", ".asc").noneMatch(name::endsWith)) {
                for (String algorithm : List.of("MD5", "SHA-1")) {
                    Path sum = files.resolve(name + "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT));
                    if (isThere(sum)) {
                        expect(Files.readString(sum).strip().equals(hash(file, algorithm)), sum, "is wrong");
                    }
                }
                expect(!signed || all.contains(files.resolve(name + ".asc")), file, "is not signed");
            }
        }
    }

    static String hash(Path file, String algorithm) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    }
}
