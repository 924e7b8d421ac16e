// Completion of metric names and functions below the query field.

import { metricNames } from "./api.js";
import { el } from "./dom.js";

const FUNCTIONS = ("abs absent absent_over_time avg avg_over_time bottomk ceil changes clamp clamp_max clamp_min count count_over_time count_values delta deriv exp floor "
  + "group histogram_avg histogram_count histogram_fraction histogram_quantile histogram_sum idelta increase irate label_join label_replace last_over_time ln log10 log2 max "
  + "max_over_time min min_over_time predict_linear present_over_time quantile quantile_over_time rate resets round scalar sgn sort sort_desc sqrt stddev stddev_over_time "
  + "sum sum_over_time time timestamp topk vector").split(" ");

export class Suggest {
  constructor(field, onPick) {
    this.field = field;
    this.onPick = onPick;
    this.element = el("ul", { class: "suggest", role: "listbox", hidden: true });
    field.addEventListener("input", () => this.#update());
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get open() { return !this.element.hidden; }

  close() { this.element.hidden = true; }

  /** Takes arrow keys, Tab, Enter and Escape while the list is open; true when a key was used. */
  key(event) {
    if (!this.open) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { this.complete = false; this.#select(this.selected + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" && (this.complete || event.ctrlKey)) { this.close(); return false; }
    else if (event.key === "Tab" || event.key === "Enter") this.#pick(this.items[Math.max(0, this.selected)]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #word() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    if ((before.match(/"/g) ?? []).length % 2 === 1 || /\{[^}]*$/.test(before)) return "";
    return before.match(/[a-zA-Z_:][\w:]*$/)?.[0] ?? "";
  }

  async #update() {
    const word = this.#word();
    if (word.length < 2) { this.close(); return; }
    const names = await metricNames();
    if (word !== this.#word()) return;
    const lower = word.toLowerCase();
    // Who has typed a whole name means to run it; arrow keys still lead into the list.
    this.complete = names.includes(word);
    const rank = name => name.toLowerCase().startsWith(lower) ? 0 : 1;
    const found = [...FUNCTIONS.filter(f => f.startsWith(lower)).map(name => ({ name, kind: "function" })),
      ...names.filter(n => n.toLowerCase().includes(lower)).map(name => ({ name, kind: "" }))];
    this.items = found.filter(f => f.name !== word).sort((a, b) => rank(a.name) - rank(b.name)).slice(0, 50);
    if (this.items.length === 0) { this.close(); return; }
    this.element.replaceChildren(...this.items.map(item =>
      el("li", { role: "option", onpointerdown: event => { event.preventDefault(); this.#pick(item); } }, item.name, item.kind ? el("small", {}, item.kind) : null)));
    this.element.hidden = false;
    this.selected = -1;
    if (!this.complete) this.#select(0);
  }

  #select(index) {
    this.selected = (Math.max(index, -1) + this.items.length) % this.items.length;
    [...this.element.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === this.selected)));
    this.element.children[this.selected].scrollIntoView({ block: "nearest" });
  }

  #pick(item) {
    const at = this.field.selectionStart;
    const start = at - this.#word().length;
    const text = item.kind === "function" ? item.name + "(" : item.name;
    this.field.setRangeText(text, start, at, "end");
    this.close();
    this.onPick();
  }
}
