// SPDX-License-Identifier: Apache-2.0
// What makes pages nicer for those whose browser runs scripts. Every page works without it.
import htmx from "htmx.org/dist/htmx.esm.js";
import { readDate, readNumber } from "./understand.js";

// The content policy forbids eval and inline style; pages are not kept in the browser's storage.
Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0, refreshOnHistoryMiss: true });

const lang = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const byId = id => document.getElementById(id);
const say = text => { byId("said").textContent = text; };

// ---- lists: a filter applies at once, and the reader's place stays

const openFacets = new Set();

// On the phone the filters lie in a sheet: there one chooses several and then asks to see.
const isInSheet = element => Boolean(element.closest("[popover]:popover-open"));

document.addEventListener("change", event => {
    const form = event.target.form;
    if (form?.id === "find" && event.target.type !== "search" && !isInSheet(event.target))
        form.requestSubmit();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get")
        return;
    for (const name of new Set(detail.formData.keys())) {
        const values = detail.formData.getAll(name).filter(value => value !== "");
        detail.formData.delete(name);
        values.forEach(value => detail.formData.append(name, value));
    }
});

// Where the answer has not got the part that was asked for (signed out, an error), the browser goes there by itself.
function goWithoutScript({ elt, detail }) {
    const form = elt.form ?? elt;
    if (elt.name) {
        const field = Object.assign(document.createElement("input"), { type: "hidden", name: elt.name, value: elt.value });
        form.append(field);
    }
    isLeaving = true;
    if (detail.requestConfig.verb === "get")
        location.assign(detail.pathInfo.finalRequestPath);
    else
        form.submit();
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const part = detail.target.id;
    if (detail.xhr.status >= 400 || !detail.xhr.responseText.includes(`id="${part}"`)) {
        detail.shouldSwap = false;
        goWithoutScript({ elt: detail.requestConfig.elt, detail });
        return;
    }
    openFacets.clear();
    document.querySelectorAll(".facets details[open]").forEach(facet => openFacets.add(facet.id));
});

document.addEventListener("htmx:sendError", ({ detail }) => goWithoutScript({ elt: detail.requestConfig.elt, detail }));

document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id !== "browse")
        return;
    openFacets.forEach(id => byId(id)?.setAttribute("open", ""));
    say(byId("n")?.textContent ?? "");
});

// ---- forms: a new row gets the focus, what was typed is not lost, and one sees how it was understood

document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const path = detail.requestConfig?.elt?.value;
    if (detail.requestConfig?.elt?.name !== "_add")
        return;
    const rows = byId("f-" + path.replaceAll(".", "-"))?.querySelectorAll(":scope > .one");
    rows?.[rows.length - 1]?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    changed = true;
});

let changed = Boolean(document.querySelector("form[data-guard]") && document.querySelector(".errors"));
let isLeaving = false;

document.addEventListener("input", event => { changed ||= Boolean(event.target.closest("form[data-guard]")); });
document.addEventListener("submit", event => { isLeaving ||= !event.defaultPrevented && event.target.matches("form[data-guard]"); });
addEventListener("pageshow", () => { isLeaving = false; });
addEventListener("beforeunload", event => {
    if (changed && !isLeaving)
        event.preventDefault();
});

function dateInWords({ year, month, day }) {
    const at = new Date(Date.UTC(2000, (month || 1) - 1, day || 1));
    at.setUTCFullYear(year);
    return at.toLocaleDateString(lang, { timeZone: "UTC", year: "numeric", month: month ? "long" : undefined, day: day ? "numeric" : undefined });
}

// Intl keeps every digit of a decimal text where it can, and a number's sixteen where it cannot.
const numberInWords = (plain, options) => new Intl.NumberFormat(lang, { maximumFractionDigits: 4, ...options }).format(plain);

function moneyInWords(input) {
    const within = /^\s*([A-Za-z]{3})?\s*(.*?)\s*([A-Za-z]{3})?\s*$/.exec(input.value);
    const beside = byId(input.id + "-currency")?.value.trim();
    const currency = (within[1] || within[3] || beside || "").toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency))
        return "";
    const style = { style: "currency", currency, currencyDisplay: "name", minimumFractionDigits: 0 };
    const decimals = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
    const plain = readNumber(within[2], decimals === 3);
    return plain === null ? "" : numberInWords(plain, style);
}

const echoes = {
    date: input => { const date = readDate(input.value); return date ? dateInWords(date) : ""; },
    number: input => { const plain = readNumber(input.value); return plain === null ? "" : numberInWords(plain); },
    money: moneyInWords,
};

function echo(input) {
    let got = byId(input.id + "-got");
    if (!got) {
        got = Object.assign(document.createElement("p"), { id: input.id + "-got", className: "got" });
        (input.closest(".sum-of") ?? input).after(got);
        input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} ${got.id}`);
    }
    got.textContent = input.value.trim() ? echoes[input.dataset.echo](input) : "";
}

document.addEventListener("input", event => {
    const input = event.target.id?.endsWith("-currency") ? byId(event.target.id.slice(0, -"-currency".length)) : event.target;
    if (input?.dataset?.echo)
        echo(input);
});

document.querySelector(".errors")?.focus();
