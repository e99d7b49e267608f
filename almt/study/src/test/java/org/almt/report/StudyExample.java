package org.almt.report;

/** The results of a small study, as a folder of one holds them. */
public final class StudyExample {
    /** {@code results.json}: one figure does not exist. */
    public static final String RESULTS =
            """
                    {"format": 1,
                     "study": {"format": 1, "name": "voice", "description": "What noise </script> does.",
                               "base": "whole", "seeds": [1, 2]},
                     "data": "embedded synthetic data", "kind": "mosi", "samples": 12,
                     "confidence": 0.95, "resamples": 2000,
                     "metrics": ["MAE", "Corr"], "measures": ["attention"],
                     "variants": [
                       {"name": "whole", "description": "as it is", "parameters": 1234, "secondsPerRun": 1.5,
                        "figures": {"MAE": {"values": [0.5, 0.6], "mean": 0.55, "low": 0.5, "high": 0.6,
                                            "deviation": 0.0707},
                                    "Corr": {"values": [null, null], "mean": null, "low": null, "high": null,
                                             "deviation": null},
                                    "attention": {"mean": 0.2, "low": 0.1, "high": 0.3, "deviation": 0.1}}},
                       {"name": "deaf", "parameters": 1000, "secondsPerRun": 1,
                        "likePapers": {"bestTestEpochs": {"MAE": 0.7},
                                       "published": {"MAE": 0.68, "source": "a paper"}, "source": "a paper"},
                        "figures": {"MAE": {"values": [0.7, 0.8], "mean": 0.75, "low": 0.7, "high": 0.8,
                                            "deviation": 0.07,
                                            "difference": {"mean": 0.2, "low": 0.1, "high": 0.3}},
                                    "Corr": {"values": [0.5, null], "mean": 0.5, "low": 0.4, "high": 0.6,
                                             "deviation": null,
                                             "difference": {"mean": null, "low": null, "high": null}},
                                    "attention": {"mean": 0.1, "low": 0.1, "high": 0.1, "deviation": 0,
                                                  "difference": {"mean": -0.1, "low": -0.2, "high": 0.1}}}}],
                     "curves": [
                       {"name": "noise", "description": "", "kind": "noise", "modality": "audio", "at": "test",
                        "points": [
                         {"variant": "whole", "strength": 0.0,
                          "figures": {"MAE": {"mean": 0.55, "low": 0.5, "high": 0.6}}},
                         {"variant": "whole", "strength": 1.0,
                          "figures": {"MAE": {"mean": 0.65, "low": 0.6, "high": 0.7}}},
                         {"variant": "deaf", "strength": 0.0,
                          "figures": {"MAE": {"mean": 0.75, "low": 0.7, "high": 0.8}}},
                         {"variant": "deaf", "strength": 1.0,
                          "figures": {"MAE": {"mean": 0.75, "low": 0.7, "high": 0.8}}}]}]}
                    """;

    private StudyExample() {}
}
