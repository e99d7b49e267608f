package org.almt.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.corrupt.CorruptedDataSet;
import org.jspecify.annotations.Nullable;

/**
 * A study: a grid of variants and seeds, and the figures to measure. {@link StudyFile} reads it.
 *
 * @param name its name, also that of its folder
 *
 * @param description a sentence
 *
 * @param preset the sizes to start from; null for the default
 *
 * @param base the name of the variant that the others are compared with
 *
 * @param seeds the seeds, with one run of each variant for each
 *
 * @param epochs the epochs of every run; null for the default
 *
 * @param set sizes and rates of every run by their names in {@code config.json}
 *
 * @param variants the variants, in the order of the table
 *
 * @param curves test metrics at increasing strengths of a corruption
 *
 * @param measures the names of figures besides the test metrics
 */
public record Study(
        String name, String description, @Nullable String preset, String base, List<Long> seeds,
        @Nullable Integer epochs,
        Map<String, Object> set, List<Arm> variants, List<Curve> curves, List<String> measures) {
    static final long FORMAT = 1;

    /** Keeps immutable copies. */
    public Study {
        seeds = List.copyOf(seeds);
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        variants = List.copyOf(variants);
        curves = List.copyOf(curves);
        measures = List.copyOf(measures);
    }

    /** The same with other seeds. */
    public Study withSeeds(List<Long> others) {
        return new Study(name, description, preset, base, others, epochs, set, variants, curves, measures);
    }

    /** The same on another preset. */
    public Study withPreset(String other) {
        return new Study(name, description, other, base, seeds, epochs, set, variants, curves, measures);
    }

    /** The same with other settings for every run. The settings of variants are kept. */
    public Study with(@Nullable Integer otherEpochs, Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(set);
        all.putAll(more);
        return new Study(
                name, description, preset, base, seeds, otherEpochs == null ? epochs : otherEpochs, all, variants,
                curves, measures);
    }

    /** The variant with a name. */
    public Arm variant(String wanted) {
        return variants.stream().filter(variant -> variant.name().equals(wanted)).findFirst().orElseThrow();
    }

    /** All variants that are trained: those of the study, and those that curves add. */
    public List<Arm> trained() {
        Map<String, Arm> all = new LinkedHashMap<>();
        variants.forEach(variant -> all.put(variant.name(), variant));
        for (Curve curve : curves) {
            if (curve.trained()) {
                for (String name : curve.variants()) {
                    for (double strength : curve.strengths()) {
                        Arm corrupted = curve.variantAt(variant(name), strength);
                        all.putIfAbsent(corrupted.name(), corrupted);
                    }
                }
            }
        }
        return new ArrayList<>(all.values());
    }

    /** The curves for which trained runs of a variant are tested. */
    public List<Curve> tests(String variant) {
        return curves.stream().filter(curve -> !curve.trained() && curve.variants().contains(variant)).toList();
    }

    /**
     * Checks, before anything is trained, that all figures can be measured on a data set.
     *
     * @param clean the data without corruption
     *
     * @throws IllegalArgumentException naming the problem
     */
    public void requireMeasurable(DataSet clean) {
        if (!measures.isEmpty()) {
            variants.forEach(variant -> Measures.require(CorruptedDataSet.of(clean, variant.corruptions(1))));
        }
    }

    /**
     * The columns of the tests of a variant's run besides its own predictions: curves at all strengths, and measures.
     */
    public List<String> testColumns(Arm variant) {
        List<String> columns = new ArrayList<>();
        for (Curve curve : tests(variant.name())) {
            curve.strengths().forEach(strength -> columns.add(curve.column(strength)));
        }
        if (variants.contains(variant)) {
            columns.addAll(measures);
        }
        return columns;
    }

    /**
     * All settings of a variant's runs by name. The reference's table is off by default, because it costs a test per
     * epoch.
     */
    public Map<String, Object> settings(Arm variant, long seed) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("referenceTable", false);
        if (epochs != null) {
            all.put("epochs", epochs);
        }
        all.putAll(set);
        all.putAll(variant.set());
        all.put("seed", seed);
        return all;
    }

    /** The form that {@link StudyFile} reads. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("name", name);
        map.put("description", description);
        if (preset != null) {
            map.put("preset", preset);
        }
        map.put("base", base);
        map.put("seeds", seeds);
        if (epochs != null) {
            map.put("epochs", epochs);
        }
        if (!set.isEmpty()) {
            map.put("set", set);
        }
        map.put("variants", variants.stream().map(Arm::toMap).toList());
        if (!curves.isEmpty()) {
            map.put("curves", curves.stream().map(Curve::toMap).toList());
        }
        if (!measures.isEmpty()) {
            map.put("measures", measures);
        }
        return map;
    }
}
