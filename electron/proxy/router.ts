/** Which upstream a request belongs to, and what it is asked there. Pure: path and query bytes pass unchanged. */

/** What routing needs of a request: its target as on the request line, and its headers (lower-case names). */
export type RouteRequest = {
  readonly target: string;
  readonly hasHeader: (name: string) => boolean;
};

/** `path` and `query` (with its `?`, or empty) are what stands below the upstream's prefix, byte for byte. */
export type Route = { readonly upstream: string; readonly path: string; readonly query: string };

/**
 * Finds the upstream: by the first path segment when it names one, else by a well-known bare path.
 * Null: nobody's. An upstream's name wins over a bare path, so an upstream called `v1` takes `/v1/...`.
 */
export function chooseRoute(request: RouteRequest, isUpstream: (name: string) => boolean): Route | null {
  const { path, query } = splitTarget(request.target);
  if (!path.startsWith('/')) return null;
  const slash = path.indexOf('/', 1);
  const first = slash === -1 ? path.slice(1) : path.slice(1, slash);
  if (isUpstream(first)) return { upstream: first, path: slash === -1 ? '/' : path.slice(slash), query };
  const owner = ownerOfBarePath(path, request.hasHeader);
  return owner !== null && isUpstream(owner) ? { upstream: owner, path, query } : null;
}

/** Path and query of a request target; the query keeps its `?`. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?');
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark) };
}

const openaiPaths =
  /^\/v1\/(chat\/completions|completions|responses|embeddings|moderations|images|audio|files|batches|uploads|fine_tuning|vector_stores|assistants|threads|realtime|conversations|containers|videos)(\/|$)/;
const anthropicPaths = /^\/v1\/(messages|complete)(\/|$)/;
const geminiPaths = /^\/v1(beta|beta[0-9]|alpha)(\/|$)/;
const ollamaPaths =
  /^\/api\/(chat|generate|tags|show|ps|version|pull|push|create|copy|delete|embed|embeddings|blobs)(\/|$)/;
const coherePaths = /^\/v2\/(chat|embed|rerank)(\/|$)/;
const bedrockPaths = /^\/model\/.+\/(converse|converse-stream|invoke|invoke-with-response-stream)$/;
const modelsPath = /^\/v1\/models(\/|$)/;

/** The provider whose API has this path; `/v1/models` is told by its headers. */
function ownerOfBarePath(path: string, hasHeader: (name: string) => boolean): string | null {
  if (anthropicPaths.test(path)) return 'anthropic';
  if (openaiPaths.test(path)) return 'openai';
  if (geminiPaths.test(path)) return 'gemini';
  if (ollamaPaths.test(path)) return 'ollama';
  if (coherePaths.test(path)) return 'cohere';
  if (bedrockPaths.test(path)) return 'bedrock';
  if (!modelsPath.test(path)) return null;
  if (hasHeader('anthropic-version') || hasHeader('x-api-key')) return 'anthropic';
  return hasHeader('x-goog-api-key') ? 'gemini' : 'openai';
}

/**
 * Puts the endpoint's base path before the request's path. Where the base ends with the very segments that the path
 * begins with, they are said once, so that these all mean `/api/v1/chat/completions` at `https://openrouter.ai/api/v1`:
 * `/openrouter/chat/completions`, `/openrouter/v1/chat/completions`, `/openrouter/api/v1/chat/completions`.
 */
export function joinPaths(basePath: string, path: string): string {
  const base = basePath.endsWith('/') ? basePath.slice(0, -1) : basePath;
  if (base === '') return path;
  for (let start = 0; start !== -1; start = base.indexOf('/', start + 1)) {
    const tail = base.slice(start);
    if (path.startsWith(tail) && (path.length === tail.length || path[tail.length] === '/')) {
      return base + path.slice(tail.length);
    }
  }
  return path === '/' ? base : base + path;
}
