/**
 * Studies: a few variants of a model, each trained with several seeds on the same data, and a table of their
 * differences with intervals. {@code almt study run} runs a study, and resumes one that was killed.
 *
 * <p>A study is a JSON file. The studies that come with the program are listed in {@code studies.txt} among this
 * package's resources, one name per line. Each is a file {@code NAME.json}. The keys with {@code *} are required, the
 * others optional. No other keys are allowed:
 *
 * <pre>
 * format *        1
 * name *          letters, digits, - and _: also of variants and curves, whose names become folders
 * description *   a sentence
 * preset          as of 'almt train --preset'; without it and without --data, the embedded data set
 * base            name of the variant that the others are compared with (default: the first)
 * seeds           how many (1, 2, …), or a list of seeds (default: 5); --seeds replaces them
 * epochs          of every run (default: as 'almt train')
 * set             sizes and rates of every run, by their names in config.json
 * variants *      a list of objects:
 *   name *
 *   description
 *   model         architecture, as of 'almt train --model' (default: almt)
 *   set           sizes and rates of this variant, which replace those of the study
 *   corrupt       corruptions of features: { "train": [ … ], "test": [ … ] }, where train is for the training and
 *                 validation splits; lists of { kind *, modality *, strength * }
 * curves          a list of objects: test metrics at increasing strengths of a corruption
 *   name *
 *   description
 *   kind *        noise, erase, drop, rows, missing, modalities; see {@link org.almt.data.corrupt.CorruptionKind}
 *   modality *    text, audio, vision
 *   strengths *   an increasing list of numbers
 *   at            test (default: the variants' trained runs are tested at every strength) or train (a
 *                 model is trained for each strength, with training, validation and test splits at that strength)
 *   variants      names of variants (default: all)
 * measures        names of figures besides the test metrics, measured for every run (default: none)
 * </pre>
 *
 * <p>Start with {@link org.almt.study.Study}. {@link org.almt.study.StudyFile} reads it.
 * {@link org.almt.study.StudyFolder} lists the files. {@link org.almt.study.StudyResults} holds the results;
 * {@link org.almt.study.ResultTable} and {@link org.almt.study.ResultJson} write them. The measures are in
 * {@code Measures}.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>the study</th><td>{@link Study}, {@link StudyFile}, {@code Keys}, {@link Arm}, {@link Curve},
 * {@code StudyDifference}</td></tr>
 * <tr><th>runs</th><td>{@link Studies}, {@link StudyCell}, {@link CellRunner}, {@link ThreadedCells},
 * {@link StudyListener}, {@link CellResult}, {@link CellException}, {@link RunTests}, {@code Measures}</td></tr>
 * <tr><th>results</th><td>{@link StudyResults}, {@link VariantResult}, {@link RunResult}, {@link FigureSummary},
 * {@link CurvePoint}, {@link SampleTable}, {@link ScoredRuns}</td></tr>
 * <tr><th>files</th><td>{@link StudyFolder}, {@link ResultFiles}, {@link ResultTable}, {@link ResultJson},
 * {@link PaperFigures}, {@link StudyWarnings}</td></tr>
 * </table>
 */
package org.almt.study;
