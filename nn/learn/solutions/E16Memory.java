package org.almt.learn.exercise;

/**
 * Exercise 16: where buffers lie in one array. Buffer i has a size, and lives from step from[i] to step to[i],
 * both included.
 */
final class E16Memory {
    private E16Memory() {}

    /**
     * The address of each buffer, in the order given: the lowest at which it overlaps none of the earlier buffers
     * that live at a step at which it lives.
     */
    static int[] place(int[] sizes, int[] from, int[] to) {
        int[] places = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int j = 0; j < i; j++) {
                    boolean together = from[i] <= to[j] && from[j] <= to[i];
                    if (together && places[i] < places[j] + sizes[j] && places[j] < places[i] + sizes[i]) {
                        places[i] = places[j] + sizes[j];
                        moved = true;
                    }
                }
            }
        }
        return places;
    }

    /** The length of the array that the buffers need. */
    static int length(int[] sizes, int[] places) {
        int length = 0;
        for (int i = 0; i < sizes.length; i++) {
            length = Math.max(length, places[i] + sizes[i]);
        }
        return length;
    }
}
