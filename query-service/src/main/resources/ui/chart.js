// A line chart on a canvas: drag to zoom, move to read a value.

import { el, formatNumber, seriesElement } from "./dom.js";
import { formatInstant, formatTick, timeTicks } from "./time.js";

const MARGIN = { left: 64, right: 14, top: 12, bottom: 26 };

/** Distances of about `wanted` grid lines on numbers that read well. */
function valueTicks(low, high, wanted) {
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(f => f * power).find(s => s >= raw) ?? 10 * power;
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

export class Chart {
  /**
   * @param onZoom called with start and end in seconds when a stretch was dragged over
   */
  constructor({ onZoom }) {
    this.onZoom = onZoom;
    this.canvas = el("canvas", { role: "img", "aria-label": "Graph of the query's result" });
    this.tip = el("div", { class: "tip", hidden: true });
    this.element = el("div", { class: "chart" }, this.canvas, this.tip);
    this.series = [];
    this.canvas.addEventListener("pointermove", event => this.#move(event));
    this.canvas.addEventListener("pointerleave", () => { this.tip.hidden = true; this.near = null; this.draw(); });
    this.canvas.addEventListener("pointerdown", event => { this.drag = { from: this.#x(event), to: this.#x(event) }; this.canvas.setPointerCapture(event.pointerId); });
    this.canvas.addEventListener("pointerup", () => this.#drop());
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /**
   * @param series  [{metric, colour, points: [[t, v] …], hidden}]
   * @param options {start, end, step, stacked, utc}
   */
  show(series, options) {
    this.series = series;
    this.options = options;
    this.draw();
  }

  #layers() {
    const visible = this.series.filter(s => !s.hidden);
    if (!this.options.stacked) return visible.map(s => ({ series: s, points: s.points.map(([t, v]) => [t, v, 0]) }));
    const base = new Map();
    return visible.map(s => ({
      series: s,
      points: s.points.filter(([, v]) => Number.isFinite(v)).map(([t, v]) => {
        const low = base.get(t) ?? 0;
        base.set(t, low + v);
        return [t, low + v, low];
      }),
    }));
  }

  draw() {
    if (!this.options || !this.element.isConnected) return;
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (width === 0) return;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const g = canvas.getContext("2d");
    g.scale(ratio, ratio);
    const { start, end, stacked } = this.options;
    const layers = this.#layers();
    let low = stacked ? 0 : Infinity, high = -Infinity;
    for (const layer of layers) for (const [, v] of layer.points) if (Number.isFinite(v)) { low = Math.min(low, v); high = Math.max(high, v); }
    if (low > high) { low = 0; high = 1; }
    if (low === high) { const pad = Math.abs(low) * 0.1 || 1; low -= pad; high += pad; }
    if (low > 0 && low < (high - low) * 0.7) low = 0;
    const pad = (high - low) * 0.05;
    high += pad;
    if (low !== 0) low -= pad;
    this.plot = { left: MARGIN.left, top: MARGIN.top, width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom, low, high };
    this.layers = layers;
    const style = getComputedStyle(document.documentElement);
    this.#axes(g, style, start, end);
    g.save();
    g.beginPath();
    g.rect(this.plot.left, this.plot.top - 2, this.plot.width, this.plot.height + 4);
    g.clip();
    for (const layer of layers) this.#line(g, layer, stacked);
    g.restore();
    if (this.near) this.#mark(g, style);
    if (this.drag && Math.abs(this.drag.to - this.drag.from) > 3) {
      g.fillStyle = "rgb(120 140 220 / 22%)";
      g.fillRect(Math.min(this.drag.from, this.drag.to), this.plot.top, Math.abs(this.drag.to - this.drag.from), this.plot.height);
    }
  }

  #px(t) { const { start, end } = this.options; return this.plot.left + (t - start) / Math.max(1e-9, end - start) * this.plot.width; }
  #py(v) { const { low, high, top, height } = this.plot; return top + height - (v - low) / (high - low) * height; }
  #x(event) { return event.clientX - this.canvas.getBoundingClientRect().left; }
  #time(x) { const { start, end } = this.options; return start + (x - this.plot.left) / this.plot.width * (end - start); }

  #axes(g, style, start, end) {
    const { left, top, width, height, low, high } = this.plot;
    g.font = "11.5px system-ui, sans-serif";
    g.strokeStyle = style.getPropertyValue("--grid");
    g.fillStyle = style.getPropertyValue("--faint");
    g.lineWidth = 1;
    g.textAlign = "right";
    g.textBaseline = "middle";
    for (const v of valueTicks(low, high, Math.max(3, Math.round(height / 45)))) {
      const y = Math.round(this.#py(v)) + 0.5;
      g.beginPath(); g.moveTo(left, y); g.lineTo(left + width, y); g.stroke();
      g.fillText(formatNumber(v), left - 8, y);
    }
    g.textAlign = "center";
    g.textBaseline = "top";
    const { ticks, step } = timeTicks(start, end, Math.max(2, Math.round(width / 110)), this.options.utc);
    for (const t of ticks) {
      const x = Math.round(this.#px(t)) + 0.5;
      g.beginPath(); g.moveTo(x, top); g.lineTo(x, top + height); g.stroke();
      g.fillText(formatTick(t, step, this.options.utc), x, top + height + 8);
    }
  }

  #line(g, { series, points }, stacked) {
    const gap = this.options.step * 1.5;
    g.strokeStyle = series.colour;
    g.fillStyle = series.colour;
    g.lineWidth = this.near?.series === series ? 2.4 : 1.5;
    g.lineJoin = "round";
    let run = [];
    const flush = () => {
      if (run.length === 1) {
        g.beginPath(); g.arc(this.#px(run[0][0]), this.#py(run[0][1]), 1.8, 0, 7); g.fill();
      } else if (run.length > 1) {
        g.beginPath();
        run.forEach(([t, v], i) => i === 0 ? g.moveTo(this.#px(t), this.#py(v)) : g.lineTo(this.#px(t), this.#py(v)));
        g.stroke();
        if (stacked) {
          for (let i = run.length - 1; i >= 0; i--) g.lineTo(this.#px(run[i][0]), this.#py(run[i][2]));
          g.globalAlpha = 0.35; g.fill(); g.globalAlpha = 1;
        }
      }
      run = [];
    };
    for (const point of points) {
      if (!Number.isFinite(point[1])) { flush(); continue; }
      if (run.length > 0 && point[0] - run[run.length - 1][0] > gap) flush();
      run.push(point);
    }
    flush();
  }

  #mark(g, style) {
    const x = this.#px(this.near.t);
    g.strokeStyle = style.getPropertyValue("--faint");
    g.setLineDash([3, 3]);
    g.beginPath(); g.moveTo(x, this.plot.top); g.lineTo(x, this.plot.top + this.plot.height); g.stroke();
    g.setLineDash([]);
    g.fillStyle = this.near.series.colour;
    g.beginPath(); g.arc(x, this.#py(this.near.y), 4, 0, 7); g.fill();
  }

  #move(event) {
    if (!this.plot) return;
    const x = this.#x(event), y = event.clientY - this.canvas.getBoundingClientRect().top;
    if (this.drag) { this.drag.to = Math.max(this.plot.left, Math.min(this.plot.left + this.plot.width, x)); this.draw(); return; }
    const t = this.#time(x);
    let best = null, bestDistance = Infinity;
    for (const { series, points } of this.layers) {
      const point = nearest(points, t);
      if (!point || Math.abs(this.#px(point[0]) - x) > 30 || !Number.isFinite(point[1])) continue;
      const distance = Math.abs(this.#py(point[1]) - y);
      if (distance < bestDistance) { bestDistance = distance; best = { series, t: point[0], y: point[1], value: point[1] - point[2] }; }
    }
    this.near = best;
    this.tip.hidden = !best;
    if (best) {
      this.tip.replaceChildren(el("div", {}, formatInstant(best.t, this.options.utc)), el("b", {}, String(best.value)),
        el("div", { class: "labels" }, seriesElement(best.series.metric)));
      const right = x > this.canvas.clientWidth / 2;
      this.tip.style.left = right ? "" : `${x + 16}px`;
      this.tip.style.right = right ? `${this.canvas.clientWidth - x + 16}px` : "";
      this.tip.style.top = `${Math.max(0, y - 20)}px`;
    }
    this.draw();
  }

  #drop() {
    const drag = this.drag;
    this.drag = null;
    if (drag && Math.abs(drag.to - drag.from) > 6) {
      this.onZoom(this.#time(Math.min(drag.from, drag.to)), this.#time(Math.max(drag.from, drag.to)));
    } else {
      this.draw();
    }
  }
}

/** The point whose time is nearest, by binary search. */
function nearest(points, t) {
  if (points.length === 0) return null;
  let low = 0, high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] < t) low = middle + 1; else high = middle;
  }
  return low > 0 && t - points[low - 1][0] < points[low][0] - t ? points[low - 1] : points[low];
}
