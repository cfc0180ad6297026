/**
 * The window's page is served from the app's own folder under a scheme of its own, not as `file:`: so it has one
 * origin, a content policy sent as a header, and no way to any other file.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { contentPolicy } from './content-policy.ts';

const scheme = 'wirelens-app';

/** The page of the main window. */
export const windowUrl = `${scheme}://window/index.html`;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must be called before the app is ready: Electron takes privileges of schemes only then. */
export function registerWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the files of `folder` (the built window) from now on. */
export function serveWindowFiles(folder: string): void {
  protocol.handle(scheme, async (request) => {
    const file = fileForUrl(folder, request.url);
    if (file === null || request.method !== 'GET') return new Response(null, { status: 404 });
    return respondWithFile(file);
  });
}

async function respondWithFile(file: string): Promise<Response> {
  try {
    const bytes = await readFile(file);
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
        'content-security-policy': contentPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** The file that a URL of our scheme names, or null when it lies outside `folder` or is no such URL. */
export function fileForUrl(folder: string, url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol: urlScheme, host, pathname } = new URL(url);
  if (urlScheme !== `${scheme}:` || host !== 'window') return null;
  const decoded = decodePath(pathname);
  if (decoded === null || decoded.includes('\0')) return null;
  const base = path.resolve(folder);
  const file = path.resolve(base, `.${path.posix.normalize(decoded)}`);
  return file.startsWith(base + path.sep) ? file : null;
}

function decodePath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
