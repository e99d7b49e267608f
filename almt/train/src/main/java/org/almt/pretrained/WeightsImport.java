package org.almt.pretrained;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.core.Tensor;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.io.Sha256;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.text.TokenizerSettings;
import org.almt.weights.BertConfigFile;
import org.almt.weights.BertFolder;
import org.almt.weights.BertSource;
import org.almt.weights.TemporaryFolder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a folder in Hugging Face's layout from a model in any known form: {@code model.safetensors},
 * {@code config.json}, {@code vocab.txt} and {@code tokenizer_config.json}. The folder is created completely or not at
 * all. One tensor is in memory at a time, so the largest, the word embeddings, determines the memory needed.
 */
public final class WeightsImport {
    private final Path from;
    private final Path out;

    private WeightsImport(Path from, Path out) {
        this.from = from;
        this.out = out;
    }

    /**
     * Imports a model.
     *
     * @param from a folder, archive or file: see {@link BertSource}
     * @param out the folder to make; it must not exist or be empty
     * @return a readable summary, in lines
     * @throws IOException with one sentence, if the model cannot be read or the folder cannot be written; nothing is
     *         left then
     */
    public static List<String> run(Path from, Path out) throws IOException {
        requireFree(out);
        return new WeightsImport(from, out).run();
    }

    /** Fails if the folder cannot be made. */
    public static void requireFree(Path out) throws IOException {
        if (Files.isDirectory(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new RemediableException(out + " is not empty; choose another folder", Remedy.OTHER_FOLDER);
                }
            }
        } else if (Files.exists(out)) {
            throw new RemediableException(out + " is a file; choose another folder", Remedy.OTHER_FOLDER);
        }
    }

    private List<String> run() throws IOException {
        Path target = out.toAbsolutePath().normalize();
        Path parent = target.getParent() == null ? target : target.getParent();
        Path topMade = firstMissing(parent);
        boolean done = false;
        try {
            Files.createDirectories(parent);
            try (TemporaryFolder staging = new TemporaryFolder(parent, "." + target.getFileName() + ".almt-tmp");
                    BertSource source = BertSource.open(from, staging.folder())) {
                Path made = Files.createDirectory(staging.folder().resolve("model"));
                List<String> lines = write(source, made);
                staging.release();
                if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(target); // an empty folder: not every system can rename over it
                }
                Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
                done = true;
                return lines;
            }
        } catch (FileSystemException cause) {
            throw CheckpointException.of(out, "writing", cause);
        } finally {
            if (!done && topMade != null && Files.exists(topMade)) {
                TemporaryFolder.delete(topMade);
            }
        }
    }

    /** The topmost folder that does not exist yet, or null. */
    private static @Nullable Path firstMissing(Path folder) {
        Path missing = null;
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            missing = at;
        }
        return missing;
    }

    private List<String> write(BertSource source, Path folder) throws IOException {
        Checkpoint weights = source.weights();
        List<TensorSource> tensors = new ArrayList<>();
        long numbers = 0;
        for (String name : BertConfigFile.shapes(source.config(), source.hasPooler()).keySet()) {
            TensorInfo info = weights.info(name);
            numbers += info.shape().count();
            tensors.add(TensorSource.lazy(name, info.shape(), () -> finite(weights, name)));
        }
        Path file = folder.resolve(BertFolder.WEIGHTS);
        SafeTensors.write(file, tensors, Map.of("source", source.description() + " in " + from.getFileName()));
        try (SafeTensors written = SafeTensors.open(file)) {
            if (written.tensors().size() != tensors.size()) {
                throw new CheckpointException(file, "was not written completely", "check the disk");
            }
        }
        BertFolder.writeSettings(folder, source.config(), source.tokenizer());
        TokenizerSettings text = source.tokenizer().settings();
        checkReadable(source, folder);
        List<String> lines = new ArrayList<>(source.tokenizer().notes());
        lines.addAll(List.of(
                out + ": BERT of " + BertConfigFile.describe(source.config()),
                String.format(Locale.ROOT, "  %s   %d tensors, %,d numbers, %s", BertFolder.WEIGHTS, tensors.size(),
                        numbers,
                        source.hasPooler() ? "with a pooler" : "without a pooler"),
                "  " + BertFolder.VOCABULARY + "           " + source.tokenizer().size() + " tokens, "
                        + (text.lowercase() ? "letters lower-cased" : "letters not lower-cased") + ", "
                        + (text.stripAccents() ? "accents taken off" : "accents kept"),
                "  read from           " + source.description() + " in " + from,
                "  SHA-256 of weights  " + Sha256.of(file)));
        return lines;
    }

    private static Tensor finite(Checkpoint weights, String name) throws IOException {
        Tensor tensor = weights.tensor(name);
        Weights.requireFinite(weights.path(), Map.of(name, tensor));
        return tensor;
    }

    /** Reads the folder like a user, to check that it is complete and consistent. */
    private static void checkReadable(BertSource source, Path folder) throws IOException {
        try (BertSource copy = BertSource.open(folder)) {
            boolean same = copy.config().equals(source.config())
                    && copy.tokenizer().settings().equals(source.tokenizer().settings())
                    && copy.tokenizer().added().equals(source.tokenizer().added())
                    && copy.tokenizer().vocabulary().tokens().equals(source.tokenizer().vocabulary().tokens());
            if (!same) {
                throw new CheckpointException(folder, "differs from what was written when it is read"
                        + " back", "check the disk");
            }
        }
    }
}
