package org.almt.clips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.almt.data.SplitName;
import org.almt.data.WorkListener;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.features.FeatureException;
import org.almt.features.words.Transcript;
import org.almt.language.LanguageModel;
import org.almt.nn.checkpoint.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Builds a data set from a manifest. The features of each clip are first written to their own file. So all cores can
 * work, and a stopped build resumes without losing them. Then the lengths are computed, the features are standardised,
 * and the data set is written in the order of the manifest, row by row. The same inputs give the same bytes.
 *
 * <p>Threads: one at a time.
 */
public final class DataSetBuilder {
    private static final int MOST_SHOWN = 10;
    /** The unit of the progress. */
    private static final String CLIP = "clip";

    private final Manifest manifest;
    private final Options options;
    private final WorkListener listener;
    private final boolean keeps;

    /**
     * The options of a build.
     *
     * @param recipe the recipe of the features; lengths of 0 are computed from the clips
     *
     * @param standardize whether features are standardised by the training split, if the recipe has no standardisation
     *
     * @param skipBad whether failed clips are left out
     *
     * @param jobs the number of clips to process at the same time
     *
     * @param work the folder for the features of single clips
     *
     * @param bert the model whose tokens of the transcripts are written as {@code text_bert}; null for none
     *
     * @param aligner the model that makes the tokens, if the recipe aligns to tokens
     */
    public record Options(ClipRecipe recipe, boolean standardize, boolean skipBad, int jobs, Path work,
            @Nullable LanguageModel bert, @Nullable LanguageModel aligner) {
        /** Checks that the aligner belongs to the recipe. */
        void check() throws FeatureException {
            if (recipe.alignment() != null) {
                recipe.alignment().require(aligner, "the build");
            }
        }
    }

    /** A sample to write: its row, its part (null if it has neither sound nor face), and the facts of the part. */
    record Built(Manifest.Row row, ClipPart.Inputs inputs, @Nullable ClipPart part, ClipPart.Facts facts) {}

    /** A failed clip. */
    record Fault(Manifest.Row row, String reason) {}

    private DataSetBuilder(Manifest manifest, Options options, WorkListener listener, boolean keeps) {
        this.manifest = manifest;
        this.options = options;
        this.listener = listener;
        this.keeps = keeps;
    }

    /**
     * Builds a data set. Writes {@code out} (.pkl in MMSA's layout, .npz or .safetensors), and its {@link Provenance}
     * beside it.
     *
     * @throws RemediableException if clips fail; it names the first ten
     */
    public static Provenance build(Manifest manifest, Path out, Options options, WorkListener listener)
            throws IOException {
        return new DataSetBuilder(manifest, options, listener, false).build(out);
    }

    /**
     * The same, but an existing data set with this content is kept and marked as used. The provenance does not record
     * tokens of a language model, so the options must have none.
     */
    static Provenance refresh(Manifest manifest, Path out, Options options, WorkListener listener) throws IOException {
        if (options.bert != null) {
            throw new IllegalArgumentException("a data set with tokens is always written");
        }
        return new DataSetBuilder(manifest, options, listener, true).build(out);
    }

    private Provenance build(Path out) throws IOException {
        options.check();
        ClipRecipe recipe = present();
        Files.createDirectories(options.work);
        AtomicFiles.removeLeftovers(options.work);
        List<Built> built = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        extract(recipe, built, faults);
        if (!faults.isEmpty() && (!options.skipBad || built.isEmpty())) {
            if (built.isEmpty()) {
                deleteIfEmpty(options.work);
                throw new FeatureException(sentence(faults));
            }
            throw new RemediableException(sentence(faults) + ", or leave them out", Remedy.SKIP_BAD);
        }
        LengthRule audio = new LengthRule();
        LengthRule vision = new LengthRule();
        for (Built each : built) {
            if (each.facts.audioFrames() > 0) {
                audio.add(each.facts.audioFrames());
            }
            if (each.facts.visionRows() > 0) {
                vision.add(each.facts.visionRows());
            }
        }
        recipe = recipe.withLengths(recipe.audioLength() > 0 ? recipe.audioLength() : audio.length(),
                recipe.visionLength() > 0 ? recipe.visionLength() : vision.length());
        if (options.standardize && recipe.audioScaling() == null && recipe.visionScaling() == null) {
            recipe = recipe.withScaling(
                    recipe.audio() == null ? null : scaling("audio", recipe.audioWidth(), recipe.marks(), built),
                    recipe.vision() == null ? null : scaling("vision", recipe.visionWidth(), recipe.marks(), built));
        }
        Provenance provenance = Provenance.of(manifest, recipe, built, faults);
        DataSetFile file = new DataSetFile(recipe, built, options.bert);
        if (keeps) {
            SharedDataSet.write(file, provenance, out);
        } else {
            file.write(out);
            provenance.write(out);
        }
        return provenance;
    }

    /** The recipe without modalities that no sample has. */
    private ClipRecipe present() throws FeatureException {
        boolean audio = manifest.rows().stream().anyMatch(row -> row.audio() != null);
        boolean vision = manifest.rows().stream().anyMatch(row -> row.vision() != null);
        ClipRecipe asked = options.recipe;
        return new ClipRecipe(audio ? asked.audio() : null, vision ? asked.vision() : null,
                audio ? asked.audioLength() : 0, vision ? asked.visionLength() : 0, audio ? asked.audioScaling() : null,
                vision ? asked.visionScaling() : null, audio || vision ? asked.alignment() : null);
    }

    private void extract(ClipRecipe recipe, List<Built> built, List<Fault> faults) throws IOException {
        List<Manifest.Row> rows = manifest.rows();
        AtomicInteger done = new AtomicInteger();
        listener.progress(CLIP, 0, rows.size());
        ExecutorService pool = Executors.newFixedThreadPool(jobs(recipe), task -> {
            Thread thread = new Thread(task, "almt-clips");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Object>> results = new ArrayList<>();
            for (Manifest.Row row : rows) {
                results.add(pool.submit(() -> {
                    Object result = extract(recipe, row);
                    synchronized (listener) {
                        listener.progress(CLIP, done.incrementAndGet(), rows.size());
                    }
                    return result;
                }));
            }
            for (Future<Object> result : results) {
                switch (result.get()) {
                    case Built sample -> built.add(sample);
                    case Fault fault -> faults.add(fault);
                    default -> throw new AssertionError("neither built nor failed");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the build was interrupted; start it again to resume from here", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw new IOException("a clip could not be processed: " + e.getCause(), e);
        } finally {
            end(pool);
        }
    }

    /** Waits for the clips in progress, so that nothing is written after a failure. */
    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        pool.close();
    }

    /** The requested number of jobs, or fewer if the heap is too small for that many of the largest clip. */
    private int jobs(ClipRecipe recipe) {
        long heap = Runtime.getRuntime().maxMemory();
        int most = options.jobs <= 1 ? 1 : JobMemory.most(recipe, manifest.rows(), heap);
        int asked = Math.min(Math.max(1, options.jobs), manifest.rows().size());
        if (most < asked) {
            listener.accept("works on " + most + " clips at a time, not on " + asked + ": the heap of " + (heap >> 20)
                    + " MB has no room for more of the largest clip; a larger heap (java -Xmx) allows more cores to"
                    + " work");
        }
        return Math.min(most, asked);
    }

    /** Processes one clip. An error in the clip is a result; an error of the disk is an exception. */
    private Object extract(ClipRecipe recipe, Manifest.Row row) {
        try {
            if (recipe.audio() != null && row.audio() == null) {
                return new Fault(row,
                        "has no audio file, but other samples have one; name it, or leave the sample out");
            }
            if (recipe.vision() != null && row.vision() == null) {
                return new Fault(row,
                        "has no vision file, but other samples have one; name it, or leave the sample out");
            }
            if (recipe.alignment() != null && row.words() == null) {
                return new Fault(row, "has no file of words, which the alignment needs; name it in a column 'words',"
                        + " or leave the sample out");
            }
            for (Path input : new Path[] {row.audio(), row.vision(), row.words()}) {
                if (input != null && !Files.isRegularFile(input)) {
                    return new Fault(row, input + (Files.exists(input)
                            ? ": is no file"
                            : ": there is no such file" + MissingClip.remedy(input)));
                }
            }
            ClipPart.Inputs inputs = ClipPart.Inputs.of(row);
            String text = row.text();
            Path words = row.words();
            Transcript said = words == null ? null : Transcript.read(words);
            boolean written = text != null && !text.isBlank();
            Manifest.Row named = written || said == null ? row : row.withText(said.text());
            if (inputs.audio() == null && inputs.vision() == null) {
                return new Built(named, inputs, null,
                        new ClipPart.Facts(0, 0, 0, said == null ? List.of() : said.warnings()));
            }
            Alignment alignment = recipe.alignment();
            if (said != null && words != null && text != null && written && alignment != null) {
                alignment.requireSame(text, said, words, options.aligner);
            }
            ClipPart part = ClipPart.of(options.work, recipe, inputs);
            if (part.isThere()) {
                part.markUsed();
            } else {
                part.write(ClipFeatures.of(recipe, row.audio(), row.vision())
                        .aligned(recipe, said, row.words(), options.aligner), row);
            }
            return new Built(named, inputs, part, with(part.read(row), said));
        } catch (FeatureException e) {
            return new Fault(row, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClipPart.Facts with(ClipPart.Facts facts, @Nullable Transcript said) {
        if (said == null || said.warnings().isEmpty()) {
            return facts;
        }
        List<String> warnings = new ArrayList<>(said.warnings());
        warnings.addAll(facts.warnings());
        return new ClipPart.Facts(facts.audioFrames(), facts.visionRows(), facts.failedFrames(), warnings);
    }

    /** Deletes the features of single clips, and their folder if it is then empty. */
    public static void deleteParts(Path work) throws IOException {
        List<Path> parts;
        try (Stream<Path> files = Files.list(work)) {
            parts = files.filter(ClipPart::isPart).toList();
        }
        for (Path part : parts) {
            Files.delete(part);
        }
        deleteIfEmpty(work);
    }

    /** Deletes a folder if it is empty. */
    public static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // it contains other files
            return;
        }
    }

    private String sentence(List<Fault> faults) {
        StringBuilder text = new StringBuilder();
        text.append(faults.size()).append(" of ").append(manifest.rows().size()).append(" clips of ")
                .append(manifest.file()).append(" failed");
        for (Fault fault : faults.subList(0, Math.min(MOST_SHOWN, faults.size()))) {
            text.append("\n").append("  line ").append(fault.row.line()).append(", ")
                    .append(fault.row.id()).append(": ").append(fault.reason);
        }
        if (faults.size() > MOST_SHOWN) {
            text.append("\n").append("  … and ").append(faults.size() - MOST_SHOWN).append(" more");
        }
        text.append(MissingClip.allMissing(manifest.rows()));
        text.append("\n").append("correct them and start again").append(faults.size() < manifest.rows().size()
                ? " (the others are kept)"
                : "");
        return text.toString();
    }

    /** The mean and standard deviation of the real frames of the training split. */
    private static Scaling scaling(String modality, int width, int marks, List<Built> built) throws IOException {
        Scaling.Sums sums = new Scaling.Sums(width);
        int samples = 0;
        for (Built each : built) {
            if (each.row.split() == SplitName.TRAIN && each.part != null) {
                float[] rows = each.part.rows(modality);
                sums.add(rows, marks);
                samples++;
            }
        }
        if (samples == 0) {
            throw new FeatureException(
                    "standardisation needs a training split, but the manifest has no sample of it; leave it out, or"
                            + " give samples the split train");
        }
        return sums.scaling();
    }
}
