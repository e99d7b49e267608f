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
 * One way to train a model, that a study compares with others; {@code variants} in its file.
 *
 * @param name also of its folder
 * @param description a few words; empty if there are none
 * @param model the architecture; null for ALMT
 * @param set sizes and rates by their names in {@code config.json}, over those of the study
 * @param train what is done to the training and validation splits
 * @param test what is done to the test split
 */
public record Arm(
        String name, String description, @Nullable String model, Map<String, Object> set, List<Corruption> train,
        List<Corruption> test) {
    /** Keeps copies that cannot change. */
    public Arm {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /** What is done to the data of a run. */
    public Corruptions corruptions(long seed) {
        Corruptions corruptions = new Corruptions(seed, train, test);
        return corruptions.isEmpty() ? Corruptions.NONE : corruptions;
    }

    /** This arm, trained and tested with one thing more done to all data. */
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
