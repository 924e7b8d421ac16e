// One query with its table and its graph.

import { call } from "./api.js";
import { Chart } from "./chart.js";
import { colour, el, formatNumber, seriesElement, seriesName } from "./dom.js";
import { Suggest } from "./suggest.js";
import { formatDuration, formatInstant, parseDuration, parseInstant } from "./time.js";

const RANGES = ["5m", "15m", "30m", "1h", "3h", "6h", "12h", "1d", "2d", "1w", "2w", "30d", "90d"];
const MAX_ROWS = 2000;

export class Panel {
  /**
   * @param state    see url.js; changed in place
   * @param settings {utc}
   * @param on       {change, remove}
   */
  constructor(state, settings, on) {
    this.state = state;
    this.settings = settings;
    this.on = on;
    this.chart = new Chart({ onZoom: (start, end) => this.#zoom(start, end) });
    this.#build();
    this.#syncControls();
  }

  #build() {
    this.field = el("textarea", { rows: 1, spellcheck: false, placeholder: "PromQL, for example sum by (tenant_id) (up) — Enter runs, Shift-Enter breaks the line", "aria-label": "Query" });
    this.field.value = this.state.expr;
    this.suggest = new Suggest(this.field, () => this.#grow());
    this.field.addEventListener("input", () => this.#grow());
    this.field.addEventListener("keydown", event => {
      if (this.suggest.key(event)) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.run(); }
    });
    this.controls = el("div", { class: "controls" });
    this.tabs = el("div", { class: "tabs", role: "tablist" });
    this.facts = el("span", { class: "facts" });
    this.notes = el("div");
    this.output = el("div");
    this.element = el("section", { class: "card" },
      el("div", { class: "query" }, this.field, el("button", { class: "primary", onclick: () => this.run() }, "Run"),
        el("button", { class: "quiet", title: "Remove this query", "aria-label": "Remove this query", onclick: () => this.on.remove(this) }, "✕"), this.suggest.element),
      this.tabs, this.controls, this.notes, this.output);
    requestAnimationFrame(() => this.#grow());
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  #syncControls() {
    const { state } = this;
    this.tabs.replaceChildren(...["graph", "table"].map(tab => el("button", { role: "tab", "aria-selected": String(state.tab === tab), onclick: () => this.#set({ tab }) },
      tab === "graph" ? "Graph" : "Table")), this.facts);
    const check = (name, label) => el("label", {}, el("input", { type: "checkbox", checked: state[name] === "1", onchange: event => this.#set({ [name]: event.target.checked ? "1" : "0" }) }), label);
    const text = (name, label, cls, placeholder) => el("label", {}, label, el("input", { type: "text", class: cls, value: this.#shown(name), placeholder, onchange: event => this.#set({ [name]: event.target.value.trim() }) }));
    const resolution = el("select", { onchange: event => this.#set({ max_source_resolution: event.target.value }) },
      ...[["auto", "auto"], ["0s", "raw only"], ["5m", "5m or finer"], ["1h", "1h or finer"]].map(([value, label]) => el("option", { value, selected: state.max_source_resolution === value }, label)));
    const common = [check("deduplicate", "Deduplicate"), check("partial_response", "Partial response"), el("label", {}, "Source", resolution)];
    if (state.tab === "graph") {
      const step = direction => this.#set({ range_input: RANGES[Math.max(0, Math.min(RANGES.length - 1, this.#rangeIndex() + direction))] });
      this.controls.replaceChildren(
        el("span", { class: "group" }, el("button", { title: "Shorter", onclick: () => step(-1) }, "−"), text("range_input", "", ""), el("button", { title: "Longer", onclick: () => step(1) }, "+")),
        el("span", { class: "group" }, el("button", { title: "Earlier", onclick: () => this.#shift(-1) }, "‹"), text("end_input", "", "when", "now"), el("button", { title: "Later", onclick: () => this.#shift(1) }, "›")),
        text("step_input", "Step", "", formatDuration(this.#step())), check("stacked", "Stacked"), ...common);
    } else {
      this.controls.replaceChildren(text("moment_input", "At", "when", "now"), ...common);
    }
  }

  #shown(name) {
    const value = this.state[name];
    if ((name === "end_input" || name === "moment_input") && value) {
      const seconds = parseInstant(value, true);
      return seconds === null ? value : formatInstant(seconds, this.settings.utc);
    }
    return value;
  }

  #rangeIndex() {
    const range = parseDuration(this.state.range_input) ?? 3600;
    const index = RANGES.findIndex(r => parseDuration(r) >= range);
    return index < 0 ? RANGES.length - 1 : index;
  }

  #range() { return parseDuration(this.state.range_input) ?? 3600; }
  #end() { return this.state.end_input ? parseInstant(this.state.end_input, true) ?? Date.now() / 1000 : Date.now() / 1000; }
  #step() { return Math.max(1, parseDuration(this.state.step_input) || Math.max(1, Math.floor(this.#range() / 250))); }
  #shift(direction) { this.#set({ end_input: new Date((this.#end() + direction * this.#range() / 2) * 1000).toISOString() }); }

  #zoom(start, end) {
    this.#set({ range_input: formatDuration(Math.max(10, Math.round(end - start))), end_input: new Date(end * 1000).toISOString() });
  }

  #set(change) {
    for (const name of ["end_input", "moment_input"]) {
      if (name in change && change[name]) {
        const seconds = parseInstant(change[name], this.settings.utc);
        change[name] = seconds === null ? "" : new Date(seconds * 1000).toISOString();
      }
    }
    Object.assign(this.state, change);
    this.#syncControls();
    if ("stacked" in change && this.result) this.#render(); else this.run();
  }

  refresh() {
    this.#syncControls();
    if (this.result) this.#render();
  }

  /** Takes over what was typed and asks for it. */
  run() {
    this.suggest.close();
    this.state.expr = this.field.value.trim();
    this.on.change();
    this.ask();
  }

  /** Asks for what the state says. */
  async ask() {
    this.abort?.abort();
    if (!this.state.expr) { this.result = null; this.#hint(); return; }
    this.abort = new AbortController();
    const { signal } = this.abort;
    const common = { query: this.state.expr, dedup: this.state.deduplicate === "1", partial_response: this.state.partial_response === "1", max_source_resolution: this.state.max_source_resolution };
    const begun = performance.now();
    this.facts.textContent = "running …";
    try {
      let envelope, window;
      if (this.state.tab === "graph") {
        const step = this.#step(), end = Math.floor(this.#end()), start = end - this.#range();
        window = { start, end, step };
        envelope = await call("query_range", { ...common, start, end, step }, { signal });
      } else {
        const time = this.state.moment_input ? parseInstant(this.state.moment_input, true) : undefined;
        envelope = await call("query", { ...common, time: time ?? undefined }, { signal });
      }
      this.result = { ...envelope, window, took: performance.now() - begun };
      this.hidden = new Set();
      this.#render();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.result = null;
      this.facts.textContent = "";
      this.notes.replaceChildren(el("div", { class: "note bad", role: "alert" }, error.message));
      this.output.replaceChildren();
    }
  }

  #hint() {
    this.notes.replaceChildren();
    this.facts.textContent = "";
    this.output.replaceChildren(el("div", { class: "empty" }, "Type a query above, or try one:", el("p", {},
      ...["up", "count by (tenant_id) (up)", "sum by (handler) (rate(http_requests_total[5m]))"].map(expr =>
        el("button", { onclick: () => { this.field.value = expr; this.#grow(); this.run(); } }, expr)))));
  }

  #render() {
    const { data, warnings = [], infos = [], took, window } = this.result;
    this.notes.replaceChildren(...[...warnings, ...infos].map(text => el("div", { class: "note" }, text)));
    const rows = data.resultType === "matrix" || data.resultType === "vector" ? data.result : [{ metric: {}, value: data.result }];
    const points = rows.reduce((sum, row) => sum + (row.values?.length ?? 0) + (row.histograms?.length ?? 0), 0);
    this.facts.textContent = `${Math.round(took)} ms · ${rows.length} series` + (points ? ` · ${points} points` : "");
    if (rows.length === 0) {
      this.output.replaceChildren(el("div", { class: "empty" }, "The query has no result here: no such series, or none in this time."));
    } else if (window) {
      this.#graph(rows, window);
    } else {
      this.#table(rows);
    }
  }

  #graph(rows, window) {
    const series = rows.map((row, i) => ({
      metric: row.metric, colour: colour(i), hidden: this.hidden.has(i),
      points: (row.values ?? (row.histograms ?? []).map(([t, h]) => [t, h.sum])).map(([t, v]) => [t, Number(v.replace("Inf", "Infinity"))]),
    }));
    const options = { ...window, stacked: this.state.stacked === "1", utc: this.settings.utc };
    const short = series.length > 4 && series.every(s => seriesName(s.metric).length < 50);
    const legend = el("div", { class: short ? "legend columns" : "legend" }, ...series.slice(0, MAX_ROWS).map((s, i) => el("button", {
      "aria-pressed": String(!s.hidden), title: "Show or hide; with Ctrl only this one",
      onclick: event => {
        const onlyThis = this.hidden.size === rows.length - 1 && !this.hidden.has(i);
        if (event.ctrlKey || event.metaKey) this.hidden = new Set(onlyThis ? [] : [...rows.keys()].filter(k => k !== i));
        else if (!this.hidden.delete(i)) this.hidden.add(i);
        this.#render();
      },
    }, el("i", { style: { background: s.colour } }), seriesElement(s.metric))));
    this.output.replaceChildren(this.chart.element, legend);
    this.chart.show(series, options);
  }

  #table(rows) {
    const body = rows.slice(0, MAX_ROWS).map(row => el("tr", {}, el("td", { class: "series" }, seriesElement(row.metric)), cell(row, this.settings.utc)));
    this.output.replaceChildren(el("table", {}, el("tbody", {}, ...body)),
      rows.length > MAX_ROWS ? el("div", { class: "note" }, `${rows.length - MAX_ROWS} more series are not shown`) : "");
    for (const row of this.output.querySelectorAll("td.series")) row.title = "Click to copy";
    this.output.querySelector("tbody").addEventListener("click", event => {
      const index = [...event.currentTarget.children].indexOf(event.target.closest("tr"));
      if (event.target.closest("td.series") && index >= 0) navigator.clipboard?.writeText(seriesName(rows[index].metric));
    });
  }
}

function cell(row, utc) {
  if (row.value) return el("td", { class: "value", title: formatInstant(row.value[0], utc) }, String(row.value[1]));
  if (row.histogram) return el("td", { class: "value wide" }, `count ${row.histogram[1].count}, sum ${row.histogram[1].sum}`, histogramTable(row.histogram[1]));
  const lines = [...(row.values ?? []).map(([t, v]) => `${v} @${t}`), ...(row.histograms ?? []).map(([t, h]) => `count ${h.count}, sum ${h.sum} @${t}`)];
  return el("td", { class: "value" }, ...lines.map(line => el("div", {}, line)));
}

const BRACKETS = [["(", "]"], ["[", ")"], ["(", ")"], ["[", "]"]];

function histogramTable({ buckets = [] }) {
  const most = Math.max(...buckets.map(([, , , count]) => Number(count)));
  return el("table", { class: "buckets" }, el("tbody", {}, ...buckets.map(([rule, low, high, count]) => {
    const [open, close] = BRACKETS[rule];
    const bar = el("div", { class: "span" }, el("i", { style: { left: "0", width: `${Number(count) / most * 100}%` } }));
    return el("tr", {}, el("td", { title: `${open}${low}, ${high}${close}` }, `${open}${formatNumber(Number(low))}, ${formatNumber(Number(high))}${close}`), el("td", {}, bar), el("td", { class: "value" }, count));
  })));
}
