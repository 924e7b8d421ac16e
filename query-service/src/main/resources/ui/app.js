// The pages, what they share, and the way between them.

import { call } from "./api.js";
import { el } from "./dom.js";
import { Panel } from "./panel.js";
import { StoresPage } from "./stores.js";
import { DEFAULTS, readPanels, writePanels } from "./url.js";

const settings = { utc: localStorage.getItem("utc") !== "false" };
const main = document.getElementById("main");
let page;

class GraphPage {
  constructor() {
    this.panels = [];
    this.list = el("div");
    this.element = el("div", {}, this.list, el("button", { onclick: () => this.add({ ...DEFAULTS, tab: "graph" }) }, "Add query"));
    for (const state of readPanels(location.search)) this.add(state);
  }

  add(state) {
    const panel = new Panel(state, settings, { change: () => this.save(), remove: gone => this.remove(gone) });
    this.panels.push(panel);
    this.list.append(panel.element);
    panel.ask();
    if (!state.expr) requestAnimationFrame(() => panel.field.focus());
  }

  remove(panel) {
    if (this.panels.length === 1) return;
    this.panels = this.panels.filter(p => p !== panel);
    panel.element.remove();
    this.save();
  }

  save() {
    const search = writePanels(this.panels.map(p => p.state));
    if (search !== location.search) history.pushState(null, "", location.pathname + search);
    this.title();
  }

  title() { document.title = `${this.panels[0].state.expr || "Graph"} – Hypnos`; }

  refresh() { this.panels.forEach(p => p.refresh()); }
  close() {}
}

function open() {
  page?.close();
  const stores = location.pathname.endsWith("/stores");
  page = stores ? new StoresPage(settings) : new GraphPage();
  main.replaceChildren(page.element);
  page.title();
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.page === (stores ? "stores" : "graph")) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
}

function theme(value) {
  document.documentElement.dataset.theme = value;
  page?.refresh();
}

const dark = matchMedia("(prefers-color-scheme: dark)");
theme(localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light"));
dark.addEventListener("change", () => { if (!localStorage.getItem("theme")) theme(dark.matches ? "dark" : "light"); });
document.getElementById("theme").addEventListener("click", () => {
  const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("theme", next);
  theme(next);
});

const utc = document.getElementById("utc");
const showZone = () => { utc.textContent = settings.utc ? "UTC" : "Local"; };
utc.addEventListener("click", () => {
  settings.utc = !settings.utc;
  localStorage.setItem("utc", String(settings.utc));
  showZone();
  page.refresh();
});
showZone();

const tenant = document.getElementById("tenant");
tenant.value = sessionStorage.getItem("tenant") ?? "";
tenant.addEventListener("change", () => { sessionStorage.setItem("tenant", tenant.value.trim()); open(); });
call("status/flags", {}, { get: true }).then(({ data }) => { tenant.parentElement.hidden = data["query.enforce-tenancy"] !== "true"; }, () => {});

document.addEventListener("keydown", event => {
  if (event.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) { event.preventDefault(); document.querySelector("textarea")?.focus(); }
});
addEventListener("popstate", open);
open();
