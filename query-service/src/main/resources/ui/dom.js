// Making elements without markup in strings: whatever comes from the API is text, never HTML.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "style") Object.assign(element.style, value); // the page's policy forbids style attributes
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list" && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== undefined && child !== null));
  return element;
}

/** A label set as PromQL writes it, with the metric's name in front. */
export function seriesName(metric) {
  const { __name__: name = "", ...labels } = metric;
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return pairs.length > 0 || !name ? `${name}{${pairs.join(", ")}}` : name;
}

export function seriesElement(metric) {
  const text = seriesName(metric);
  const name = metric.__name__ ?? "";
  return name ? el("span", {}, el("span", { class: "name" }, name), text.slice(name.length)) : el("span", {}, text);
}

export function formatNumber(value) {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "Inf");
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e15)) return value.toExponential(3);
  for (const [limit, suffix] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e4, "k"]]) {
    if (size >= limit) return Number((value / (limit === 1e4 ? 1e3 : limit)).toPrecision(4)) + suffix;
  }
  return String(Number(value.toPrecision(5)));
}

const HUES = [225, 25, 145, 285, 50, 190, 340, 95, 255, 10, 170, 310, 70, 210, 125, 355];

/** A colour for the n-th series that differs from its neighbours'. */
export function colour(index) {
  const round = Math.floor(index / HUES.length) % 3;
  return `hsl(${HUES[index % HUES.length]} ${[62, 48, 75][round]}% ${[52, 40, 64][round]}%)`;
}
