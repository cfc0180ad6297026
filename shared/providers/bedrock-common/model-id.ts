/** The model of a Bedrock request stands in its path, not in its body. */

/** `anthropic.claude-3-haiku-20240307-v1:0` of `/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse`; null where the path has none. */
export function readModelId(path: string): string | null {
  const id = /\/model\/(.+)\/[a-z-]+\/?$/.exec(path)?.[1] ?? null;
  if (id === null) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
