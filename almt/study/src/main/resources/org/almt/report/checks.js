function whatIfSection() {
    if (!data.whatIf || !data.whatIf.length) {
        return;
    }
    const list = data.whatIf;
    section('what-if', 'What if a modality is missing?',
        paragraph(`Neutral is the mean of all real frames of the ${data.neutral} split. Padding stays padding. Each line makes one`
            + ` input neutral in all ${data.split.labels.length} samples of the ${data.split.name} split. Brackets show 95 %`
            + ' intervals from 2,000 bootstrap resamples of its samples.'),
        figure('Rise of the mean absolute error', 'The further to the right, the more the model needs it. Lines show 95 % intervals.',
            Math.max(150, 60 + 44 * list.length),
            width => ({
                grid: {left: Math.min(width / 2.6, 200), right: 20, top: 8, bottom: 42},
                xAxis: axis({type: 'value', name: 'rise of MAE'}),
                yAxis: axis({type: 'category', inverse: true, data: list.map(answer => answer.question),
                    axisLabel: {color: style('--text'), width: Math.min(width / 2.6, 200) - 12, overflow: 'break', interval: 0}}),
                series: [{type: 'bar', barMaxWidth: 18, data: list.map(answer => Number(answer.worse.value.toFixed(4))),
                    color: colours()[0]}, flatBars(list.map(answer => answer.worse))]
            }),
            () => [['neutral', 'rise of MAE'], list.map(answer => [answer.question, interval(answer.worse)])]),
        table('Effect of making parts neutral', ['neutral', 'MAE before', 'MAE after', 'rise of MAE', 'mean |change|', 'mean change'],
            list.map(answer => [answer.question, interval(answer.mae), interval(answer.maeWithout), interval(answer.worse),
                interval(answer.moved), interval(answer.shift)])));
}

function checkSection() {
    const truth = data.truth || [];
    const deletion = data.deletion || [];
    if (!truth.length && !deletion.length) {
        return;
    }
    section('check', 'Which explanation is most reliable',
        data.rankingWhy ? paragraph(data.rankingWhy) : null,
        ...(truth.length ? [element('h3', {}, 'Against known truth'),
            paragraph('These data are generated, so it is known which words and frames carry sentiment. The area under the ROC curve'
                + ' says how often such a frame scores higher than another frame of the same sample: 0.5 is chance, 1 is'
                + ' perfect. The table has means over samples, with 95 % intervals.'),
            table('Area under the ROC curve', ['modality', ...Object.values(METHODS), 'best', 'lead over the next', 'samples'],
                truth.map(check => [check.modality, ...Object.keys(METHODS).map(key =>
                    check.areas[key] ? interval(check.areas[key]) : '–'), check.verdict, interval(check.lead), check.samples])),
            paragraph('Attention has no sign. The other methods also show which way a sequence pushes the prediction. The sum of their'
                + ' scores is correlated with the part of the sentiment that the sequence is known to carry.'),
            table('Correlation of summed scores with the known part of the sentiment', ['modality',
                METHODS.gradient, METHODS.occlusion], truth.map(check => [check.modality,
                interval(check.directions.gradient), interval(check.directions.occlusion)]))]
            : []),
        ...(deletion.length ? [element('h3', {}, 'Deletion and insertion'),
            paragraph('Deletion makes frames neutral, from the most to the least important. Insertion starts from a neutral sequence'
                + ' and restores frames in the same order. The curves show the mean distance from the original predictions.'
                + ' A method that knows the important frames moves the prediction early in deletion, and brings it back'
                + ' early in insertion.'),
            table('Area between deletion and insertion: larger is better', ['modality',
                ...Object.keys(deletion[0].areas), 'samples'], deletion.map(check => [check.modality,
                ...Object.keys(deletion[0].areas).map(name => check.areas[name] ? interval(check.areas[name]) : '–'),
                check.samples])),
            element('div', {class: 'grid two'}, ...deletion.flatMap(check => [
                curve(`${check.modality}: deletion`, check, check.deletion, 'made neutral'),
                curve(`${check.modality}: insertion`, check, check.insertion, 'restored')]))]
            : []));
}

function curve(title, check, lines, what) {
    return figure(title, `Mean |change of the prediction| over ${check.samples} samples.`, 300,
        () => ({
            grid: {left: 46, right: 14, top: 56, bottom: 42},
            legend: {...base().legend, type: 'plain'},
            xAxis: axis({type: 'category', boundaryGap: false, data: check.shares.map(share => percent(share)),
                name: `frames ${what}`}),
            yAxis: axis({type: 'value'}),
            tooltip: {...base().tooltip, trigger: 'axis', valueFormatter: value => number(value)},
            series: Object.entries(lines).map(([name, values], i) => ({
                name, type: 'line', symbolSize: 5, data: values, lineStyle: {type: dashes[i], width: 2}
            }))
        }),
        () => [[`frames ${what}`, ...Object.keys(lines)], check.shares.map((share, i) =>
            [percent(share), ...Object.values(lines).map(values => number(values[i], 4))])]);
}

/** The tracing of attention: to words through the scales of language, to frames through adaptive layers, if there are any. */
function rolloutWords() {
    const frames = ['audio', 'vision'].filter(name => data.traced.includes(name));
    const words = data.traced.includes('text');
    const missing = frames.length ? null : paragraph('In this model no attention of language to audio and vision could be traced.'
        + ` Gradient × input and occlusion alone explain their frames${words ? '' : ' and the words'}.`);
    if (!words && !frames.length) {
        return [missing];
    }
    const from = [...(frames.length ? [`from the hyper-modality layers to the frames of ${frames.join(' and ')}`] : []),
        ...(words ? ['from the scales of language to its words'] : [])].join(', and ');
    return [
        paragraph(`Attention is traced back ${from}, through the learned tokens of the modality embedding (attention rollout:`
            + ' Abnar and Zuidema, ACL 2020). With A the mean over heads of a layer’s attention, T learned tokens and L frames'
            + ' or words:'),
        element('pre', {class: 'formula', tabindex: '0', 'aria-label': 'Formula of the rollout'},
            'Ê_b = ½ (A_b + I)                    a block of the embedding, with its residual\n'
            + 'Ê   = (Ê_D … Ê_1)[first T rows]      T × (T + L)'
            + (frames.length ? '\nR_j = A_j Ê                          layer j of the hyper-modality: language scale j over '
                + frames.join(' or ') : '')
            + (words ? '\nS_j = Ŝ_(j-1) … Ŝ_1 Ê                scale j of language over its words' : '')),
        paragraph('Rows sum to 1. The charts show the mean over the T rows of the part on real frames, divided by its sum. Learned'
            + ' tokens are left out because they hold nothing of the sample. “attention” without a layer is the mean over layers.'),
        missing,
        data.languageNote ? paragraph(data.languageNote) : null];
}

function methodSection() {
    section('how', 'How this was computed',
        ...rolloutWords(),
        paragraph('Gradient × input is Σ ∂y/∂x (x − neutral) over the features of a frame. Occlusion is the prediction minus the'
            + ' prediction with the frame made neutral. Neutral is the mean of all real frames of the'
            + ` ${data.neutral} split. In a sequence of more than ${data.occlusions} real frames, neighbours are made neutral`
            + ' together and share the effect evenly.'),
        paragraph(`Made by almt ${data.version}. The charts are by Apache ECharts (Apache-2.0), which is part of this page. The page`
            + ' loads nothing and sends nothing.', 'quiet'));
}
