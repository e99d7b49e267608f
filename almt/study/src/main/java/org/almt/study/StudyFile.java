package org.almt.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.data.corrupt.Corruptions;
import org.almt.io.Json;
import org.almt.io.PrintableText;
import org.almt.train.TrainingConfig;
import org.jspecify.annotations.Nullable;

/** Reads studies from JSON in the format of the package's description, and finds those that come with the program. */
public final class StudyFile {
    private static final int USUAL_SEEDS = 5;
    /** The most seeds, variants and strengths; more could only be a mistake. */
    private static final int MOST = 1000;

    private static final Set<String> STUDY = Set.of(
            "format", "name", "description", "preset", "base", "seeds", "epochs", "set", "variants", "curves",
            "measures");
    private static final Set<String> VARIANT = Set.of("name", "description", "model", "set", "corrupt");
    private static final Set<String> CURVE = Set.of(
            "name", "description", "kind", "modality", "strengths", "at", "variants");

    private StudyFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or is not a valid study; the message names the file and the place
     */
    public static Study read(Path file) throws IOException {
        Map<String, Object> map = Json.read(file);
        try {
            return of(map);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The names of the studies that come with the program. */
    public static List<String> shipped() {
        return resource("studies.txt").lines().toList();
    }

    /**
     * A study that comes with the program.
     *
     * @throws IllegalArgumentException if there is none with that name
     */
    public static Study shipped(String name) {
        if (!shipped().contains(name)) {
            throw Keys.error("there is no '" + name + "'; known are " + String.join(", ", shipped())
                    + ", and any file that ends with .json");
        }
        try {
            return of(Json.parse(resource(name + ".json"), name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = StudyFile.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A study from the contents of a file.
     *
     * @throws IllegalArgumentException naming the place that is missing, unknown or unusable
     */
    public static Study of(Map<String, Object> map) {
        Keys keys = new Keys("", map);
        if (!Long.valueOf(Study.FORMAT).equals(map.get("format"))) {
            throw Keys.error("'format' is " + PrintableText.text(String.valueOf(map.get("format")))
                    + "; this version reads " + Study.FORMAT);
        }
        keys.allIn(STUDY);
        List<Arm> variants = keys.objects("variants", (one, _) -> variant(one));
        if (variants.isEmpty() || variants.size() > MOST) {
            throw Keys.error("'variants' has " + variants.size() + " entries; 1 to " + MOST + " are possible");
        }
        List<String> names = variants.stream().map(Arm::name).toList();
        requireDifferentNames("variants", names);
        String base = keys.text("base", names.getFirst());
        requireKnown("base", base, names);
        List<Curve> curves = keys.has("curves") ? keys.objects("curves", (one, _) -> curve(one, names)) : List.of();
        requireDifferentNames("curves", curves.stream().map(Curve::name).toList());
        List<String> measures = keys.has("measures") ? keys.texts("measures") : List.of();
        requireDifferent("measures", measures);
        measures.forEach(name -> requireKnown("measures", name, Measures.names()));
        return new Study(
                keys.name("name"), keys.text("description"), keys.textIfPresent("preset"), base, seeds(keys),
                epochs(keys),
                keys.settings("set"), variants, curves, measures);
    }

    private static @Nullable Integer epochs(Keys keys) {
        if (!keys.has("epochs")) {
            return null;
        }
        long epochs = keys.whole("epochs");
        if (epochs < 1 || epochs > TrainingConfig.MOST_EPOCHS) {
            throw Keys.error("'epochs' is " + epochs + "; 1 to " + TrainingConfig.MOST_EPOCHS + " are possible");
        }
        return (int) epochs;
    }

    private static List<Long> seeds(Keys keys) {
        Object seeds = keys.map().get("seeds");
        if (!keys.has("seeds") || seeds instanceof Long) {
            return firstSeeds(keys.has("seeds") ? keys.whole("seeds") : USUAL_SEEDS);
        }
        List<Long> list = new ArrayList<>();
        for (Object seed : keys.list("seeds")) {
            if (!(seed instanceof Long number)) {
                throw Keys.error("'seeds' must be a number, or a list of whole numbers");
            }
            list.add(number);
        }
        return checkedSeeds(list);
    }

    /**
     * The seeds 1, 2, ….
     *
     * @throws IllegalArgumentException if there are none, or too many
     */
    public static List<Long> firstSeeds(long count) {
        if (count < 1 || count > MOST) {
            throw Keys.error("'seeds' is " + count + "; 1 to " + MOST + " are possible");
        }
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    /**
     * Checks a list of seeds.
     *
     * @throws IllegalArgumentException if there are none, too many, or a repeated one
     */
    public static List<Long> checkedSeeds(List<Long> seeds) {
        if (seeds.isEmpty() || seeds.size() > MOST) {
            throw Keys.error("there are " + seeds.size() + " seeds; 1 to " + MOST + " are possible");
        }
        requireDifferent("seeds", seeds);
        return seeds;
    }

    private static Arm variant(Keys keys) {
        keys.allIn(VARIANT);
        Keys corrupt = keys.object("corrupt");
        corrupt.allIn(Set.of("train", "test"));
        return at(keys, () -> new Arm(
                keys.name("name"), keys.text("description", ""), keys.textIfPresent("model"), keys.settings("set"),
                Corruptions.list(corrupt.map(), "train"), Corruptions.list(corrupt.map(), "test")));
    }

    private static Curve curve(Keys keys, List<String> names) {
        keys.allIn(CURVE);
        String at = keys.text("at", "test");
        requireKnown(keys.where() + "at", at, List.of("test", "train"));
        List<String> variants = keys.has("variants") ? keys.texts("variants") : names;
        variants.forEach(name -> requireKnown(keys.where() + "variants", name, names));
        requireDifferent(keys.where() + "variants", variants);
        Curve curve = at(keys, () -> new Curve(
                keys.name("name"), keys.text("description", ""), CorruptionKind.of(keys.text("kind")),
                Corruption.modality(keys.text("modality")), strengths(keys), at.equals("train"), variants));
        curve.strengths().forEach(strength -> at(keys, () -> curve.at(strength)));
        return curve;
    }

    private static List<Double> strengths(Keys keys) {
        List<Double> strengths = new ArrayList<>();
        for (Object entry : keys.list("strengths")) {
            if (!(entry instanceof Number number)
                    || !strengths.isEmpty() && number.doubleValue() <= strengths.getLast()) {
                throw Keys.error("'" + keys.where() + "strengths' must be an increasing list of numbers");
            }
            strengths.add(number.doubleValue());
        }
        if (strengths.isEmpty() || strengths.size() > MOST) {
            throw Keys.error("'" + keys.where() + "strengths' has " + strengths.size() + " entries; 1 to " + MOST
                    + " are possible");
        }
        return strengths;
    }

    /** Makes something, and adds the place to an error message that has none. */
    private static <T> T at(Keys keys, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).startsWith("study: ")) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "study: " + keys.where().substring(0, keys.where().length() - 1) + ": " + e.getMessage(), e);
        }
    }

    private static void requireKnown(String key, String name, List<String> known) {
        if (!known.contains(name)) {
            throw Keys
                    .error("'" + key + "' names '" + PrintableText.text(name) + "'; known are "
                            + String.join(", ", known));
        }
    }

    private static void requireDifferent(String key, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values) {
            if (!seen.add(value)) {
                throw Keys.error("'" + key + "' has " + value + " twice");
            }
        }
    }

    /** Checks that names differ. They become folders, and some file systems ignore case. */
    private static void requireDifferentNames(String key, List<String> names) {
        requireDifferent(key, names);
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw Keys.error("'" + key + "' has " + other + " and " + name
                        + ", which are the same folder on file systems that ignore case; rename one");
            }
        }
    }
}
