package org.almt.cli.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.almt.cli.option.ClipOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.WorkProgress;
import org.almt.clips.ClipRecipe;
import org.almt.clips.DataSetBuilder;
import org.almt.clips.Manifest;
import org.almt.clips.Provenance;
import org.almt.language.LanguageModel;
import org.almt.run.Folders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almt dataset build}: makes a data set from a folder of clips. */
@Command(
        name = "build",
        description = "Compute the features of all clips of a manifest and write them as one data set. The manifest is"
                + " a table in one of two forms: video_id, clip_id, text, label, mode, as in MMSA-FET; or id, text"
                + " and, optionally, label, split, audio, vision, words. A build that was stopped resumes when it is"
                + " started again.",
        footer = {
                "  almt dataset build label.csv --out clips.pkl",
                "  almt dataset build label.csv --out clips.pkl --audio-profile fet --vision-profile aus"
                        + " --standardize train",
                "  almt dataset build label.csv --out clips.pkl --lengths 400,55 --skip-bad",
                "  almt dataset build label.csv --out clips.pkl --align words"
        })
public final class DatasetBuildCommand extends AlmtCommand {
    private static final int MOST_WARNINGS = 10;

    @Parameters(paramLabel = "MANIFEST.csv", description = "The table of clips.")
    private Path manifest;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The data set to write: .pkl, which ALMT and MMSA read, or .npz or .safetensors, which hold"
                    + " the arrays alone.")
    private Path out;

    @Mixin
    private ClipOptions clip = new ClipOptions();

    @Option(
            names = "--lengths",
            paramLabel = "A,V",
            description = "Frames of audio and rows of vision of each sample (default: mean + 3 deviations over"
                    + " all clips).")
    private @Nullable String lengths;

    @Option(
            names = "--standardize",
            paramLabel = "train",
            description = "Subtract the mean of each column and divide by its standard deviation. Both are computed on"
                    + " the training split.")
    private @Nullable String standardize;

    @Option(names = "--bert", paramLabel = "DIR|JAR",
            description = "Also write the tokens of this language model, as text_bert.")
    private @Nullable Path bert;

    @Option(names = "--skip-bad", description = "Leave out clips that cannot be read, instead of failing.")
    private boolean skipBad;

    @Option(names = "--jobs", paramLabel = "N", description = "Clips to process at the same time (default: one per"
            + " core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    public DatasetBuildCommand() {}

    @Override
    void execute() throws Exception {
        if (standardize != null && !standardize.equals("train")) {
            throw new UsageError("--standardize " + standardize + ": expected train");
        }
        if (jobs < 1 || jobs > 1024) {
            throw new UsageError("--jobs " + jobs + ": expected 1 to 1024");
        }
        String name = out.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".pkl") && !name.endsWith(".npz") && !name.endsWith(".safetensors")) {
            throw new UsageError("--out " + out + ": expected a name that ends in .pkl (MMSA's layout), .npz or"
                    + " .safetensors");
        }
        new OutputFiles().reads("the manifest", manifest).writes("--out", out).check();
        LanguageModel language = bert == null ? null : LanguageModel.open(bert);
        ClipRecipe recipe = withLengths(clip.recipe(language));
        Manifest table = Manifest.read(manifest);
        clip.requireClips(table);
        Provenance built = buildAlone(table, recipe, language);
        List<String> warnings = built.warnings();
        warnings.stream().limit(MOST_WARNINGS).forEach(warning -> err().println("almt: warning: " + warning));
        if (warnings.size() > MOST_WARNINGS) {
            err().println("almt: … and " + (warnings.size() - MOST_WARNINGS) + " more warnings");
        }
        err().flush();
        ClipRecipe made = built.recipe();
        out().println(out + ": " + built.samples() + " samples, " + made.text()
                + (made.audio() == null ? "" : "; audio " + made.audioLength() + " x " + made.audioWidth())
                + (made.vision() == null ? "" : "; vision " + made.visionLength() + " x " + made.visionWidth())
                + (built.skipped() == 0 ? "" : "; " + built.skipped() + " clips left out"));
    }

    /** Builds under a lock: two processes would delete each other's features of single clips. */
    private Provenance buildAlone(Manifest table, ClipRecipe recipe, @Nullable LanguageModel language)
            throws IOException {
        Path work = Files.createDirectories(out.resolveSibling(out.getFileName() + ".parts"));
        Path mark = work.resolve(".building");
        try (FileChannel _ = Folders.lock(mark, out + " is in use: another process is building it; wait for it, or"
                + " write another file", StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            try {
                Provenance built = DataSetBuilder.build(table, out, new DataSetBuilder.Options(recipe,
                        standardize != null, skipBad, jobs, work, language, language),
                        new WorkProgress(err(), false));
                DataSetBuilder.deleteParts(work);
                return built;
            } finally {
                Files.deleteIfExists(mark);
                DataSetBuilder.deleteIfEmpty(work);
            }
        }
    }

    private ClipRecipe withLengths(ClipRecipe recipe) {
        if (lengths == null) {
            return recipe;
        }
        if (!lengths.matches("\\d{1,6},\\d{1,6}")) {
            throw new UsageError("--lengths " + lengths + ": expected two numbers such as 400,55");
        }
        String[] parts = lengths.split(",");
        return recipe.withLengths(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
