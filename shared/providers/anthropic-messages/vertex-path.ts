/** Claude on Google's Vertex AI: the same bodies behind a path that names project, model and method. */

const pattern = /\/publishers\/anthropic\/models\/([^/:]+):(rawPredict|streamRawPredict)$/;

/** `count-tokens` stands where a model's name does, and answers otherwise. */
const otherMethods = ['count-tokens'];

export type VertexCall = { readonly model: string; readonly isStreaming: boolean };

/**
 * Model and method of `…/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict`; null for other paths.
 * @see https://docs.claude.com/en/api/claude-on-vertex-ai
 */
export function readVertexPath(path: string): VertexCall | null {
  const [, model = '', method] = pattern.exec(path) ?? [];
  if (method === undefined || otherMethods.includes(model)) return null;
  return { model: decodedOr(model), isStreaming: method === 'streamRawPredict' };
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
