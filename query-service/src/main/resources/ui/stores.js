// Which stores the querier knows, what they have and how they are.

import { call } from "./api.js";
import { el } from "./dom.js";
import { formatDuration, formatInstant } from "./time.js";

const OPEN = 9e12;

export class StoresPage {
  constructor(settings) {
    this.settings = settings;
    this.element = el("section", { class: "card" }, "loading …");
    this.load();
    this.timer = setInterval(() => this.load(), 5000);
  }

  close() { clearInterval(this.timer); }

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
    this.element.replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, ...["Store", "Type", "", "Time", "", "External labels", "Last check"].map(h => el("th", {}, h)))),
      el("tbody", {}, ...this.stores.map(store => this.#row(store, from, now)))));
  }

  #row(store, from, now) {
    const low = Math.max(from, Math.min(now, store.minTime)), high = Math.max(low, Math.min(now, store.maxTime));
    const percent = t => (t - from) / Math.max(1, now - from) * 100;
    const empty = store.minTime > store.maxTime;
    const bar = el("div", { class: "span" }, empty ? "" : el("i", { style: { left: `${percent(low)}%`, width: `${Math.max(0.8, percent(high) - percent(low))}%` } }));
    const time = empty ? "no data" : `${formatInstant(low / 1000, this.settings.utc)} – ${store.maxTime > now ? "now" : formatInstant(high / 1000, this.settings.utc)}`;
    const labels = store.labelSets.map(set => el("div", {}, "{" + Object.entries(set).map(([k, v]) => `${k}=${JSON.stringify(v)}`).join(", ") + "}"));
    return el("tr", {}, el("td", {}, store.name), el("td", {}, store.type),
      el("td", {}, el("span", { class: `state ${store.lastError ? "down" : "up"}` }, store.lastError ? "down" : "up")),
      el("td", {}, time), el("td", {}, bar), el("td", { class: "series" }, ...labels),
      el("td", {}, `${formatDuration(Math.max(0, Math.round((now - Date.parse(store.lastCheck)) / 1000)))} ago`, store.lastError ? el("div", { class: "note bad" }, store.lastError) : null));
  }
}
