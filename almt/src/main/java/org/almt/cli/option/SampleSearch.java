package org.almt.cli.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.io.PrintableText;

/** Looks for samples in the splits of a data set, one after another. */
public final class SampleSearch {
    /** All splits, in the order of the search. */
    public static final List<SplitName> ALL = List.of(SplitName.TEST, SplitName.VALID, SplitName.TRAIN);

    private SampleSearch() {}

    /** Opens a split. */
    @FunctionalInterface
    public interface Opening {
        DataSet open(SplitName name) throws IOException;
    }

    private static void requireOne(Split split, String id) throws IOException {
        int[] rows = split.rowsOf(id);
        if (rows.length > 1) {
            throw new AmbiguousId("the " + split.name().key() + " split has " + rows.length + " samples '"
                    + PrintableText.text(id) + "', in rows " + rows[0] + " and " + rows[1]
                    + " (counted from 0); name one of"
                    + " them: " + PrintableText.text(id) + "#" + rows[0]);
        }
    }

    /** Thrown for an id that several samples have. */
    private static final class AmbiguousId extends IOException {
        private static final long serialVersionUID = 1;

        AmbiguousId(String message) {
            super(message);
        }
    }

    /**
     * The split that holds some samples. Splits that cannot be read are skipped, since a file may lack one.
     *
     * @throws IOException if no split has one of the ids, if two ids are in different splits, or if no split can be
     *         read. The message names the nearest ids, or gives the error of the first split
     */
    public static SplitName splitOf(List<String> ids, List<SplitName> candidates, Opening opening)
            throws IOException {
        IOException unreadable = null;
        Map<String, SplitName> found = new LinkedHashMap<>();
        List<String> known = new ArrayList<>();
        for (SplitName name : candidates) {
            if (found.keySet().containsAll(ids)) {
                break;
            }
            try (DataSet samples = opening.open(name)) {
                Split split = samples.split(name);
                for (String id : ids) {
                    requireOne(split, id);
                    if (split.indexOf(id) >= 0) {
                        found.putIfAbsent(id, name);
                    }
                }
                IntStream.range(0, split.size()).mapToObj(split::id).forEach(known::add);
            } catch (AmbiguousId e) {
                throw e;
            } catch (IOException e) {
                unreadable = unreadable == null ? e : unreadable;
            }
        }
        String first = ids.getFirst();
        SplitName ofFirst = null;
        for (String id : ids) {
            SplitName split = found.get(id);
            if (split == null) {
                if (known.isEmpty() && unreadable != null) {
                    throw unreadable;
                }
                IOException unknown = NearestIds.unknown(id, candidates.size() == 1
                        ? "the " + candidates.getFirst().key() + " split"
                        : "the data", known);
                throw unreadable == null
                        ? unknown
                        : new IOException(unknown.getMessage() + "; one split could not be read: "
                                + unreadable.getMessage(), unknown);
            }
            ofFirst = ofFirst == null ? split : ofFirst;
            if (split != ofFirst) {
                throw new IOException("the samples are in different splits, '" + PrintableText.text(first) + "' in "
                        + ofFirst.key() + " and '" + PrintableText.text(id) + "' in " + split.key()
                        + "; name those of one split only");
            }
        }
        return Objects.requireNonNull(ofFirst, "there is an id");
    }
}
