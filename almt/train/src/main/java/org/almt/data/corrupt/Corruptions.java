package org.almt.data.corrupt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.data.SplitName;
import org.almt.input.Modality;

/**
 * The corruptions of a data set, in order.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param seed the seed of the random numbers of all samples
 * @param train the corruptions of the training and validation splits
 * @param test the corruptions of the test split
 */
public record Corruptions(long seed, List<Corruption> train, List<Corruption> test) {
    /** No corruptions. */
    public static final Corruptions NONE = new Corruptions(0, List.of(), List.of());

    /** Keeps immutable copies. */
    public Corruptions {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** Whether there are no corruptions. */
    public boolean isEmpty() {
        return train.isEmpty() && test.isEmpty();
    }

    /** The corruptions of a split. */
    public List<Corruption> of(SplitName split) {
        return split == SplitName.TEST ? test : train;
    }

    /** Whether any corruption applies to a modality. */
    public boolean touches(Modality modality) {
        return train.stream().anyMatch(corruption -> corruption.actsOn(modality))
                || test.stream().anyMatch(corruption -> corruption.actsOn(modality));
    }

    /** These corruptions, and one more of the test split. */
    public Corruptions andTest(Corruption more) {
        List<Corruption> all = new ArrayList<>(test);
        all.add(more);
        return new Corruptions(seed, train, all);
    }

    /** The entry for {@code config.json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seed", seed);
        map.put("train", train.stream().map(Corruption::toMap).toList());
        map.put("test", test.stream().map(Corruption::toMap).toList());
        return map;
    }

    /**
     * The inverse of {@link #toMap}.
     *
     * @throws IllegalArgumentException naming a key that is missing, unknown or unusable
     */
    public static Corruptions of(Map<?, ?> map) {
        if (!map.keySet().equals(Set.of("seed", "train", "test")) || !(map.get("seed") instanceof Long seed)) {
            throw new IllegalArgumentException("corruption: a whole number 'seed' and the lists 'train' and 'test' are"
                    + " needed, and nothing else");
        }
        return new Corruptions(seed, list(map, "train"), list(map, "test"));
    }

    /**
     * The list of corruptions under a key; empty if there is none.
     *
     * @throws IllegalArgumentException if it is not such a list
     */
    public static List<Corruption> list(Map<?, ?> map, String key) {
        List<Corruption> corruptions = new ArrayList<>();
        if (!map.containsKey(key)) {
            return corruptions;
        }
        if (!(map.get(key) instanceof List<?> list)) {
            throw new IllegalArgumentException("corruption: '" + key + "' must be a list");
        }
        for (Object entry : list) {
            if (!(entry instanceof Map<?, ?> one)) {
                throw new IllegalArgumentException(
                        "corruption: '" + key + "' must be a list of objects with kind, modality and strength");
            }
            corruptions.add(Corruption.of(one));
        }
        return corruptions;
    }
}
