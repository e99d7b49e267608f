package org.almt.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.Corruptions;
import org.jspecify.annotations.Nullable;

/**
 * A variant of a study: one way to train a model, an entry of {@code variants} in the study's file.
 *
 * @param name its name, also that of its folder
 *
 * @param description a short description; may be empty
 *
 * @param model the architecture; null for ALMT
 *
 * @param set sizes and rates by their names in {@code config.json}, which replace those of the study
 *
 * @param train the corruptions of the training and validation splits
 *
 * @param test the corruptions of the test split
 */
public record Arm(
        String name, String description, @Nullable String model, Map<String, Object> set, List<Corruption> train,
        List<Corruption> test) {
    /** Keeps immutable copies. */
    public Arm {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** The corruptions of a run's data. */
    public Corruptions corruptions(long seed) {
        Corruptions corruptions = new Corruptions(seed, train, test);
        return corruptions.isEmpty() ? Corruptions.NONE : corruptions;
    }

    /** This variant, trained and tested with one more corruption of all data. */
    Arm corrupted(String newName, Corruption more) {
        List<Corruption> inTraining = new ArrayList<>(train);
        inTraining.add(more);
        List<Corruption> inTest = new ArrayList<>(test);
        inTest.add(more);
        return new Arm(newName, name + ", " + more + " everywhere", model, set, inTraining, inTest);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        if (!description.isEmpty()) {
            map.put("description", description);
        }
        if (model != null) {
            map.put("model", model);
        }
        if (!set.isEmpty()) {
            map.put("set", set);
        }
        if (!train.isEmpty() || !test.isEmpty()) {
            Map<String, Object> corrupt = new LinkedHashMap<>();
            corrupt.put("train", train.stream().map(Corruption::toMap).toList());
            corrupt.put("test", test.stream().map(Corruption::toMap).toList());
            map.put("corrupt", corrupt);
        }
        return map;
    }
}
