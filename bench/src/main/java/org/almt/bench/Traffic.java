package org.almt.bench;

/** Which large arrays a piece of work moves. It decides which patterns of {@link Bandwidth} are its ceiling. */
enum Traffic {
    /** No large array: the work stays in the caches, or its traffic is not counted. */
    NONE(""),
    /** Two arrays of {@link Bandwidth#COUNT} elements. */
    TWO("two arrays"),
    /** Three arrays of as many elements. */
    THREE("three"),
    /** AdamW's four arrays, as long as the parameters of ALMT. */
    FOUR("AdamW's four"),
    /** The scores of cross-entropy and their gradient, which are {@link Bandwidth#SCORES} elements each. */
    SCORES("scores of cross-entropy");

    /** For a sentence: "GB/s with ...". */
    final String words;

    Traffic(String words) {
        this.words = words;
    }
}
