package org.almt.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.almt.Sample;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MemoryDataSetTest {
    private static Sample sample(int words, float first) {
        float[][] text = new float[words][2];
        text[0][0] = first;
        text[words - 1][1] = words;
        return Sample.of(text, new float[][] {{1, 2, 3}}, new float[3][4]);
    }

    @Test
    void samplesAreCutIntoSplits() {
        List<Sample> samples = new ArrayList<>();
        float[] labels = new float[25];
        for (int i = 0; i < labels.length; i++) {
            samples.add(sample(1 + i % 4, i));
            labels[i] = i / 10f;
        }
        MemoryDataSet data = MemoryDataSet.of(samples, labels);
        assertEquals(21, data.split(SplitName.TRAIN).size());
        assertEquals(2, data.split(SplitName.VALID).size());
        assertEquals(2, data.split(SplitName.TEST).size());
        assertEquals(new FeatureShape(4, 2), data.text());
        TreeSet<String> ids = new TreeSet<>();
        for (SplitName name : data.splits()) {
            Split split = data.split(name);
            for (int i = 0; i < split.size(); i++) {
                ids.add(split.id(i));
                int number = Integer.parseInt(split.id(i).replace("sample-", ""));
                assertEquals(labels[number], split.label(i));
                float[] text = new float[8];
                split.text(i, text, 0);
                assertEquals(number, text[0]);
                assertEquals(1 + number % 4, split.trueLength(Modality.TEXT, i));
            }
        }
        assertEquals(25, ids.size());
        assertEquals(data.sha256(), MemoryDataSet.of(samples, labels).sha256());
        labels[3] += 1;
        assertNotEquals(data.sha256(), MemoryDataSet.of(samples, labels).sha256());
    }

    @Test
    void shorterSequencesAreFilledUpWithZeros() {
        LabelledSample brief = new LabelledSample("a", sample(1, 5), 0.5f, Optional.of("well"));
        LabelledSample longer = new LabelledSample("b", sample(3, 7), -0.5f);
        MemoryDataSet data = MemoryDataSet.of(List.of(longer), List.of(brief), List.of(longer));
        float[] text = {9, 9, 9, 9, 9, 9, 9};
        data.split(SplitName.VALID).text(0, text, 1);
        assertArrayEquals(new float[] {9, 5, 1, 0, 0, 0, 0}, text);
        float[] frames = new float[4];
        data.split(SplitName.TRAIN).frames(Modality.TEXT, 0, 1, 2, frames, 0);
        assertArrayEquals(new float[] {0, 0, 0, 3}, frames);
        assertEquals("well", data.split(SplitName.VALID).rawText(0));
        assertNull(data.split(SplitName.TEST).rawText(0));
        assertEquals("samples in memory (1/1/1)", data.description());
    }

    @Test
    void badSamplesAreRefused() {
        refused("2 samples and 2 labels", () -> MemoryDataSet.of(List.of(sample(1, 1), sample(1, 2)), 1, 2));
        refused("3 samples and 1 labels", () -> MemoryDataSet.of(
                List.of(sample(1, 1), sample(1, 2), sample(1, 3)), 1));
        Sample wider = Sample.of(new float[1][3], new float[1][3], new float[1][4]);
        refused("text has 3 features in one sample and 2 in another", () -> MemoryDataSet.of(
                List.of(sample(1, 1), wider, sample(1, 3)), 1, 2, 3));
        LabelledSample one = new LabelledSample("a", sample(1, 5), 0.5f);
        refused("the test split is empty", () -> MemoryDataSet.of(List.of(one), List.of(one), List.of()));
        refused("sample 'x' has the label NaN", () -> new LabelledSample("x", sample(1, 1), Float.NaN));
    }

    private static void refused(String message, Executable making) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, making);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
