package org.almt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void showsSpeedBesidePeerAndCeiling() {
        Map<String, Double> micros = new LinkedHashMap<>(Map.of("ours", 20.0));
        micros.put("ejml", 50.0);
        micros.put("other", 10.0);
        String[] lines = table(new Report.Row("Gemm 100x100x100", 2e6, micros, 24), 200);
        assertEquals("                  ours, us   peer  peer, us  ratio  GFLOP/s  ceiling  bytes/op", lines[0]);
        assertEquals("Gemm 100x100x100      20.0   ejml      50.0   2.50    100.0     50 %        24", lines[1]);
        assertEquals("Gemm 100x100x100      20.0  other      10.0   0.50    100.0     50 %        24", lines[2]);
    }

    @Test
    void showsWhatIsMissingAsMissing() {
        String[] lines = table(new Report.Row("Gemm", 2e6, Map.of("ejml", 50.0), Double.NaN), Double.NaN);
        assertEquals("Gemm         -  ejml      50.0      -        -        -         -", lines[1]);
    }

    @Test
    void setsATableWithoutRowsOrPeers() {
        assertEquals("   ours, us  peer  peer, us  ratio  GFLOP/s  ceiling  bytes/op",
                new Report(List.of(), 100).table().substring(1).lines().findFirst().orElseThrow());
        String[] lines = table(new Report.Row("Step", Double.NaN, Map.of("ours", 3.25), 0), 100);
        assertEquals("Step       3.3                               -        -         0", lines[1]);
    }

    private static String[] table(Report.Row row, double ceiling) {
        return new Report(List.of(row), ceiling).table().substring(1).split("\n");
    }
}
