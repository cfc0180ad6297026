/** The address of a collector's traces. Pure. */

/** The endpoint as users write it: a base URL gets the path of traces. Null: it is no http or https URL. */
export function tracesUrl(endpoint: string): string | null {
  // The URL class is not of the language alone; its shape is enough here.
  const match = /^(https?:\/\/[^/?#\s]+)(\/[^?#\s]*)?(\?[^#\s]*)?$/i.exec(endpoint.trim());
  if (match === null) return null;
  const [, origin = '', path = '', query = ''] = match;
  return `${origin}${path === '' || path === '/' ? '/v1/traces' : path}${query}`;
}
