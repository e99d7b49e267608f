package org.almt.core.draw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Places for the boxes of a directed graph without cycles (Sugiyama, Tagawa and Toda, 1981). Layers go from the top
 * down, and each arrow points down. Within a layer, boxes are placed so that few arrows cross. An arrow that passes
 * through layers has a point in each.
 */
final class Layers {
    private static final int SWEEPS = 8;

    /** Room for a point of an arrow, as a fraction of the room for a box. */
    private static final double NARROW = 0.25;

    /** A box, or a point that an arrow passes. */
    private static final class Place {
        final int box;
        final int layer;
        final List<Place> above = new ArrayList<>();
        final List<Place> below = new ArrayList<>();
        double x;

        Place(int box, int layer) {
            this.box = box;
            this.layer = layer;
        }

        double room() {
            return box < 0 ? NARROW : 1;
        }
    }

    private final List<List<Place>> layers = new ArrayList<>();
    private final Place[] boxes;
    private final List<List<List<Place>>> arrows = new ArrayList<>();
    private double width;

    /** {@code inputs} holds, for each box, the boxes that arrows come from. They all have smaller numbers. */
    Layers(int[][] inputs) {
        boxes = new Place[inputs.length];
        int[] layer = layersOf(inputs);
        for (int i = 0; i < inputs.length; i++) {
            boxes[i] = place(i, layer[i]);
        }
        for (int i = 0; i < inputs.length; i++) {
            List<List<Place>> ofBox = new ArrayList<>();
            for (int from : inputs[i]) {
                ofBox.add(connected(boxes[from], boxes[i]));
            }
            arrows.add(ofBox);
        }
        spread();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 1; i < layers.size(); i++) {
                order(layers.get(i), true);
            }
            for (int i = layers.size() - 2; i >= 0; i--) {
                order(layers.get(i), false);
            }
        }
        double least = layers.stream().flatMap(List::stream).mapToDouble(p -> p.x - p.room() / 2).min().orElse(0);
        layers.forEach(all -> all.forEach(place -> place.x -= least));
        width = layers.stream().flatMap(List::stream).mapToDouble(p -> p.x + p.room() / 2).max().orElse(0);
    }

    /**
     * The length of the longest way from a box without inputs. Such a box itself stands just above the first box that
     * reads it.
     */
    private static int[] layersOf(int[][] inputs) {
        int[] layer = new int[inputs.length];
        int[] reader = new int[inputs.length];
        Arrays.fill(reader, Integer.MAX_VALUE);
        for (int i = 0; i < inputs.length; i++) {
            for (int from : inputs[i]) {
                layer[i] = Math.max(layer[i], layer[from] + 1);
            }
        }
        for (int i = 0; i < inputs.length; i++) {
            for (int from : inputs[i]) {
                reader[from] = Math.min(reader[from], layer[i]);
            }
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].length == 0 && reader[i] < Integer.MAX_VALUE) {
                layer[i] = reader[i] - 1;
            }
        }
        return layer;
    }

    private Place place(int box, int layer) {
        while (layers.size() <= layer) {
            layers.add(new ArrayList<>());
        }
        Place place = new Place(box, layer);
        layers.get(layer).add(place);
        return place;
    }

    private List<Place> connected(Place from, Place to) {
        List<Place> way = new ArrayList<>(List.of(from));
        for (int layer = from.layer + 1; layer < to.layer; layer++) {
            way.add(place(-1, layer));
        }
        way.add(to);
        for (int i = 1; i < way.size(); i++) {
            way.get(i - 1).below.add(way.get(i));
            way.get(i).above.add(way.get(i - 1));
        }
        return way;
    }

    private void spread() {
        for (List<Place> layer : layers) {
            double x = 0;
            for (Place place : layer) {
                place.x = x + place.room() / 2;
                x += place.room();
            }
        }
    }

    /** Moves each place of a layer to the middle of its neighbours above or below, and apart from the other places. */
    private static void order(List<Place> layer, boolean above) {
        double[] wish = new double[layer.size()];
        for (int i = 0; i < wish.length; i++) {
            Place place = layer.get(i);
            List<Place> neighbours = above ? place.above : place.below;
            wish[i] = neighbours.stream().mapToDouble(neighbour -> neighbour.x).average().orElse(place.x);
            place.x = wish[i];
        }
        layer.sort(Comparator.comparingDouble(place -> place.x));
        double[] wished = layer.stream().mapToDouble(place -> place.x).toArray();
        double end = Double.NEGATIVE_INFINITY;
        double shift = 0;
        for (Place place : layer) { // moves it to the right, as far as needed
            place.x = Math.max(place.x, end + place.room() / 2);
            end = place.x + place.room() / 2;
        }
        for (int i = 0; i < wished.length; i++) {
            shift += (wished[i] - layer.get(i).x) / wished.length;
        }
        for (Place place : layer) {
            place.x += shift;
        }
    }

    int count() {
        return layers.size();
    }

    /** The width, in boxes. */
    double width() {
        return width;
    }

    /** The middle of a box, in boxes from the left. */
    double x(int box) {
        return boxes[box].x;
    }

    /** The layer of a box, from the top. */
    int layer(int box) {
        return boxes[box].layer;
    }

    /** The points of one arrow into a box, in boxes and layers: x0, layer0, x1, layer1, … */
    double[] arrow(int box, int input) {
        List<Place> way = arrows.get(box).get(input);
        double[] points = new double[2 * way.size()];
        for (int i = 0; i < way.size(); i++) {
            points[2 * i] = way.get(i).x;
            points[2 * i + 1] = way.get(i).layer;
        }
        return points;
    }
}
