"use strict";
(() => {
  const PAGE = 50;
  const SELECTS = ["theme", "polarity", "pdu", "region", "year", "kind"];
  const CHECKS = ["counted", "latest"];
  const OTHERS = ["inspection", "subtheme", "id"];
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("data").textContent);
  const N = data.rows;

  // Columns come as distinct values and their numbers, in runs or packed; here they become one number a row.
  const columns = {};
  for (const [name, coded] of Object.entries(data.columns)) {
    const codes = new Uint32Array(N);
    if (coded.packed) {
      for (let k = 0; k < coded.packed.length; k += 1) {
        const row = Math.floor(k / coded.width);
        codes[row] = codes[row] * coded.digits.length + coded.digits.indexOf(coded.packed[k]);
      }
    } else {
      let row = 0;
      for (let k = 0; k < coded.runs.length; k += 2) {
        codes.fill(coded.runs[k], row, row + coded.runs[k + 1]);
        row += coded.runs[k + 1];
      }
    }
    columns[name] = { values: coded.values, codes };
  }
  const value = (name, row) => columns[name].values[columns[name].codes[row]];

  // Texts stand in the page, or in files beside it that are read when they are needed.
  const parts = [];
  const waiting = [];
  if (at("texts")) parts[0] = JSON.parse(at("texts").textContent);
  window.evidenceShard = (n, rows) => { parts[n] = rows; };
  const load = (n) => {
    if (parts[n]) return Promise.resolve();
    waiting[n] ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = data.files[n];
      script.onload = done;
      script.onerror = () => { waiting[n] = null; failed(new Error(data.files[n])); };
      document.head.append(script);
    });
    return waiting[n];
  };
  const partOf = (row) => {
    let low = 0;
    let high = data.starts.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (data.starts[mid] <= row) low = mid; else high = mid - 1;
    }
    return low;
  };
  const content = (row) => {
    const n = partOf(row);
    return parts[n][row - data.starts[n]];
  };
  const loadRows = (rows) => Promise.all([...new Set(rows.map(partOf))].map(load));
  const plain = (text) => text.toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"').replace(/\s+/g, " ");
  const searched = [];
  const haystack = (row) => (searched[row] ??= plain(content(row)[1]));

  // The filter stands in the address after '#'.
  const read = () => new URLSearchParams(location.hash.slice(1));
  const filter = () => Object.fromEntries([...read()].filter(([, text]) => text));
  const show = (wanted) => {
    at("q").value = wanted.q || "";
    for (const name of SELECTS) at(name).value = wanted[name] || "";
    for (const name of CHECKS) at(name).checked = wanted[name] === "1";
  };
  const collect = () => {
    const now = filter();
    const wanted = new URLSearchParams();
    for (const name of SELECTS) if (at(name).value) wanted.set(name, at(name).value);
    for (const name of CHECKS) if (at(name).checked) wanted.set(name, "1");
    for (const name of OTHERS) if (now[name]) wanted.set(name, now[name]);
    if (at("q").value.trim()) wanted.set("q", at("q").value.trim());
    return wanted;
  };
  const go = (wanted) => {
    history.replaceState(null, "", "#" + wanted.toString());
    return update();
  };

  // A test for the values of a dictionary, worked out once a value and looked up once a row.
  const picks = (name, test) => {
    const passes = Uint8Array.from(columns[name].values, (one) => (test(one) ? 1 : 0));
    const codes = columns[name].codes;
    return (row) => passes[codes[row]] === 1;
  };
  const themeNumber = (id) => data.themes.findIndex((theme) => theme[0] === id);
  const tests = (wanted) => {
    const made = [];
    if (wanted.theme === "none") made.push(picks("themes", (list) => list.length === 0));
    else if (wanted.theme) {
      const n = themeNumber(wanted.theme);
      made.push(picks("themes", (list) => list.includes(n)));
    }
    if (wanted.subtheme) {
      const n = themeNumber(wanted.subtheme);
      made.push(picks("sub", (list) => list.includes(n)));
    }
    if (wanted.polarity) {
      const sides = ["strength", "improvement"].includes(wanted.polarity) ? [wanted.polarity, "mixed"] : [wanted.polarity];
      made.push(picks("side", (side) => sides.includes(side)));
    }
    if (wanted.kind) {
      const kinds = wanted.kind.split(",");
      made.push(picks("kind", (kind) => kinds.includes(kind)));
    }
    const here = ([id, , slug, , region, year, latest]) =>
      (!wanted.inspection || wanted.inspection === id) &&
      (!wanted.pdu || wanted.pdu === slug) &&
      (!wanted.region || region.split("; ").includes(wanted.region)) &&
      (!wanted.year || wanted.year === String(year)) &&
      (wanted.latest !== "1" || latest);
    if (wanted.inspection || wanted.pdu || wanted.region || wanted.year || wanted.latest === "1" || wanted.counted === "1") {
      const ok = data.inspections.map(here);
      const inside = (list) => list.some((n) => ok[n]);
      const counted = picks("counted", inside);
      const other = picks("other", inside);
      made.push(wanted.counted === "1" ? counted : (row) => counted(row) || other(row));
    }
    return made;
  };
  const terms = (text) => [...plain(text || "").matchAll(/"([^"]+)"|(\S+)/g)].map((m) => (m[1] || m[2]).replaceAll('"', "")).filter(Boolean);

  let turn = 0;
  let matched = [];
  let page = 0;
  const update = async () => {
    const mine = ++turn;
    const wanted = filter();
    show(wanted);
    const checks = tests(wanted);
    let rows = [];
    for (let row = 0; row < N; row++) if (checks.every((check) => check(row))) rows.push(row);
    const needles = terms(wanted.q);
    try {
      if (wanted.id) {
        const near = rows.filter((row) => wanted.id.startsWith(value("document", row)));
        await loadRows(near);
        rows = near.filter((row) => content(row)[0] === wanted.id);
      }
      if (needles.length) {
        if (rows.some((row) => !parts[partOf(row)])) at("status").textContent = "Reading the texts…";
        await loadRows(rows);
        if (mine !== turn) return;
        rows = rows.filter((row) => needles.every((needle) => haystack(row).includes(needle)));
      }
      if (mine !== turn) return;
      matched = rows;
      page = 0;
      await render(wanted, needles);
    } catch (error) {
      at("status").textContent = "The texts could not be read: the folder “evidence” must lie beside this page (" + error.message + ").";
    }
  };

  const make = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, given] of Object.entries(attributes)) made.setAttribute(name, given);
    return made;
  };
  const highlighted = (text, needles) => {
    const made = make("p");
    const low = text.toLowerCase().replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"');
    if (!needles.length || low.length !== text.length) { made.textContent = text; return made; }
    const spans = [];
    for (const needle of needles)
      for (let k = low.indexOf(needle); k >= 0; k = low.indexOf(needle, k + needle.length)) spans.push([k, k + needle.length]);
    spans.sort((a, b) => a[0] - b[0]);
    let end = 0;
    for (const [from, to] of spans) {
      if (from < end) continue;
      made.append(text.slice(end, from), make("mark", text.slice(from, to)));
      end = to;
    }
    made.append(text.slice(end));
    return made;
  };
  const homes = (row) => {
    const own = value("counted", row);
    return (own.length ? own : value("other", row)).map((n) => data.inspections[n]);
  };
  const place = (row) => {
    const made = make("span");
    const list = homes(row);
    if (!list.length) made.textContent = "Place not given";
    list.forEach((one, k) => {
      if (k) made.append("; ");
      if (one[7]) made.append(make("a", one[1], { href: "pdus/" + one[2] + ".html" })); else made.append(one[1]);
    });
    return made;
  };
  const origin = (row) => {
    const [title, kind, , date, paged] = data.documents[value("document", row)];
    const section = value("section", row);
    const bits = [title];
    if (section) bits.push("section ‘" + section + "’");
    if (paged) bits.push("page " + value("page", row));
    if (date) bits.push("published " + date);
    return bits.join(", ") + " (" + data.words.document[kind].toLowerCase() + ")";
  };
  const unsure = (row) => value("source", row) === "model" && value("sure", row) < 100 * data.unsure;
  const reasons = (row, why) => {
    const list = make("ul");
    list.append(make("li", "The side rests on " + data.words.source[value("source", row)] + (value("source", row) === "model" ? ", with a confidence of " + value("sure", row) + "%" + (unsure(row) ? ": unsure" : "") : "") + "."));
    value("themes", row).forEach((n, k) => {
      const reason = why[k] || [];
      const bits = [data.themes[n][1] + ": "];
      if (!reason.length) bits.push("a reviewer decided it.");
      else {
        bits.push("chance that a coder would give it " + reason[0] + "%.");
        if (reason[1]) bits.push(" Phrases: " + reason[1].split("; ").map((one) => "‘" + one + "’").join(", ") + ".");
        if (reason[2] >= 0) bits.push(" Nearest example: ‘" + data.nearest[reason[2]] + "’");
        const runner = reason[3] && data.themes.find((theme) => theme[0] === reason[3]);
        if (runner) bits.push(" Next best, not given: " + runner[1] + ".");
      }
      list.append(make("li", bits.join("")));
    });
    return list;
  };
  const card = (row, needles) => {
    const [id, text, why] = content(row);
    const side = value("side", row);
    const made = make("blockquote", "", { class: "finding " + side });
    const foot = make("footer");
    if (side !== "neutral") foot.append(make("span", data.words.side[side], { class: "mark " + side }));
    if (unsure(row)) foot.append(make("span", "unsure"));
    const kind = data.words.kind[value("kind", row)];
    if (kind !== "Finding") foot.append(make("span", kind));
    foot.append(place(row), make("span", origin(row)));
    if (!value("counted", row).length) foot.append(make("span", "not counted"));
    const tags = make("ul", "", { class: "chips" });
    for (const n of value("themes", row)) {
      const item = make("li");
      const [key, name, page] = data.themes[n];
      item.append(page ? make("a", name, { href: "themes/" + key + ".html" }) : name);
      tags.append(item);
    }
    if (!value("themes", row).length) tags.append(make("li", "No theme"));
    const box = make("details", "", { class: "why" });
    const summary = make("summary", "Why");
    summary.append(make("span", ": " + text.slice(0, 60), { class: "hidden" }));
    const link = make("li");
    link.append(make("a", "Address of this finding", { href: "#id=" + encodeURIComponent(id) }));
    const list = reasons(row, why);
    list.append(link);
    box.append(summary, list);
    const said = make("div");
    said.append(highlighted(text, needles), tags, box);
    made.append(said, foot);
    return made;
  };
  const render = async (wanted, needles) => {
    const rows = matched.slice(page * PAGE, (page + 1) * PAGE);
    await loadRows(rows);
    at("results").replaceChildren(...rows.map((row) => card(row, needles)));
    const n = matched.length;
    const many = (k) => k.toLocaleString("en-GB");
    const from = page * PAGE + 1;
    at("status").textContent = n === 0 ? "No finding fits this filter." : n <= PAGE ? (n === 1 ? "1 finding" : many(n) + " findings") : many(n) + " findings, " + many(from) + " to " + many(from + rows.length - 1) + " shown";
    at("pager").hidden = n <= PAGE;
    at("where").textContent = "Page " + many(page + 1) + " of " + many(Math.ceil(n / PAGE));
    at("back").disabled = page === 0;
    at("next").disabled = (page + 1) * PAGE >= n;
    at("download").disabled = n === 0;
    chips(wanted);
  };
  const chips = (wanted) => {
    const names = { inspection: "Inspection", subtheme: "Group", id: "One finding" };
    const made = OTHERS.filter((name) => wanted[name]).map((name) => {
      let said = wanted[name];
      if (name === "inspection") said = (data.inspections.find((one) => one[0] === said) || [, said])[1];
      if (name === "subtheme") said = (data.themes.find((one) => one[0] === said) || [, said])[1];
      const button = make("button", names[name] + ": " + said + " ✕", { type: "button", "aria-label": "Remove the filter " + names[name] + ": " + said });
      button.addEventListener("click", () => { const next = collect(); next.delete(name); go(next); });
      return button;
    });
    at("chosen").replaceChildren(...made);
  };

  // A cell that begins like a formula gets an apostrophe, so that a spreadsheet shows it as text.
  const cell = (given) => {
    let text = String(given);
    if (/^ *[=+\-@\t\r\n]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const line = (row) => {
    const [id, text] = content(row);
    const list = homes(row);
    const [title, kind, date] = data.documents[value("document", row)];
    const join = (k) => [...new Set(list.map((one) => one[k] || ""))].join("; ");
    return [id, join(3), join(4), join(5), join(1), value("counted", row).length ? "yes" : "no", title,
      data.words.document[kind], date, value("section", row), value("standard", row), value("page", row),
      data.words.kind[value("kind", row)], data.words.side[value("side", row)], value("source", row),
      (value("sure", row) / 100).toFixed(2), value("themes", row).map((n) => data.themes[n][1]).join("; "), text];
  };
  const HEADER = ["finding_id", "place", "region", "year", "inspection", "counted", "document", "document kind", "published", "section", "standard", "page", "kind", "polarity", "polarity rests on", "polarity confidence", "themes", "text"];
  const download = async () => {
    const rows = matched;
    await loadRows(rows);
    const lines = [HEADER, ...rows.map(line)].map((cells) => cells.map(cell).join(","));
    const blob = new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
    const link = make("a", "", { href: URL.createObjectURL(blob), download: "findings.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  const turnPage = async (step) => {
    page += step;
    await render(filter(), terms(filter().q));
    at("status").scrollIntoView();
  };
  let timer = 0;
  at("filters").hidden = false;
  at("tools").hidden = false;
  at("filters").addEventListener("submit", (event) => { event.preventDefault(); go(collect()); });
  at("filters").addEventListener("change", (event) => { if (event.target.id !== "q") go(collect()); });
  at("q").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => go(collect()), 200); });
  at("clear").addEventListener("click", () => go(new URLSearchParams()));
  at("download").addEventListener("click", download);
  at("back").addEventListener("click", () => turnPage(-1));
  at("next").addEventListener("click", () => turnPage(1));
  window.addEventListener("hashchange", update);
  update();
})();
