/** An element with attributes and children; text children become text. */
function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (key === 'on') {
            Object.entries(value).forEach(([event, listener]) => made.addEventListener(event, listener));
        } else if (value !== null && value !== undefined && value !== false) {
            made.setAttribute(key, value === true ? '' : value);
        }
    }
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
}

const paragraph = (text, kind) => element('p', {class: kind}, text);

/** A section of the page with its entry among the links. */
function section(id, title, ...children) {
    document.getElementById('sections').append(element('li', {}, element('a', {href: '#' + id}, title)));
    const made = element('section', {id, 'aria-labelledby': id + '-title'},
        element('h2', {id: id + '-title'}, title), ...children);
    document.getElementById('main').append(made);
    return made;
}

/** Rows of cells as a table that can be scrolled sideways with the keyboard. */
function table(caption, head, rows, captionShown = true) {
    return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
        element('table', {}, element('caption', {class: captionShown ? null : 'hidden'}, caption),
            element('thead', {}, element('tr', {}, ...head.map(cell => element('th', {scope: 'col'}, cell)))),
            element('tbody', {}, ...rows.map(row => element('tr', {},
                ...row.map((cell, i) => element(i ? 'td' : 'th', i ? {} : {scope: 'row'}, String(cell))))))));
}

// ---------------------------------------------------------------- charts

const charts = [];
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Colours that people with any kind of colour vision can tell apart (Okabe and Ito), lighter on dark. */
const colours = () => dark.matches
    ? ['#6fb1ee', '#f0a35c', '#3cc8a0', '#e79bc8', '#f0e442', '#c8ccd2']
    : ['#0072b2', '#c65a00', '#00835f', '#b0548c', '#8a7400', '#5c6470'];
/** A canvas knows no inherited fonts. */
const FONT = getComputedStyle(document.body).fontFamily;
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [3, 6], [12, 4]];

function base() {
    return {
        animation: false,
        color: colours(),
        textStyle: {color: style('--text'), fontFamily: FONT, fontSize: 13},
        aria: {enabled: false}, // the figure has its own label, and its numbers as a table
        tooltip: {
            renderMode: 'richText', confine: true, backgroundColor: style('--card'), borderColor: style('--line'),
            textStyle: {color: style('--text'), fontSize: 13, fontFamily: FONT}
        },
        legend: {textStyle: {color: style('--text'), fontSize: 13}, top: 0, left: 0, itemWidth: 28}
    };
}

function axis(more = {}) {
    return {
        axisLine: {lineStyle: {color: style('--quiet')}},
        axisTick: {lineStyle: {color: style('--quiet')}},
        axisLabel: {
            color: style('--quiet'), fontSize: 12, hideOverlap: true,
            // One sign for minus, in charts as in text.
            ...more.type === 'value' ? {formatter: value => significant(value)} : {}
        },
        splitLine: {lineStyle: {color: style('--line')}},
        nameTextStyle: {color: style('--quiet')},
        nameLocation: 'middle',
        nameGap: 26,
        ...more
    };
}

/**
 * A chart with its title, a description, and its numbers as a table that is made when it is opened.
 * `options` gives the chart's options for the current colours and width; `height` is its height in pixels, or a function of the width.
 */
function figure(title, words, height, options, numbers, onClick) {
    const canvas = element('div', {class: 'chart', role: 'img', 'aria-label': title + '. ' + words});
    const details = element('details', {}, element('summary', {}, 'The numbers as a table'));
    details.addEventListener('toggle', () => {
        if (details.open && details.children.length === 1) {
            details.append(table(title, ...numbers(), false));
        }
    });
    const made = element('figure', {}, element('figcaption', {}, element('strong', {}, title),
        element('span', {class: 'quiet'}, words)), canvas, details);
    const chart = {canvas, height, options, onClick, drawn: null};
    charts.push(chart);
    return made;
}

/** Whether an interval [place, low, high] has both ends. */
const known = ([, low, high]) => typeof low === 'number' && typeof high === 'number';

/** A series that draws intervals [low, high] upright at categories 0, 1, …, or at given places, moved by some pixels. */
function errorBars(intervals, places = intervals.map((_, i) => i), colour = style('--text'), shift = 0) {
    return {
        type: 'custom', silent: true, tooltip: {show: false}, z: 5, encode: {x: 0, y: [1, 2]},
        data: intervals.map((value, i) => [places[i], value.low, value.high]).filter(known),
        renderItem: (parameters, api) => {
            const [middle, low] = api.coord([api.value(0), api.value(1)]);
            const x = middle + shift;
            const high = api.coord([api.value(0), api.value(2)])[1];
            const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: colour, lineWidth: 1.5}});
            return {type: 'group', children: [line(x, low, x, high), line(x - 5, low, x + 5, low), line(x - 5, high, x + 5, high)]};
        }
    };
}

/** The same lying, for categories from top to bottom. */
function flatBars(intervals) {
    const colour = style('--text');
    return {
        type: 'custom', silent: true, tooltip: {show: false}, z: 5, encode: {x: [1, 2], y: 0},
        data: intervals.map((value, i) => [i, value.low, value.high]).filter(known),
        renderItem: (parameters, api) => {
            const [low, y] = api.coord([api.value(1), api.value(0)]);
            const high = api.coord([api.value(2), api.value(0)])[0];
            const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: colour, lineWidth: 1.5}});
            return {type: 'group', children: [line(low, y, high, y), line(low, y - 5, low, y + 5), line(high, y - 5, high, y + 5)]};
        }
    };
}

/** Draws a chart anew, if it is on the page. */
function draw(chart) {
    if (chart.drawn) {
        chart.drawn.dispose();
        chart.drawn = null;
    }
    if (!chart.canvas.isConnected) {
        return;
    }
    const height = typeof chart.height === 'function' ? chart.height(chart.canvas.clientWidth) : chart.height;
    chart.canvas.style.height = height + 'px';
    chart.drawn = echarts.init(chart.canvas);
    chart.drawn.setOption({...base(), ...chart.options(chart.canvas.clientWidth)});
    if (chart.onClick) {
        chart.drawn.on('click', chart.onClick);
    }
}

/** Draws what is new, and forgets what has left the page. */
function drawNew() {
    for (let i = charts.length - 1; i >= 0; i--) {
        if (!charts[i].canvas.isConnected) {
            draw(charts[i]);
            charts.splice(i, 1);
        }
    }
    charts.filter(chart => !chart.drawn).forEach(draw);
    // After the first charts the page may be long enough for a scroll bar, which leaves less room for all of them.
    charts.filter(chart => chart.drawn.getWidth() !== chart.canvas.clientWidth).forEach(draw);
}

function redrawWhenNeeded() {
    let width = document.body.clientWidth;
    let waiting = 0;
    dark.addEventListener('change', () => charts.forEach(draw));
    new ResizeObserver(() => {
        clearTimeout(waiting);
        waiting = setTimeout(() => {
            if (document.body.clientWidth !== width) {
                width = document.body.clientWidth;
                charts.forEach(draw);
            }
        }, 100);
    }).observe(document.body);
}
