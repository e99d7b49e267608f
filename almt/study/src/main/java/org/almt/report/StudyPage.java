package org.almt.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.io.Json;
import org.almt.saved.Version;

/**
 * The page of a study: a folder whose {@code results.json} compares variants, each trained with several seeds. It shows
 * every figure of every variant with its interval, the differences from the base variant, and the curves.
 */
public final class StudyPage {
    private static final String RESULTS = "results.json";
    private static final long FORMAT = 1;
    private static final List<String> SCRIPTS = List.of("data.js", "page.js", "study.js");

    private final Path file;

    private StudyPage(Path file) {
        this.file = file;
    }

    /** The file from which a study's page is made. */
    public static Path results(Path folder) {
        return folder.resolve(RESULTS);
    }

    /**
     * The HTML file, in UTF-8.
     *
     * @throws IOException if the folder has no finished study, or one of another version, or damaged results
     */
    public static byte[] of(Path folder) throws IOException {
        if (!Files.isRegularFile(results(folder))) {
            throw new IOException(folder + " is not the folder of a finished study: it has no " + RESULTS);
        }
        return new StudyPage(results(folder)).html(Json.read(results(folder)));
    }

    private byte[] html(Map<String, Object> results) throws IOException {
        if (!Long.valueOf(FORMAT).equals(results.get("format"))) {
            throw new IOException(file + ": written by another version (format " + results.get("format")
                    + ", this version reads " + FORMAT + ")");
        }
        Map<?, ?> study = map(results, "study");
        List<Map<String, Object>> variants = new ArrayList<>();
        for (Object variant : list(results, "variants")) {
            variants.add(variant(element(variant, "variants")));
        }
        List<Map<String, Object>> curves = new ArrayList<>();
        for (Object curve : list(results, "curves")) {
            curves.add(curve(element(curve, "curves")));
        }
        int seeds = list(study, "seeds").size();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("about", text(results, "data") + ", test split, " + number(results, "samples") + " samples; "
                + seeds + (seeds == 1 ? " seed." : " seeds."));
        data.put("seeds", seeds);
        if (results.get("warnings") instanceof List<?> warnings) { // results of older versions lack it
            data.put("warnings", warnings);
        }
        if (results.get("constant") instanceof Map<?, ?> constant) {
            data.put("constant", constant);
        }
        data.put("description", text(study, "description"));
        data.put("base", text(study, "base"));
        data.put("confidence", number(results, "confidence"));
        data.put("figures", both(list(results, "metrics"), list(results, "measures")));
        data.put("variants", variants);
        data.put("curves", curves);
        data.put("version", Version.NUMBER);
        return HtmlPage.of("Study: " + text(study, "name"), data, SCRIPTS);
    }

    private Map<String, Object> variant(Map<?, ?> given) throws IOException {
        Map<String, Object> variant = new LinkedHashMap<>();
        variant.put("name", text(given, "name"));
        variant.put("description", given.get("description"));
        variant.put("parameters", number(given, "parameters"));
        variant.put("seconds", number(given, "secondsPerRun"));
        variant.put("bestEpochs", given.get("bestEpochs"));
        if (given.get("likePapers") instanceof Map<?, ?> likePapers) { // results of older versions lack it
            variant.put("likePapers", likePapers);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map(given, "figures").entrySet()) {
            Map<?, ?> figure = element(entry.getValue(), "figures");
            Map<String, Object> shown = interval(figure);
            shown.put("deviation", figure.get("deviation"));
            shown.put("runs", figure.get("values") instanceof List<?> values
                    ? values.stream().filter(Objects::nonNull).count()
                    : null);
            shown.put("difference",
                    figure.get("difference") instanceof Map<?, ?> difference ? interval(difference) : null);
            figures.put(entry.getKey().toString(), shown);
        }
        variant.put("figures", figures);
        return variant;
    }

    private Map<String, Object> curve(Map<?, ?> given) throws IOException {
        Map<String, Object> curve = new LinkedHashMap<>();
        for (String key : List.of("name", "kind", "modality", "at")) {
            curve.put(key, text(given, key));
        }
        curve.put("description", given.get("description"));
        List<Map<String, Object>> points = new ArrayList<>();
        for (Object one : list(given, "points")) {
            Map<?, ?> point = element(one, "points");
            Map<String, Object> figures = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map(point, "figures").entrySet()) {
                figures.put(entry.getKey().toString(), interval(element(entry.getValue(), "figures")));
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("variant", text(point, "variant"));
            row.put("strength", number(point, "strength"));
            row.put("figures", figures);
            points.add(row);
        }
        curve.put("points", points);
        return curve;
    }

    /** A figure with its interval; null replaces a figure that does not exist. */
    private static Map<String, Object> interval(Map<?, ?> figure) {
        Map<String, Object> interval = new LinkedHashMap<>();
        interval.put("value", figure.get("mean"));
        interval.put("low", figure.get("low"));
        interval.put("high", figure.get("high"));
        return interval;
    }

    private static List<Object> both(List<?> first, List<?> second) {
        List<Object> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    // ---------------------------------------------------------------- what must be there

    private Map<?, ?> map(Map<?, ?> map, String key) throws IOException {
        return map.get(key) instanceof Map<?, ?> value ? value : fail(key, "an object");
    }

    private List<?> list(Map<?, ?> map, String key) throws IOException {
        return map.get(key) instanceof List<?> value ? value : fail(key, "a list");
    }

    private String text(Map<?, ?> map, String key) throws IOException {
        return map.get(key) instanceof String value ? value : fail(key, "text");
    }

    private Number number(Map<?, ?> map, String key) throws IOException {
        return map.get(key) instanceof Number value ? value : fail(key, "a number");
    }

    private Map<?, ?> element(Object value, String of) throws IOException {
        return value instanceof Map<?, ?> map ? map : fail(of, "made of objects");
    }

    private <T> T fail(String key, String expected) throws IOException {
        throw new IOException(
                file + ": '" + key + "' must be " + expected + "; the file is damaged: let the study write it"
                        + " again");
    }
}
