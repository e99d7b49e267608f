package org.almt.site.drawing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.site.Tree;

/**
 * The named modules of the tree and which requires which, from their descriptors. An arrow that others imply is left
 * out.
 */
final class ModuleArrows {
    private static final Pattern NAME = Pattern.compile("^(?:open )?module ([\\w.]+)", Pattern.MULTILINE);
    private static final Pattern REQUIRES =
            Pattern.compile("^\\s*requires (?:transitive |static )*(org\\.almt[\\w.]*);", Pattern.MULTILINE);
    private static final int WIDTH = 190;
    private static final int HEIGHT = 48;
    private static final int GAP_X = 40;
    private static final int GAP_Y = 46;

    private ModuleArrows() {}

    static Svg draw(Tree tree) throws IOException {
        Map<String, Set<String>> required = new TreeMap<>();
        Map<String, String> folders = new TreeMap<>();
        for (Path file : tree.moduleFiles()) {
            String text = Files.readString(file);
            Matcher name = NAME.matcher(text);
            if (name.find()) {
                Set<String> others = new TreeSet<>();
                REQUIRES.matcher(text).results().forEach(match -> others.add(match.group(1)));
                required.put(name.group(1), others);
                folders.put(name.group(1), tree.name(file).replace("/src/main/java/module-info.java", ""));
            }
        }
        return draw(required, folders);
    }

    private static double[] at(Map<String, double[]> places, String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    private static Svg draw(Map<String, Set<String>> required, Map<String, String> folders) {
        TreeMap<Integer, List<String>> levels = new TreeMap<>();
        required.keySet().forEach(
                name -> levels.computeIfAbsent(level(name, required), level -> new ArrayList<>()).add(name));
        int most = levels.values().stream().mapToInt(List::size).max().orElse(1);
        int width = most * (WIDTH + GAP_X) + 20;
        int height = levels.size() * (HEIGHT + GAP_Y) + 10;
        Map<String, double[]> places = new LinkedHashMap<>();
        levels.forEach((level, names) -> {
            double left = (width - names.size() * (WIDTH + GAP_X) + GAP_X) / 2.0;
            for (int i = 0; i < names.size(); i++) {
                places.put(names.get(i), new double[] {left + i * (WIDTH + GAP_X),
                        height - (level + 1) * (HEIGHT + GAP_Y) + GAP_Y / 2.0});
            }
        });
        Svg svg = new Svg(width, height, "Modules", "An arrow leads from a module to one that it requires.");
        required.forEach((name, others) -> others.stream().filter(other -> !implied(name, other, required))
                .forEach(other -> arrow(svg, at(places, name), at(places, other))));
        places.forEach((name, at) -> svg.box(at[0], at[1], WIDTH, HEIGHT, Svg.Fill.WORK, name,
                "folder " + folders.get(name)));
        return svg;
    }

    private static void arrow(Svg svg, double[] from, double[] to) {
        double shift = (to[0] - from[0]) / 12;
        svg.arrow(from[0] + WIDTH / 2.0 + shift, from[1] + HEIGHT, to[0] + WIDTH / 2.0 - shift, to[1] - 2);
    }

    /**
     * 0 for a module that requires no module of this project, otherwise one more than the highest level that it
     * requires.
     */
    private static int level(String name, Map<String, Set<String>> required) {
        return required.getOrDefault(name, Set.of()).stream().mapToInt(other -> 1 + level(other, required)).max()
                .orElse(0);
    }

    /** Whether a module reaches another by way of a third. */
    private static boolean implied(String name, String other, Map<String, Set<String>> required) {
        Set<String> reached = new HashSet<>();
        List<String> ahead = new ArrayList<>(required.get(name));
        ahead.remove(other);
        for (int i = 0; i < ahead.size(); i++) {
            for (String next : required.getOrDefault(ahead.get(i), Set.of())) {
                if (reached.add(next)) {
                    ahead.add(next);
                }
            }
        }
        return reached.contains(other);
    }
}
