package org.almt.learn.exercise;

/**
 * Exercise 16: where buffers lie in one array. Buffer i has a size, and lives from step from[i] to step to[i],
 * both included.
 */
final class E16Memory {
    private E16Memory() {}

    /**
     * The address of each buffer. No two buffers that live at the same step may overlap, not even if one ends at the
     * step at which the other begins. Each in turn, in the order given, takes the lowest address that is free for it.
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
