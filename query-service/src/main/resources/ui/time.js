// Durations and instants as Prometheus writes them, and how they look on a page.

const UNITS = { y: 31536000, w: 604800, d: 86400, h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration such as `1h30m` or a plain number of seconds; null for anything else. */
export function parseDuration(text) {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (!/^((\d+)(y|w|d|h|ms|m|s))+$/.test(trimmed)) return null;
  let seconds = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+)(ms|y|w|d|h|m|s)/g)) seconds += Number(count) * UNITS[unit];
  return seconds;
}

export function formatDuration(seconds) {
  let rest = Math.round(seconds * 1000) / 1000;
  let text = "";
  for (const unit of ["w", "d", "h", "m", "s"]) {
    const count = Math.floor(rest / UNITS[unit]);
    if (count > 0) { text += count + unit; rest -= count * UNITS[unit]; }
  }
  if (rest >= 0.001) text += Math.round(rest * 1000) + "ms";
  return text || "0s";
}

const two = number => String(number).padStart(2, "0");

/** `2026-11-20 18:54:07`, in UTC or in the browser's zone. */
export function formatInstant(seconds, utc) {
  const d = new Date(seconds * 1000);
  return utc
    ? `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
    : `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Seconds of what formatInstant writes, of RFC 3339 or of a unix time; null for anything else. */
export function parseInstant(text, utc) {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  const parts = trimmed.match(/^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?(Z)?$/);
  if (!parts) {
    const parsed = Date.parse(trimmed);
    return Number.isNaN(parsed) ? null : parsed / 1000;
  }
  const [, y, mo, d, h = "0", mi = "0", s = "0", zulu] = parts;
  const numbers = [Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s)];
  return (utc || zulu ? Date.UTC(...numbers) : new Date(...numbers).getTime()) / 1000;
}

const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];

/** Instants for about `wanted` grid lines between start and end, on round times of the shown zone. */
export function timeTicks(start, end, wanted, utc) {
  const span = Math.max(1, end - start);
  const step = TICKS.find(t => span / t <= wanted) ?? TICKS[TICKS.length - 1];
  const shift = utc ? 0 : new Date(start * 1000).getTimezoneOffset() * 60;
  const ticks = [];
  for (let t = Math.ceil((start - shift) / step) * step + shift; t <= end; t += step) ticks.push(t);
  return { ticks, step };
}

export function formatTick(seconds, step, utc) {
  const text = formatInstant(seconds, utc);
  if (step >= 86400) return text.slice(5, 10);
  const clock = step < 60 ? text.slice(11) : text.slice(11, 16);
  return clock.startsWith("00:00") && step >= 3600 ? text.slice(5, 10) : clock;
}
