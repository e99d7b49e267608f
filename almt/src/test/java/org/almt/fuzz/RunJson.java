package org.almt.fuzz;

/** A {@code config.json} as this program writes it. */
final class RunJson {
    static final String CONFIG = """
            {
             "format": 1,
             "versions": {
              "almt": "0.1.0",
              "java": "25.0.3+9-LTS"
             },
             "preset": "mosi",
             "kind": "mosi",
             "data": {
              "file": "data.pkl",
              "sha256": "2dcf861c92826bf20eb1225399d3ac7187c25efdeb7a4aae1d9484e830e44d15",
              "cropped": false,
              "repaired": false
             },
             "architecture": "almt",
             "model": {
              "textLength": 16,
              "textWidth": 32,
              "audioLength": 229,
              "audioWidth": 33,
              "visionLength": 7,
              "visionWidth": 709,
              "width": 16,
              "tokens": 8,
              "heads": 2,
              "headSize": 8,
              "hyperHeadSize": 8,
              "mlp": 16,
              "embeddingDepth": 1,
              "hyperDepth": 3,
              "fusionDepth": 1,
              "modalities": "language+audio+vision",
              "modalityEmbedding": true,
              "hyper": "ahl",
              "guides": "all",
              "fusion": "transformer",
              "fusionQuery": "language",
              "fusionReads": "token",
              "shared": "none",
              "languageReadout": "none"
             },
             "training": {
              "seed": 1,
              "epochs": 3,
              "batchSize": 2,
              "microBatch": 0,
              "loss": "mse",
              "lr": 0.0001,
              "weightDecay": 0.0001,
              "decoupled": true,
              "schedule": "warmup-cosine",
              "plateauPatience": 10,
              "beta1": 0.9,
              "beta2": 0.999,
              "epsilon": 1e-08,
              "clipNorm": 0.0,
              "clipValue": 0.0,
              "averageDecay": 0.0,
              "earlyStop": 0,
              "shuffle": true,
              "referenceTable": true
             },
             "initialWeights": null,
             "sampleOrder": false,
             "language": {
              "source": "x",
              "sha256": "23d8a733d68d1fe8269715ed64901b5d7132ac3362b33865d53e7b550588311a",
              "mode": "frozen",
              "padding": "masked",
              "lr": null,
              "layerDecay": 1.0,
              "recompute": false
             }
            }
            """;

    private RunJson() {}
}
