// SPDX-License-Identifier: Apache-2.0
// The browser echoes what was typed by the rules the program reads it by.
import assert from "node:assert/strict";
import test from "node:test";
import { readDate, readNumber } from "../../ui/script/understand.js";

const date = (year, month = 0, day = 0) => ({ year, month, day });

test("dates are read as people write them", () => {
    for (const text of ["31 May 2003", "May 31, 2003", "31/5/2003", "31.05.2003", "2003-05-31", "31st of May 2003"])
        assert.deepEqual(readDate(text), date(2003, 5, 31), text);
    assert.deepEqual(readDate("Sept 2001"), date(2001, 9));
    assert.deepEqual(readDate("5/2001"), date(2001, 5));
    assert.deepEqual(readDate("2001"), date(2001));
    assert.deepEqual(readDate("29 February 2004"), date(2004, 2, 29));
});

test("what is no date is not echoed", () => {
    for (const text of ["", "soon", "31 April 2003", "29 February 2003", "31 May 03", "5/31/2003", "May", "1 2 3 2003", "may may 2003"])
        assert.equal(readDate(text), null, text);
});

test("numbers are read with either writing of thousands", () => {
    const cases = { "264,000": "264000", "264 000.00": "264000.00", "1.000,50": "1000.50", "1.000": "1000", "0.5": "0.5", "0.125": "0.125", "25": "25", "1,000,000": "1000000", "-3": "-3" };
    for (const [text, plain] of Object.entries(cases))
        assert.equal(readNumber(text), plain, text);
    assert.equal(readNumber("1.125", true), "1.125");
});

test("what is no number is not echoed", () => {
    for (const text of ["", "forty", "1,00,000", "1..2", "12,", "1e5"])
        assert.equal(readNumber(text), null, text);
});
