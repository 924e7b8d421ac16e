// Which stores the querier knows, what they have and how they are.

import { call } from "./api.js";
import { el } from "./dom.js";
import { formatDuration, formatInstant } from "./time.js";

const OPEN = 9e12;
const SHOWN_SETS = 6;

export class StoresPage {
  constructor(settings) {
    this.settings = settings;
    this.unfolded = new Set();
    this.element = el("section", { class: "card" }, el("div", { class: "empty" }, "loading …"));
    this.load();
    this.timer = setInterval(() => this.load(), 5000);
  }

  close() { clearInterval(this.timer); }

  title() { document.title = "Stores – Hypnos"; }

  async load() {
    try {
      const { data } = await call("stores", {}, { get: true });
      this.stores = Object.entries(data).flatMap(([type, stores]) => stores.map(store => ({ type, ...store })));
      this.refresh();
    } catch (error) {
      this.element.replaceChildren(el("div", { class: "note bad", role: "alert" }, error.message));
    }
  }

  refresh() {
    if (!this.stores) return;
    if (this.stores.length === 0) {
      this.element.replaceChildren(el("div", { class: "empty" }, "This querier knows no stores. Name some:", el("p", {}, el("pre", {}, "hypnos query --endpoint=host:10901 --endpoint=dnssrv+_grpc._tcp.hypnos-receive"))));
      return;
    }
    const now = Date.now();
    const from = Math.min(...this.stores.map(s => s.minTime).filter(t => t > -OPEN && t < OPEN), now - 3600_000);
    const axis = el("div", { class: "ends" }, el("span", {}, formatInstant(from / 1000, this.settings.utc)), el("span", {}, "now"));
    const down = this.stores.filter(s => s.lastError).length;
    this.element.replaceChildren(
      el("div", { class: "facts" }, `${this.stores.length} stores` + (down ? `, ${down} down` : "")),
      el("table", { class: "stores" }, el("thead", {}, el("tr", {}, el("th", {}, "Store"), el("th", {}, "Type"), el("th", {}, "Health"), el("th", {}, "Data", axis), el("th", {}, "External labels"), el("th", {}, "Last check"))),
        el("tbody", {}, ...this.stores.flatMap(store => this.#rows(store, from, now)))));
  }

  #rows(store, from, now) {
    const low = Math.max(from, Math.min(now, store.minTime)), high = Math.max(low, Math.min(now, store.maxTime));
    const percent = t => (t - from) / Math.max(1, now - from) * 100;
    const empty = store.minTime > store.maxTime;
    const bar = el("div", { class: "span" }, empty ? "" : el("i", { style: { left: `${Math.min(99, percent(low))}%`, width: `${Math.max(1, percent(high) - percent(low))}%` } }));
    const time = empty ? "no data" : `${this.#instant(low)} – ${store.maxTime > now - 60_000 ? "now" : this.#instant(high)}`;
    const row = el("tr", {}, el("td", { class: "key" }, store.name), el("td", {}, store.type),
      el("td", {}, el("span", { class: `state ${store.lastError ? "down" : "up"}` }, store.lastError ? "down" : "up")),
      el("td", {}, bar, el("div", { class: "faint" }, time)), el("td", { class: "series" }, ...this.#labels(store)),
      el("td", { class: "faint" }, `${formatDuration(Math.max(0, Math.round((now - Date.parse(store.lastCheck)) / 1000)))} ago`));
    return store.lastError ? [row, el("tr", { class: "error" }, el("td", { colSpan: 6 }, el("div", { class: "note bad" }, store.lastError)))] : [row];
  }

  #instant(millis) { return formatInstant(millis / 1000, this.settings.utc).slice(0, 16); }

  #labels(store) {
    const sets = store.labelSets.map(set => el("div", {}, "{" + Object.entries(set).map(([k, v]) => `${k}=${JSON.stringify(v)}`).join(", ") + "}"));
    if (sets.length <= SHOWN_SETS || this.unfolded.has(store.name)) return sets;
    const more = el("button", { class: "quiet", onclick: () => { this.unfolded.add(store.name); this.refresh(); } }, `${sets.length - SHOWN_SETS} more`);
    return [...sets.slice(0, SHOWN_SETS), more];
  }
}
