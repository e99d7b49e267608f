// The data of the page. All of it is text or numbers, which enter the page as text, never as markup.
const data = JSON.parse(document.getElementById('data').textContent);

/** A packed array: whole numbers of 8 or 16 bits, spread evenly from its lowest to its highest value. */
function unpacked(packed) {
    const text = atob(packed.bytes);
    const wide = packed.bits === 16;
    const top = wide ? 65535 : 255;
    const values = new Array(wide ? text.length / 2 : text.length);
    for (let i = 0; i < values.length; i++) {
        const code = wide ? text.charCodeAt(2 * i) + 256 * text.charCodeAt(2 * i + 1) : text.charCodeAt(i);
        values[i] = packed.low + (packed.high - packed.low) * code / top;
    }
    return values;
}

const number = (value, digits = 3) => value === null || value === undefined || Number.isNaN(value) ? '–'
    : value.toFixed(digits).replace('-', '−');
const signed = (value, digits = 3) => value > 0 ? '+' + number(value, digits) : number(value, digits);
const percent = (value, digits = 0) => number(100 * value, digits) + ' %';
/** A number of any size with the given number of significant digits. */
const significant = (value, digits = 5) => value === null || value === undefined || Number.isNaN(value) ? '–'
    : String(Number(value.toPrecision(digits))).replaceAll('-', '−');
/** A number with a sign, and with enough digits to distinguish small ones from 0. */
const signedSmall = (value, digits = 3) => (value > 0 ? '+' : '') + significant(value, digits);
/** Whether a figure has no interval, because it was measured on too few samples. */
const hasTooFew = value => value.value !== null && value.low === null && value.high === null;
const interval = (value, digits = 3) => number(value.value, digits) + (hasTooFew(value) ? ' (too few samples)'
    : value.value === null ? '' : ` [${number(value.low, digits)}, ${number(value.high, digits)}]`);
const sum = values => values.reduce((a, b) => a + b, 0);
const largest = values => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

/** Consecutive numbers as runs [first, last]. */
function runs(numbers) {
    const found = [];
    for (const n of numbers) {
        if (found.length && found[found.length - 1][1] === n - 1) {
            found[found.length - 1][1] = n;
        } else {
            found.push([n, n]);
        }
    }
    return found;
}

const span = ([first, last]) => first === last ? `${first}` : `${first}–${last}`;
