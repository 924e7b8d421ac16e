// The Prometheus API, seen from below the page's own prefix.

const root = new URL(".", document.baseURI);

export class ApiError extends Error {}

/** Calls an endpoint with form parameters and gives its whole envelope. */
export async function call(path, parameters, { signal, get = false } = {}) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== "") form.append(name, one);
  }
  const url = new URL("api/v1/" + path, root);
  const headers = {};
  const tenant = sessionStorage.getItem("tenant");
  if (tenant) headers["THANOS-TENANT"] = tenant;
  if (get) url.search = form.toString();
  const response = await fetch(url, get ? { signal, headers } : { method: "POST", body: form, signal, headers });
  let envelope;
  try {
    envelope = await response.json();
  } catch {
    throw new ApiError(`HTTP ${response.status} without a readable answer`);
  }
  if (envelope.status !== "success") throw new ApiError(`${envelope.errorType}: ${envelope.error}`);
  return envelope;
}

let names;

/** All metric names; fetched once a minute at most. */
export function metricNames() {
  if (!names || Date.now() - names.at > 60_000) {
    const end = Date.now() / 1000;
    names = { at: Date.now(), list: call("label/__name__/values", { start: end - 12 * 3600, end, limit: 10000 }, { get: true }).then(e => e.data, () => []) };
  }
  return names.list;
}
