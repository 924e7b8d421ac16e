// The state of the graph page in its address, in the parameters of Prometheus and of Thanos.

export const DEFAULTS = {
  expr: "", tab: "table", range_input: "1h", end_input: "", moment_input: "", step_input: "", stacked: "0",
  max_source_resolution: "auto", deduplicate: "1", partial_response: "1",
};

const TABS = { 0: "graph", 1: "table", graph: "graph", table: "table", explain: "explain" };

/** Panels of `?g0.expr=…&g1.expr=…`; one empty panel where there is none. */
export function readPanels(search) {
  const panels = new Map();
  for (const [key, value] of new URLSearchParams(search)) {
    const parts = key.match(/^g(\d+)\.(\w+)$/);
    if (!parts) continue;
    const [, number, name] = parts;
    if (!panels.has(number)) panels.set(number, { ...DEFAULTS });
    const panel = panels.get(number);
    if (name === "tab") panel.tab = TABS[value] ?? "graph";
    else if (name === "display_mode") panel.stacked = value === "stacked" ? "1" : "0";
    else if (name in DEFAULTS) panel[name] = value;
  }
  const sorted = [...panels.entries()].sort(([a], [b]) => Number(a) - Number(b)).map(([, panel]) => panel);
  return sorted.length > 0 ? sorted : [{ ...DEFAULTS, tab: "graph" }];
}

export function writePanels(panels) {
  const params = new URLSearchParams();
  panels.forEach((panel, i) => {
    for (const name of Object.keys(DEFAULTS)) {
      if (name === "expr" || name === "tab" || panel[name] !== DEFAULTS[name]) params.set(`g${i}.${name}`, panel[name]);
    }
  });
  return "?" + params.toString();
}
