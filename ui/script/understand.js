// SPDX-License-Identifier: Apache-2.0
// How a typed date or number will be read, by the program's own rules (src/record/date_words.h, src/base/number.h). The
// program judges; this only echoes, so what is not understood here gives null and no complaint.

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

function monthOf(word) {
    const i = months.indexOf(word.slice(0, 3));
    return i >= 0 && names[i].startsWith(word) ? i + 1 : 0;
}

// {year, month, day}, month and day 0 when they are not said.
export function readDate(text) {
    const parts = text.toLowerCase().replace(/(\d)(st|nd|rd|th)\b/g, "$1").split(/[\s,/.-]+|\bof\b/).filter(Boolean);
    if (parts.length < 1 || parts.length > 3)
        return null;
    const read = parts.map(p => (/^\d{1,4}$/.test(p) ? { n: Number(p), digits: p.length } : { n: monthOf(p), digits: 0 }));
    if (read.some(p => !p.n))
        return null;
    let [year, month, day] = [...read].reverse();
    if (read.length > 1 && read[0].digits === 4)
        [year, month, day] = read;
    else if (read.length > 2 && !read[0].digits)
        [month, day, year] = read;
    if (year.digits !== 4 || (day && !day.digits))
        return null;
    const date = { year: year.n, month: month?.n ?? 0, day: day?.n ?? 0 };
    const last = new Date(Date.UTC(2000, date.month, 0));
    last.setUTCFullYear(date.year, date.month, 0);
    return date.month > 12 || (date.day && date.day > last.getUTCDate()) ? null : date;
}

// A plain decimal text ("40000.5"), or null. A lone separator before exactly three digits separates thousands, unless the
// currency has three decimals.
export function readNumber(text, threeDecimals = false) {
    const plain = text.trim().replace(/[\s\u00a0\u202f'’_]/g, "");
    const match = /^(-?)(\d[\d.,]*)$/.exec(plain);
    if (!match)
        return null;
    const marks = match[2].match(/[.,]/g) ?? [];
    const last = marks.at(-1);
    const after = last ? match[2].length - match[2].lastIndexOf(last) - 1 : 0;
    const alone = marks.length === 1;
    const isPoint = last && (alone ? after !== 3 || threeDecimals || /^0[.,]/.test(match[2]) : marks.some(m => m !== last) && marks.filter(m => m === last).length === 1);
    const whole = isPoint ? match[2].slice(0, -after - 1) : match[2];
    if (!/^(\d+|\d{1,3}([.,]\d{3})+)$/.test(whole) || (isPoint && !after))
        return null;
    return match[1] + whole.replace(/[.,]/g, "") + (isPoint ? "." + match[2].slice(-after) : "");
}
